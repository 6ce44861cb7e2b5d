import { useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Page } from '@/components/ui/page';
import { useLogOut } from '@/features/accounts/api/accounts';
import { ResendVerification } from '@/features/accounts/components/resend-verification';
import { standingOf } from '@/features/transfers/api/standing';
import {
  type Transfer,
  transferQuery,
  useAcceptOffer,
  useDeclineOffer,
} from '@/features/transfers/api/transfers';
import { NoSuchOffer } from '@/features/transfers/components/no-such-offer';
import { OfferAnswer } from '@/features/transfers/components/offer-answer';
import { OfferOutcome } from '@/features/transfers/components/offer-outcome';
import { OfferSheet } from '@/features/transfers/components/offer-sheet';
import { OwnOffer } from '@/features/transfers/components/own-offer';
import { SignInFirst } from '@/features/transfers/components/sign-in-first';
import { session } from '@/lib/api/client';
import { ApiError } from '@/lib/api/problem';
import { useCountdown } from '@/lib/clock/countdown';
import type { Account } from '@/lib/session/session';
import { useAccount } from '@/lib/session/use-session';

import { keepReturnTo } from '../return-to';
import classes from './_signed-in/checkout.module.css';

export const Route = createFileRoute('/transfers/$transferId')({
  // For everybody, also for who is not signed in: the page tells them why they should be.
  loader: async () => void (await session.settle()),
  component: TransferPage,
});

function TransferPage() {
  const { transferId } = Route.useParams();
  const account = useAccount();

  if (account === null) {
    return (
      <OfferPage>
        <SignInFirst returnTo={`/transfers/${transferId}`} />
      </OfferPage>
    );
  }
  return <SignedIn transferId={transferId} account={account} />;
}

function SignedIn({ transferId, account }: { transferId: string; account: Account }) {
  const offer = useQuery(transferQuery(transferId));
  const logOut = useLogOut();
  const lookAgain = () => void offer.refetch();

  if (offer.data) return <Offer transfer={offer.data} account={account} />;
  if (offer.isPending) {
    return (
      <OfferPage>
        <Skeleton height={320} radius="lg" />
      </OfferPage>
    );
  }
  if (!isNoSuchOffer(offer.error)) {
    return (
      <OfferPage>
        <ErrorNotice error={offer.error} retry={lookAgain} isRetrying={offer.isFetching} />
      </OfferPage>
    );
  }
  return (
    <OfferPage>
      {!account.email_verified && (
        <ResendVerification
          email={account.email}
          onSent={() => keepReturnTo(`/transfers/${transferId}`)}
        />
      )}
      <NoSuchOffer
        email={account.email}
        isLeaving={logOut.isPending}
        onLookAgain={lookAgain}
        onLogOut={() => logOut.mutate()}
      />
    </OfferPage>
  );
}

function Offer({ transfer, account }: { transfer: Transfer; account: Account }) {
  const { t } = useLingui();
  const accept = useAcceptOffer();
  const decline = useDeclineOffer();
  const isTimeUp = useCountdown(transfer.expires_at) === 0;
  const refusal = accept.error instanceof ApiError ? accept.error.code : null;
  const standing = standingOf(transfer, { isTimeUp, refusal });
  const isOwn = transfer.direction === 'outgoing';

  // The key: when the offer ends, the heading takes the focus from the form that is gone.
  return (
    <OfferPage key={standing} title={isOwn ? t`Your offer of a ticket` : undefined}>
      {standing !== 'open' && <OfferOutcome transfer={transfer} standing={standing} />}
      {standing === 'open' && isOwn && <OwnOffer transfer={transfer} />}
      <OfferSheet transfer={transfer} />
      {standing === 'open' && !isOwn && (
        <OfferAnswer
          ownName={account.name}
          isAccepting={accept.isPending}
          isDeclining={decline.isPending}
          error={accept.error ?? decline.error}
          onAccept={(holderName) => {
            decline.reset();
            accept.mutate({ transferId: transfer.id, holderName });
          }}
          onDecline={() => {
            accept.reset();
            decline.mutate(transfer.id);
          }}
        />
      )}
    </OfferPage>
  );
}

function OfferPage({ title, children }: { title?: string; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <Page title={title ?? t`A ticket is offered to you`} width="reading">
      <div className={classes.stack}>{children}</div>
    </Page>
  );
}

/** Also an address that is none: both are links that lead to no offer. */
function isNoSuchOffer(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 422);
}
