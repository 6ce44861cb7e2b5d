import { zodResolver } from '@hookform/resolvers/zod';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Panel } from '@/components/ui/panel';
import { Unfold, UnfoldActions } from '@/components/ui/unfold';
import { holderName } from '@/lib/field-rules';

import classes from './offer-answer.module.css';

interface OfferAnswerProps {
  /** Suggested as who enters: most people accept a ticket for themselves. */
  ownName: string;
  isAccepting: boolean;
  isDeclining: boolean;
  error: Error | null;
  onAccept: (holderName: string) => void;
  onDecline: () => void;
}

const Fields = z.object({ holderName });

/** What somebody to whom a ticket is offered can say. */
export function OfferAnswer(props: OfferAnswerProps) {
  const { ownName, isAccepting, isDeclining, error, onAccept, onDecline } = props;
  const { t } = useLingui();
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: { holderName: ownName },
  });

  return (
    <Panel title={<Trans>Do you want it?</Trans>}>
      <form
        className={classes.form}
        noValidate
        onSubmit={form.handleSubmit((values) => onAccept(values.holderName))}
      >
        <TextInput
          label={t`Who enters with it?`}
          description={t`The door asks for this name.`}
          autoComplete="name"
          error={form.formState.errors.holderName?.message}
          {...form.register('holderName')}
        />
        {error && <ErrorNotice error={error} />}
        <Button type="submit" size="lg" loading={isAccepting} disabled={isDeclining}>
          <Trans>Accept the ticket</Trans>
        </Button>
        <p className={classes.promise}>
          <Trans>
            It costs you nothing. The ticket gets a new code, which only you have; every older code
            is refused at the door.
          </Trans>
        </p>
      </form>
      <div className={classes.decline}>
        <Unfold label={<Trans>Decline</Trans>} title={<Trans>Decline this ticket?</Trans>}>
          {(close) => (
            <>
              <p>
                <Trans>
                  It stays with whoever offered it. They are told, and this offer is over.
                </Trans>
              </p>
              <UnfoldActions close={close}>
                <Button loading={isDeclining} disabled={isAccepting} onClick={onDecline}>
                  <Trans>Yes, decline</Trans>
                </Button>
              </UnfoldActions>
            </>
          )}
        </Unfold>
      </div>
    </Panel>
  );
}
