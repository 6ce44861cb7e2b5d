import { ApiError } from '@/lib/api/problem';

// Of tickets that are inside already, or that somebody else has by now.
const FORCEABLE = ['ticket_is_inside', 'ticket_is_transferred'];

/** Whether the organizer may do what was refused all the same. */
export function isForceable(error: unknown): boolean {
  return error instanceof ApiError && FORCEABLE.includes(error.code);
}
