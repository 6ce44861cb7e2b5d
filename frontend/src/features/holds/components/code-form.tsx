import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';

import { CheckIcon } from '@/components/ui/icons';
import { useFormat } from '@/lib/i18n/use-format';
import { useSession } from '@/lib/session/use-session';

import type { FoundCode } from '../api/entered-code';
import { CodeField } from './code-field';
import classes from './code-form.module.css';
import { useCodeRefusal } from './code-refusal';

export interface CodeFormProps {
  code: string | undefined;
  onCode: (code: string | undefined) => void;
  lookup: UseQueryResult<FoundCode>;
  /** Of a ticket type that is shown here. */
  nameOf: (ticketTypeId: string) => string | undefined;
  currency: string;
  onLogIn: () => void;
}

/** Takes a code and says what it does. Only who is known may try codes. */
export default function CodeForm({ code, onCode, lookup, onLogIn, ...known }: CodeFormProps) {
  const { t } = useLingui();
  const isStranger = useSession().status === 'signed_out';
  const refusal = useCodeRefusal(lookup.error);
  const waits = isStranger && Boolean(code);

  return (
    <div className={classes.form}>
      <CodeField
        label={t`Code`}
        code={code}
        onEnter={onCode}
        isChecking={!waits && lookup.isLoading}
        refusal={isStranger ? null : refusal}
      >
        {lookup.data && (
          <>
            <CheckIcon />
            <Effect found={lookup.data} {...known} />
          </>
        )}
      </CodeField>
      {waits && (
        <p className={classes.stranger}>
          <Trans>Log in to use this code.</Trans>{' '}
          <Button size="sm" variant="light" onClick={onLogIn}>
            <Trans>Log in</Trans>
          </Button>
        </p>
      )}
    </div>
  );
}

type EffectProps = Pick<CodeFormProps, 'nameOf' | 'currency'> & { found: FoundCode };

function Effect({ found, nameOf, currency }: EffectProps) {
  const { i18n } = useLingui();
  const { money, percent } = useFormat();
  const list = new Intl.ListFormat(i18n.locale);
  const { code, rate, amount, ticket_type_ids: ids, unlocked } = found;

  if (found.kind === 'access') {
    const names = list.format(unlocked.map(({ name }) => name));
    return names ? (
      <Trans>
        {code} opens: {names}
      </Trans>
    ) : (
      <Trans>What {code} opened is not on sale any more.</Trans>
    );
  }
  const off = rate === null ? money(amount ?? 0, currency) : percent(rate);
  const names = list.format((ids ?? []).flatMap((id) => nameOf(id) ?? []));
  return names ? (
    <Trans>
      {code}: {off} off {names}
    </Trans>
  ) : (
    <Trans>
      {code}: {off} off
    </Trans>
  );
}
