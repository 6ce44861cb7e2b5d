import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, SegmentedControl } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { type ReactNode, useEffect, useEffectEvent } from 'react';

import { SilentIcon, SoundIcon } from '@/components/ui/icons';
import { Notice } from '@/components/ui/notice';

import { newScan, type Scan, useLookAgain } from '../api/check-ins';
import { type Entry, isAmissLate, type ScanQueue } from '../api/scan-queue';
import type { Cue } from '../api/sounds';
import { CameraView } from './camera-view';
import { CodeField } from './code-field';
import { OverrideScan } from './override-scan';
import { ScanHistory } from './scan-history';
import { ScanVerdict } from './scan-verdict';
import classes from './scanner.module.css';
import { UndoCheckIn } from './undo-check-in';
import { useOnline } from './use-online';
import { useScreenOn } from './use-screen-on';
import { type Sound, useSound } from './use-sound';

interface ScannerProps {
  eventId: string;
  gate: string;
  queue: ScanQueue;
}

/** One code after the other, by camera or by a hardware scanner, and what became of each. */
export function Scanner({ eventId, gate, queue }: ScannerProps) {
  const { t } = useLingui();
  const [mode, setMode] = useLocalStorage({ key: 'check-in-mode', defaultValue: 'camera' });
  const { sound, say, turn } = useSound();
  useScreenOn();
  const lookAgain = useLookAgain(eventId);
  const entries = queue.getEntries().filter((entry) => entry.scan.eventId === eventId);
  const latest = entries[0];
  const late = entries.filter(isAmissLate).length;
  const sayRefused = useEffectEvent(() => say('refused'));

  useEffect(() => {
    if (late > 0) sayRefused();
  }, [late]);

  async function scan(wish: Pick<Scan, 'code' | 'overrideReason'>) {
    const entry = await queue.submit(newScan({ eventId, gate, ...wish }));
    say(cueOf(entry));
    lookAgain();
  }
  const onCode = (code: string) => void scan({ code });

  return (
    <div className={classes.scanner}>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label={t`How to scan`}
          value={mode}
          onChange={setMode}
          size="md"
          data={[
            { value: 'camera', label: t`Camera` },
            { value: 'field', label: t`Hardware scanner` },
          ]}
        />
        <SoundButton sound={sound} onClick={turn} />
      </div>
      <Unchecked entries={entries} />
      {latest ? (
        <Latest
          key={latest.scan.scanId}
          entry={latest}
          onAgain={(wish) => void scan(wish)}
          onUndone={queue.takeBack}
        />
      ) : (
        <p className={classes.waiting}>
          <Trans>Waiting for the first ticket</Trans>
        </p>
      )}
      {mode === 'camera' ? <CameraView onCode={onCode} /> : <CodeField onCode={onCode} />}
      <ScanHistory entries={entries.slice(1)} onSeen={() => queue.markSeen(eventId)} />
    </div>
  );
}

const SOUNDS: Record<Sound, ReactNode> = {
  on: <Trans>Sound is on</Trans>,
  off: <Trans>Sound is off</Trans>,
  untouched: <Trans>Tap to hear</Trans>,
};

function SoundButton({ sound, onClick }: { sound: Sound; onClick: () => void }) {
  return (
    <Button
      variant="default"
      onClick={onClick}
      leftSection={sound === 'on' ? <SoundIcon /> : <SilentIcon />}
    >
      {SOUNDS[sound]}
    </Button>
  );
}

function cueOf(entry: Entry): Cue {
  if (entry.status !== 'decided') return entry.status === 'rejected' ? 'refused' : 'unsure';
  return entry.result.result;
}

function Unchecked({ entries }: { entries: Entry[] }) {
  const isOnline = useOnline();
  const waiting = entries.filter((entry) => entry.status === 'waiting').length;
  if (isOnline && waiting === 0) return null;
  return (
    <Notice
      tone="warn"
      title={
        isOnline ? (
          <Trans>The server does not answer</Trans>
        ) : (
          <Trans>This device has no network</Trans>
        )
      }
    >
      {waiting > 0 && (
        <>
          <Plural
            value={waiting}
            one="# scan waits on this device to be checked."
            other="# scans wait on this device to be checked."
          />{' '}
        </>
      )}
      <Trans>
        Nothing that you scan is lost, but nothing is checked either: a ticket may be a copy.
      </Trans>
    </Notice>
  );
}

interface LatestProps {
  entry: Entry;
  onAgain: (wish: Pick<Scan, 'code' | 'overrideReason'>) => void;
  onUndone: (checkInId: string) => void;
}

function Latest({ entry, onAgain, onUndone }: LatestProps) {
  const result = entry.status === 'decided' ? entry.result : null;
  const checkIn = result?.check_in;
  const { code, eventId } = entry.scan;
  return (
    <div className={classes.outcome}>
      <ScanVerdict entry={entry} />
      {result?.can_override && (
        <OverrideScan
          isPending={false}
          onReason={(overrideReason) => onAgain({ code, overrideReason })}
        />
      )}
      {checkIn && result.ticket && (
        <UndoCheckIn
          eventId={eventId}
          checkInId={checkIn.id}
          holderName={result.ticket.holder_name}
          onUndone={() => onUndone(checkIn.id)}
        />
      )}
    </div>
  );
}
