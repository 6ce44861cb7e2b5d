import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Meter } from '@/components/ui/meter';
import { Panel } from '@/components/ui/panel';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { useFormat } from '@/lib/i18n/use-format';

import { type UsedCode, useChangeCode, useDeleteCode } from '../api/codes';
import { changeIn } from '../api/fields';
import { CodeForm, type CodeFormProps } from './code-form';
import classes from './codes.module.css';

type CodeSheetProps = CodeFormProps & { code: UsedCode };

/** One code: what it gives, how often it was used, and what can be done with it. */
export function CodeSheet(props: CodeSheetProps) {
  return (
    <Panel>
      <div className={classes.stack}>
        <Facts {...props} />
        <div className={classes.actions}>
          <EditCode {...props} />
          <DeleteCode {...props} />
        </div>
      </div>
    </Panel>
  );
}

function Facts({ code, types, timeZone, currency }: CodeSheetProps) {
  const { t } = useLingui();
  const { venueTime } = useFormat();
  const named = (id: string) => types.find((type) => type.id === id)?.name ?? t`what is off sale`;
  const day = (moment: string) => {
    const { date, time } = venueTime(moment, timeZone);
    return `${date}, ${time}`;
  };
  return (
    <div className={classes.facts}>
      <div>
        <h2 className={classes.code}>{code.code}</h2>
        <p className={classes.benefit}>
          <Benefit code={code} currency={currency} />
        </p>
        <p className={classes.hint}>
          {code.ticket_type_ids?.map(named).join(', ') ?? <Trans>All tickets</Trans>}
        </p>
        {code.valid_from && (
          <p className={classes.hint}>
            <Trans>From {day(code.valid_from)}</Trans>
          </p>
        )}
        {code.valid_until && (
          <p className={classes.hint}>
            <Trans>Until {day(code.valid_until)}</Trans>
          </p>
        )}
      </div>
      <Uses code={code} />
    </div>
  );
}

function Benefit({ code, currency }: Pick<CodeSheetProps, 'code' | 'currency'>) {
  const { money, percent } = useFormat();
  if (code.rate !== null) return <Trans>{percent(code.rate)} off</Trans>;
  if (code.amount !== null) return <Trans>{money(code.amount, currency)} off the order</Trans>;
  return <Trans>Access</Trans>;
}

/** Whatever is not known is left out: a draft's codes have never been used. */
function Uses({ code: { used, max_uses: most, max_per_account: each } }: { code: UsedCode }) {
  const { t } = useLingui();
  const { count } = useFormat();
  return (
    <div className={classes.uses}>
      <p>
        <strong>{count(used ?? 0)}</strong>{' '}
        {most === null ? <Trans>times used</Trans> : <Trans>of {count(most)} times used</Trans>}
      </p>
      {most !== null && <Meter label={t`Used`} value={used ?? 0} max={most} />}
      {each !== null && (
        <p className={classes.hint}>
          <Plural value={each} one="Once per person" other="At most # times per person" />
        </p>
      )}
    </div>
  );
}

function EditCode({ code, ...props }: CodeSheetProps) {
  const change = useChangeCode(props.eventId, code.id);
  return (
    <Unfold label={<Trans>Edit</Trans>} title={<Trans>Edit “{code.code}”</Trans>}>
      {(close) => (
        <CodeForm
          {...props}
          code={code}
          error={change.error}
          isSaving={change.isPending}
          save={(fields) =>
            change.mutate(changeIn(fields, props.currency, props.timeZone), { onSuccess: close })
          }
          close={close}
        />
      )}
    </Unfold>
  );
}

function DeleteCode({ code, eventId }: CodeSheetProps) {
  const remove = useDeleteCode(eventId);
  return (
    <Unfold label={<Trans>Delete</Trans>} title={<Trans>Delete “{code.code}”?</Trans>}>
      {(close) => (
        <>
          <p>
            <Trans>
              Nobody can use it any more. Orders that were placed with it keep their price.
            </Trans>
          </p>
          {remove.error && <ErrorNotice error={remove.error} />}
          <UnfoldActions close={close}>
            <Button
              color="red.9"
              loading={remove.isPending}
              onClick={() => remove.mutate(code.id, { onSuccess: close })}
            >
              <Trans>Delete it</Trans>
            </Button>
          </UnfoldActions>
        </>
      )}
    </Unfold>
  );
}
