import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

import { serverClock } from '@/lib/clock/server-clock';

import type { Tone } from './notice';
import { Tag } from './tag';

export type Standing =
  | 'draft'
  | 'preparing'
  | 'not_yet'
  | 'on_sale'
  | 'few_left'
  | 'sold_out'
  | 'ended'
  | 'postponed'
  | 'canceled'
  | 'over';

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
  const isOver = endsAt != null && Date.parse(endsAt) <= serverClock.now();
  const ofSale = isOver ? 'over' : (saleStatus ?? 'on_sale');
  const standing = status === 'published' ? ofSale : status;
  return isStanding(standing) ? <StandingTag standing={standing} isOwn={isOwn} /> : null;
}

function isStanding(word: string): word is Standing {
  return word in WORDS;
}
