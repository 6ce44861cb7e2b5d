/** The gateway's document as types, written by hand until `npm run api` can read one; that command replaces this file. */
type S = components['schemas'];
interface Answers<TAnswer, TStatus extends number> {
  responses: { [status in TStatus]: { headers: Record<string, unknown>; content: { 'application/json': TAnswer } } } & {
    default: { headers: Record<string, unknown>; content: { 'application/problem+json': S['Problem'] } };
  };
}
interface Ask<TAnswer, TParameters = { path?: never }, TStatus extends number = 200> extends Answers<TAnswer, TStatus> {
  parameters: TParameters;
  requestBody?: never;
}
interface Tell<TBody, TAnswer, TStatus extends number = 200, TParameters = { path?: never }> extends Answers<TAnswer, TStatus> {
  parameters: TParameters;
  requestBody: { content: { 'application/json': TBody } };
}
type Keyed = { header: { 'Idempotency-Key': string } };
type Paged = { query?: { limit?: number; after?: string } };
interface Page<T> {
  data: T[];
  has_more: boolean;
  next_cursor: string | null;
}

export interface paths {
  '/api/v1/auth/register': { post: Tell<S['AccountCreate'], { status: string }, 202> };
  '/api/v1/auth/verify-email': { post: Tell<{ token: string }, { email_verified: boolean }> };
  '/api/v1/auth/resend-verification': { post: Tell<{ email: string }, { status: string }, 202> };
  '/api/v1/auth/login': { post: Tell<{ email: string; password: string }, S['AccessGrant']> };
  '/api/v1/auth/refresh': { post: Ask<S['AccessGrant'], { path?: never }> };
  '/api/v1/auth/logout': { post: Ask<undefined, { path?: never }, 204> };
  '/api/v1/auth/forgot-password': { post: Tell<{ email: string }, { status: string }, 202> };
  '/api/v1/auth/reset-password': { post: Tell<{ token: string; password: string }, undefined, 204> };
  '/api/v1/users/me/purchases': { get: Ask<Page<S['PurchaseRead']>, Paged> };
  '/api/v1/events': {
    get: Ask<
      Page<S['EventSummary']>,
      {
        query?: {
          q?: string;
          city?: string;
          category?: string;
          from?: string;
          to?: string;
          organizer_id?: string;
          limit?: number;
          after?: string;
        };
      }
    >;
  };
  '/api/v1/events/{event_id}': { get: Ask<S['EventRead'], { path: { event_id: string } }> };
  '/api/v1/events/{event_id}/availability': { get: Ask<S['AvailabilityRead'], { path: { event_id: string } }> };
  '/api/v1/holds': { post: Tell<S['HoldCreate'], S['HoldRead'], 201, Keyed> };
  '/api/v1/holds/{hold_id}': {
    get: Ask<S['HoldRead'], { path: { hold_id: string } }>;
    delete: Ask<undefined, { path: { hold_id: string } }, 204>;
  };
  '/api/v1/holds/{hold_id}/extend': { post: Ask<S['HoldRead'], { path: { hold_id: string } }> };
  '/api/v1/orders': { get: Ask<Page<S['OrderRead']>, Paged>; post: Tell<S['OrderCreate'], S['OrderRead'], 201, Keyed> };
  '/api/v1/orders/{order_id}': { get: Ask<S['OrderRead'], { path: { order_id: string } }> };
  '/api/v1/orders/{order_id}/payment': { post: Ask<S['PaymentRead'], { path: { order_id: string } } & Keyed> };
  '/api/v1/orders/{order_id}/cancel': { post: Ask<S['OrderRead'], { path: { order_id: string } } & Keyed> };
  '/api/v1/tickets': {
    get: Ask<Page<S['TicketRead']>, { query?: { order_id?: string; event_id?: string; limit?: number; after?: string } }>;
  };
  '/api/v1/tickets/{ticket_id}': { get: Ask<S['TicketRead'], { path: { ticket_id: string } }> };
  '/api/v1/check-ins/events': { get: Ask<{ data: S['StaffedEvent'][] }> };
  '/api/v1/check-ins': { post: Tell<S['ScanCreate'], S['ScanRead']> };
}

export interface components {
  schemas: {
    Problem: { type: string; title: string; status: number; detail: string; code: string; request_id: string };
    AccountCreate: { email: string; password: string; name: string; locale?: string };
    AccountRead: { id: string; email: string; name: string; roles: string[]; email_verified: boolean };
    AccessGrant: { access_token: string; token_type: 'Bearer'; expires_in: number; account: S['AccountRead'] };
    VenueRead: { id: string; name: string; street: string; city: string; country: string; time_zone: string };
    Offer: {
      id: string;
      name: string;
      description: string;
      price: number;
      currency: string;
      max_per_order: number;
      sales_start_at: string | null;
      sales_end_at: string | null;
    };
    EventRead: {
      id: string;
      slug: string;
      organizer_id: string;
      organizer_name: string;
      venue: S['VenueRead'] | null;
      title: string;
      summary: string;
      description: string;
      category: string;
      status: 'draft' | 'published' | 'postponed' | 'canceled';
      status_reason: string | null;
      doors_at: string | null;
      starts_at: string | null;
      ends_at: string | null;
      programme: { starts_at: string; title: string }[];
      image_url: string | null;
      currency: string | null;
      ticket_types: S['Offer'][];
      sale_status: string | null;
    };
    EventSummary: {
      id: string;
      slug: string;
      organizer_id: string;
      organizer_name: string;
      venue: S['VenueRead'];
      title: string;
      summary: string;
      category: string;
      status: 'draft' | 'published' | 'postponed' | 'canceled';
      doors_at: string;
      starts_at: string;
      ends_at: string;
      image_url: string | null;
      lowest_price: number | null;
      currency: string | null;
      sale_status: string | null;
    };
    TypeAvailability: {
      id: string;
      name: string;
      price: number;
      currency: string;
      status: S['SaleStatus'];
      available: number;
      max_per_order: number;
      sales_start_at: string | null;
      sales_end_at: string | null;
    };
    SaleStatus:
      | 'preparing'
      | 'not_yet'
      | 'on_sale'
      | 'few_left'
      | 'sold_out'
      | 'ended'
      | 'canceled'
      | 'postponed';
    AvailabilityRead: { event_id: string; sale_status: S['SaleStatus']; ticket_types: S['TypeAvailability'][] };
    HoldItem: { ticket_type_id: string; quantity: number };
    HoldCreate: { event_id: string; items: S['HoldItem'][] };
    HoldRead: {
      id: string;
      event_id: string;
      status: 'active' | 'converted' | 'released' | 'expired';
      expires_at: string;
      items: (S['HoldItem'] & { unit_price: number })[];
      total: number;
      currency: string;
    };
    OrderCreate: { hold_id: string; holders: { ticket_type_id: string; name: string }[] };
    OrderRead: {
      id: string;
      number: string;
      event_id: string;
      status:
        | 'pending'
        | 'capturing'
        | 'expiring'
        | 'paid'
        | 'expired'
        | 'canceled'
        | 'partially_refunded'
        | 'refunded'
        | 'review';
      total: number;
      currency: string;
      lines: S['OrderLineRead'][];
      expires_at: string;
      created_at: string;
      paid_at: string | null;
    };
    PaymentRead: {
      payment_id: string;
      status: 'created' | 'requires_action' | 'authorized' | 'captured' | 'canceled' | 'failed' | 'disputed';
      client_secret: string;
      publishable_key: string;
      amount: number;
      currency: string;
    };
    OrderLineRead: {
      ticket_type_id: string;
      ticket_type_name: string;
      quantity: number;
      unit_price: number;
      holders: string[];
    };
    TicketEvent: {
      id: string;
      title: string;
      status: string;
      venue_name: string;
      venue_address: string;
      city: string;
      country: string;
      time_zone: string;
      doors_at: string;
      starts_at: string;
      ends_at: string;
    };
    TicketRead: {
      id: string;
      order_id: string;
      event_id: string;
      ticket_type_id: string;
      ticket_type_name: string;
      holder_name: string;
      status: 'valid' | 'voided' | 'refunded';
      code: string;
      issued_at: string;
      event: S['TicketEvent'];
    };
    StaffedEvent: {
      id: string;
      title: string;
      venue_name: string;
      time_zone: string;
      doors_at: string;
      starts_at: string;
      ends_at: string;
      status: string;
    };
    PurchaseRead: {
      order_id: string;
      number: string;
      status: 'paid' | 'partially_refunded' | 'refunded' | 'canceled' | 'expired';
      event_id: string;
      event_title: string;
      event: { status: string; venue_name: string; city: string; time_zone: string; starts_at: string } | null;
      lines: { ticket_type_id: string; ticket_type_name: string; quantity: number; unit_price: number }[];
      total: number;
      refunded_total: number;
      currency: string;
      ordered_at: string;
      paid_at: string | null;
    };
    ScanCreate: { scan_id: string; event_id: string; code: string; gate?: string };
    ScanRead: {
      scan_id: string;
      result: 'admitted' | 'refused';
      reason: string | null;
      ticket: { id: string; holder_name: string; ticket_type_name: string } | null;
      check_in: { id: string; at: string; gate: string | null } | null;
      scanned_at: string;
    };
  };
}
