import { Trans, useLingui } from '@lingui/react/macro';

import { Panel } from '@/components/ui/panel';
import { useFormat } from '@/lib/i18n/use-format';

import type { CheckInSpan } from '../api/analytics';
import { curveOf, stepsOf } from '../api/check-in-curve';
import { Drawing, ReportPart } from './report-part';
import { useStepTable } from './tables';

const DAY_S = 86_400;

interface CheckInCurveProps {
  spans: CheckInSpan[];
  timeZone: string;
  fileName: string;
}

/** When people came in, on the venue's clock. */
export function CheckInCurve({ spans, timeZone, fileName }: CheckInCurveProps) {
  const { t } = useLingui();
  const { count, venueClock } = useFormat();
  const steps = stepsOf(spans);
  const { at, inside } = curveOf(steps);
  const hasDays = (at.at(-1) ?? 0) - (at[0] ?? 0) > DAY_S;
  const clock = (seconds: number) => venueClock(seconds, timeZone, hasDays);
  const figures = useStepTable(steps, clock);

  if (steps.length === 0) {
    return (
      <Panel title={<Trans>Check-ins</Trans>}>
        <Trans>Nobody has come in yet.</Trans>
      </Panel>
    );
  }
  return (
    <ReportPart
      title={t`Check-ins`}
      figures={figures}
      keyOf={({ begins }) => String(begins)}
      fileName={`${fileName}-check-ins`}
    >
      <Drawing
        at={at}
        marks="times"
        timeZone={timeZone}
        formatAt={clock}
        kind="lines"
        formatValue={count}
        label={t`How many had come in by each moment`}
        lines={[{ name: t`Checked in`, values: inside }]}
      />
    </ReportPart>
  );
}
