import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { configQuery } from '@/lib/config';

import { paymentQuery } from '../api/payments';
import { connectStripe } from '../api/stripe';
import { PaymentForm } from './payment-form';

interface PayProps {
  orderId: string;
  /** Stripe has been told to charge; the order's page says what became of it. */
  onSubmitted: () => void;
}

/** Collects one order's money, with Stripe's own form where there are real keys and the stand-in's where not. */
export function Pay({ orderId, onSubmitted }: PayProps) {
  const [key] = useState(() => crypto.randomUUID());
  const payment = useQuery(paymentQuery(orderId, key));
  const config = useQuery(configQuery);
  const publishableKey = payment.data?.publishable_key;
  const scriptUrl = config.data?.stripe_js_url;
  const stripe = useQuery({
    queryKey: ['stripe', scriptUrl, publishableKey],
    queryFn: () => connectStripe(scriptUrl!, publishableKey!),
    enabled: scriptUrl !== undefined && publishableKey !== undefined,
    staleTime: Infinity,
  });

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
      returnUrl={`${window.location.origin}/orders/${orderId}?payment=submitted`}
      onSubmitted={onSubmitted}
    />
  );
}
