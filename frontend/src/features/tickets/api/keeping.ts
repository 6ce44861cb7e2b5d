/** What the server says of tickets is kept; when it says nothing, what was kept is shown, with when that was. */
import { fetchFile, session } from '@/lib/api/client';
import { ApiError } from '@/lib/api/problem';
import type { components } from '@/lib/api/schema';

import { keepFor, keptOf } from './keeper';
import { keptTickets } from './kept-tickets';

export type Ticket = components['schemas']['TicketRead'];

/** How long the server may take where there is a copy to be shown. */
const PATIENCE_MS = 5_000;

/** A copy says when it was made; what comes from the server has none. */
export interface MaybeKept {
  keptAt?: number;
}

/** The server's answer, or what was kept when there is none in time. Rejects with the server's no. */
export async function orKept<T extends MaybeKept>(
  asked: Promise<T>,
  findKept: () => Promise<T | null>,
): Promise<T> {
  const kept = async () => (keptOf() === null ? null : findKept().catch(() => null));
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  try {
    return (await Promise.race([asked, late])) ?? (await kept()) ?? (await asked);
  } catch (error) {
    const isAnswer = !(error instanceof ApiError) || !error.isUnknownOutcome;
    const copy = isAnswer ? null : await kept();
    if (copy === null) throw error;
    return copy;
  }
}

/** Keeps tickets of whoever is signed in; `isAll` when there are no others. Where nothing can be kept, nothing is. */
export async function keep(tickets: Ticket[], options: { isAll: boolean }): Promise<void> {
  if (!isHere()) return;
  try {
    await keptTickets.put(tickets, Date.now());
    if (options.isAll) await keptTickets.dropOthers(tickets.map(({ id }) => id));
    await keepPages();
    for (const ticket of tickets) {
      if (ticket.status === 'valid' && isHere()) await pictureOf(ticket.id, ticket.code);
    }
  } catch {
    // No room, no database, no network any more: the next visit goes on.
  }
}

/** The picture of a ticket's code (SVG), which is the same as long as the code is. */
export async function pictureOf(ticketId: string, code: string, signal?: AbortSignal) {
  const kept = keptOf() && (await keptTickets.picture(ticketId, code).catch(() => undefined));
  if (kept) return kept;
  const svg = await (await fetchFile(`/api/v1/tickets/${ticketId}/qr.svg`, signal)).text();
  if (isHere()) await keptTickets.putPicture({ ticketId, code, svg }).catch(() => undefined);
  return svg;
}

/** Whether somebody is signed in, for whom copies can be kept from now on. */
function isHere(): boolean {
  const state = session.getState();
  if (state.status !== 'signed_in') return false;
  // Whoever was here before is cleared away first.
  if (keptOf() !== null && keptOf() !== state.account.id) return false;
  keepFor(state.account.id);
  return true;
}

/** The pages themselves: from now on the browser can open them without a network. */
async function keepPages() {
  if (import.meta.env.PROD) await navigator.serviceWorker?.register('/service-worker.js');
}
