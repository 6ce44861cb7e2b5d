import { useLingui } from '@lingui/react';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { ApiError } from '@/lib/api/problem';
import { useCountdown } from '@/lib/clock/countdown';
import { configQuery } from '@/lib/config';
import { isLocale, SOURCE_LOCALE } from '@/lib/i18n/locales';

import { isUnpaid, paymentQuery } from '../api/payments';
import { connectStripe } from '../api/stripe';
import { PaymentForm } from './payment-form';

interface PayProps {
  orderId: string;
  /** When the time to pay is over. */
  until: string;
  /** Stripe has been told to charge; the order's page says what became of it. */
  onSubmitted: () => void;
  /** There is nothing to pay any more. */
  onNotPending: () => void;
}

/** Collects one order's money, with Stripe's own form where there are real keys and the stand-in's where not. */
export function Pay({ orderId, until, onSubmitted, onNotPending }: PayProps) {
  const { i18n } = useLingui();
  const locale = isLocale(i18n.locale) ? i18n.locale : SOURCE_LOCALE;
  const isOver = useCountdown(until) === 0;
  const [key] = useState(() => crypto.randomUUID());
  const payment = useQuery(paymentQuery(orderId, key));
  const config = useQuery(configQuery);
  const publishableKey = payment.data?.publishable_key;
  const scriptUrl = config.data?.stripe_js_url;
  const stripe = useQuery({
    queryKey: ['stripe', scriptUrl, publishableKey, locale],
    queryFn: () => connectStripe(scriptUrl!, publishableKey!, locale),
    enabled: scriptUrl !== undefined && publishableKey !== undefined,
    staleTime: Infinity,
  });

  const isSubmitted = payment.data !== undefined && !isUnpaid(payment.data.status);
  const isClosed = payment.error instanceof ApiError && payment.error.code === 'order_not_pending';

  // Whoever comes back to this page has perhaps paid: nobody is asked twice.
  const leave = useEffectEvent(() => (isSubmitted ? onSubmitted() : onNotPending()));
  useEffect(() => {
    if (isSubmitted || isClosed) leave();
  }, [isSubmitted, isClosed]);

  if ((isOver && !stripe.data) || isSubmitted || isClosed) return null;
  const failed = [payment, config, stripe].find((query) => query.isError);
  if (failed) {
    return (
      <ErrorNotice
        error={failed.error}
        retry={() => void failed.refetch()}
        isRetrying={failed.isFetching}
      />
    );
  }
  if (!payment.data || !stripe.data) return <Skeleton height={260} radius="lg" />;
  return (
    <PaymentForm
      stripe={stripe.data}
      payment={payment.data}
      isOver={isOver}
      returnUrl={`${window.location.origin}/orders/${orderId}?payment=submitted`}
      onSubmitted={onSubmitted}
    />
  );
}
