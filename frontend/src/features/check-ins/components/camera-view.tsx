import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';

import { LightIcon } from '@/components/ui/icons';
import { Notice } from '@/components/ui/notice';

import type { CameraTrouble } from '../api/camera';
import classes from './camera-view.module.css';
import { useCamera } from './use-camera';

/** What the camera sees, and a frame to hold the code into. */
export function CameraView({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useLingui();
  const video = useRef<HTMLVideoElement>(null);
  const [deviceId, setDeviceId] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const camera = useCamera(video, deviceId, attempt, onCode);
  const { state, cameras } = camera;
  const isFine = state === 'starting' || state === 'looking';

  return (
    <div className={classes.camera}>
      <div className={classes.view} data-state={state} hidden={!isFine}>
        <video ref={video} className={classes.picture} muted playsInline />
        <span className={classes.frame} aria-hidden="true" />
        <p className={classes.hint} role="status">
          {state === 'looking' ? (
            <Trans>Hold the code into the frame</Trans>
          ) : (
            <Trans>Starting the camera</Trans>
          )}
        </p>
      </div>
      {!isFine && <NoPicture trouble={state} retry={() => setAttempt(attempt + 1)} />}
      {isFine && camera.hasLamp && (
        <Button
          variant={camera.isLit ? 'filled' : 'default'}
          onClick={() => void camera.switchLight()}
          leftSection={<LightIcon />}
        >
          {camera.isLit ? <Trans>Turn the light off</Trans> : <Trans>Turn the light on</Trans>}
        </Button>
      )}
      {isFine && cameras.length > 1 && (
        <NativeSelect
          label={t`Camera`}
          value={deviceId ?? ''}
          onChange={(change) => setDeviceId(change.currentTarget.value || null)}
          data={[
            { value: '', label: t`The one at the back` },
            ...cameras.map((camera, place) => ({
              value: camera.deviceId,
              label: camera.label || t`Camera ${place + 1}`,
            })),
          ]}
        />
      )}
    </div>
  );
}

const ADVICE: Record<CameraTrouble, ReactNode> = {
  denied: <Trans>Allow the camera for this page in your browser’s address bar.</Trans>,
  none: <Trans>This device has none. Use a hardware scanner, or type the code.</Trans>,
  busy: <Trans>Another application may be using it. Close that one first.</Trans>,
  insecure: (
    <Trans>
      Browsers give the camera to pages over https only. Open this page’s https address.
    </Trans>
  ),
};

function NoPicture({ trouble, retry }: { trouble: CameraTrouble; retry: () => void }) {
  return (
    <Notice
      tone="warn"
      urgent
      title={<Trans>There is no picture from the camera</Trans>}
      actions={
        <Button variant="default" onClick={retry}>
          <Trans>Try again</Trans>
        </Button>
      }
    >
      {ADVICE[trouble]}
    </Notice>
  );
}
