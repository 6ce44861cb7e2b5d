import { Trans } from '@lingui/react/macro';
import { Button, useComputedColorScheme } from '@mantine/core';
import type { Appearance, Stripe, StripeElements, StripeError } from '@stripe/stripe-js';
import { type FormEvent, useEffect, useRef, useState } from 'react';

import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { useFormat } from '@/lib/i18n/use-format';

import type { Payment } from '../api/payments';
import { outcomeOf } from '../api/outcome';
import classes from './payment-form.module.css';

interface PaymentFormProps {
  stripe: Stripe;
  payment: Payment;
  /** The time to pay: whoever has begun to by then is not interrupted. */
  isOver: boolean;
  returnUrl: string;
  onSubmitted: () => void;
}

/** The provider's fields and the one button that charges. */
export function PaymentForm({ stripe, payment, isOver, returnUrl, onSubmitted }: PaymentFormProps) {
  const { money } = useFormat();
  const { elements, mountPoint } = usePaymentElement(stripe, payment.client_secret);
  const [isPaying, setPaying] = useState(false);
  const [problem, setProblem] = useState<StripeError | null>(null);

  async function pay(event: FormEvent) {
    event.preventDefault();
    if (!elements || isPaying) return;
    setPaying(true);
    setProblem(null);
    const answer = await stripe
      .confirmPayment({
        elements,
        confirmParams: { return_url: returnUrl },
        redirect: 'if_required',
      })
      .catch(() => null);
    const outcome = outcomeOf(answer);
    if (outcome.kind === 'submitted') return onSubmitted();
    setProblem(outcome.error);
    setPaying(false);
  }

  if (isOver && !isPaying) return null;
  return (
    <Panel title={<Trans>Payment</Trans>}>
      <form className={classes.form} onSubmit={(event) => void pay(event)}>
        <div ref={mountPoint} className={classes.element} />
        {problem && (
          <Notice tone="bad" urgent title={<Trans>The payment did not go through</Trans>}>
            {problem.message}{' '}
            <Trans>Nothing was charged. Your tickets are still kept for you.</Trans>
          </Notice>
        )}
        <Button type="submit" size="lg" disabled={elements === null} loading={isPaying}>
          <Trans>Pay {money(payment.amount, payment.currency)}</Trans>
        </Button>
      </form>
    </Panel>
  );
}

function usePaymentElement(stripe: Stripe, clientSecret: string) {
  const mountPoint = useRef<HTMLDivElement>(null);
  // Only once they can be filled in.
  const [elements, setElements] = useState<StripeElements | null>(null);
  const isDark = useComputedColorScheme('light') === 'dark';

  useEffect(() => {
    const made = stripe.elements({ clientSecret, appearance: appearanceOf(isDark) });
    const element = made.create('payment');
    element.on('ready', () => setElements(made));
    element.mount(mountPoint.current!);
    return () => {
      setElements(null);
      element.destroy();
    };
  }, [stripe, clientSecret, isDark]);

  return { elements, mountPoint };
}

/** Our colours in the provider's own frame, which our style sheets do not reach. */
function appearanceOf(isDark: boolean): Appearance {
  return {
    theme: isDark ? 'night' : 'stripe',
    variables: {
      colorPrimary: isDark ? '#9cadff' : '#2a43e0',
      colorText: isDark ? '#eceef2' : '#16181d',
      colorBackground: isDark ? '#171a21' : '#ffffff',
      borderRadius: '12px',
      fontFamily: "'Figtree Variable', system-ui, sans-serif",
    },
  };
}
