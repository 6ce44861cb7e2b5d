import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

import type { NotificationTemplate } from './admin-notifications';

const NAMES: Record<NotificationTemplate, MessageDescriptor> = {
  verify_email: msg`Confirm your address`,
  known_address: msg`Address already registered`,
  reset_password: msg`New password`,
  order_confirmation: msg`Order confirmation with tickets`,
  payment_failed: msg`Payment failed`,
  order_expired: msg`Order expired`,
  order_canceled: msg`Order canceled`,
  order_refunded: msg`Money returned`,
  order_disputed: msg`Payment disputed`,
  transfer_offered: msg`Ticket offered`,
  transfer_accepted: msg`Ticket passed on`,
  transfer_ended: msg`Offer ended`,
  ticket_received: msg`Ticket received`,
  ticket_reissued: msg`Ticket with a new code`,
  ticket_ended: msg`Ticket ended`,
  waitlist_offered: msg`Tickets for who waited`,
  waitlist_ended: msg`Waiting ended`,
  event_changed: msg`Event changed`,
  event_postponed: msg`Event postponed`,
  event_canceled: msg`Event canceled`,
  event_update: msg`Words of an organizer`,
};

/** What a message is about; its own name for a kind that this page does not know yet. */
export function templateCopy(template: NotificationTemplate): MessageDescriptor | string {
  return NAMES[template] ?? template;
}
