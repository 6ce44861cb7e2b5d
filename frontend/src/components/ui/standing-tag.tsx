import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

import { serverClock } from '@/lib/clock/server-clock';
import { type Standing, standingOf } from '@/lib/standing';

import type { Tone } from './notice';
import { Tag } from './tag';

const WORDS: Record<Standing, ReactNode> = {
  draft: <Trans>Draft</Trans>,
  preparing: <Trans>Opening soon</Trans>,
  not_yet: <Trans>On sale soon</Trans>,
  on_sale: <Trans>On sale</Trans>,
  few_left: <Trans>Few left</Trans>,
  sold_out: <Trans>Sold out</Trans>,
  ended: <Trans>Sale ended</Trans>,
  postponed: <Trans>Postponed</Trans>,
  canceled: <Trans>Canceled</Trans>,
  over: <Trans>Over</Trans>,
};

const TONES: Partial<Record<Standing, Tone>> = {
  preparing: 'info',
  not_yet: 'info',
  on_sale: 'good',
  few_left: 'warn',
  sold_out: 'bad',
  postponed: 'warn',
  canceled: 'bad',
};

interface StandingTagProps {
  standing: Standing;
  /** Whether whoever sells looks at it: they want to read that it is on sale, and sold out is good news. */
  isOwn?: boolean;
}

/** How an event or one of its ticket types stands; to buyers nothing when it is simply on sale. */
export function StandingTag({ standing, isOwn = false }: StandingTagProps) {
  if (standing === 'on_sale' && !isOwn) return null;
  const tone = standing === 'sold_out' && isOwn ? 'good' : TONES[standing];
  return <Tag tone={tone}>{WORDS[standing]}</Tag>;
}

interface EventTagProps {
  status: string;
  saleStatus: string | null;
  /** Where events that are over are shown too. */
  endsAt?: string | null;
  isOwn?: boolean;
}

/** The same of an event: how its sale stands once it is published. */
export function EventTag({ status, saleStatus, endsAt, isOwn }: EventTagProps) {
  const standing = standingOf(status, saleStatus, endsAt, serverClock.now());
  return standing && <StandingTag standing={standing} isOwn={isOwn} />;
}
