from fastapi import Request, Response

from shared.deciding import idempotency, keyed_groups
from shared.deciding.idempotency import IdempotencyKeyRequired, LateKey
from shared.runtime import Runtime
from shared.web import identity, problems
from shared.web.transactions import Transaction
from ticket_service.catalog.ids import OrderId
from ticket_service.config import Settings
from ticket_service.orders.errors import OrderIsExpired, OrderNotFound, OrderNotPending
from ticket_service.payments import collecting, together, webhooks
from ticket_service.payments import service as payments
from ticket_service.payments.amounts import AmountNotChargeable
from ticket_service.payments.errors import (
    InvalidWebhook,
    PaymentInProgress,
    PaymentProviderUnavailable,
    PaymentRefused,
)
from ticket_service.payments.schemas import PaymentRead, WebhookReceived
from ticket_service.payments.stripe_client import provider

router = idempotency.router(tags=["payments"], direct=True)


class _Groups:
    """What is decided together in this process."""

    def __init__(self, runtime: Runtime[Settings]) -> None:
        self.beginning = together.beginning(runtime)
        self.recording = together.recording(runtime)
        self.webhooks = webhooks.gathering(runtime.database)


def _groups(request: Request) -> _Groups:
    """From the process's first payment or webhook on."""
    state = request.app.state
    if not hasattr(state, "payment_groups"):
        state.payment_groups = _Groups(state.runtime)
    groups: _Groups = state.payment_groups
    return groups


@router.post(
    "/orders/{order_id}/payment",
    response_model=PaymentRead,
    responses=problems.responses(
        IdempotencyKeyRequired,
        OrderNotFound,
        OrderNotPending,
        OrderIsExpired,
        AmountNotChargeable,
        PaymentInProgress,
        PaymentRefused,
        PaymentProviderUnavailable,
    ),
)
async def start_payment(order_id: OrderId, request: Request, key: LateKey, session: Transaction) -> Response:
    """Starts the order's payment, or shows the one that has begun: confirm it with Stripe in the browser.

    Calling it again after the confirmation has the payment looked at once more.
    """
    runtime: Runtime[Settings] = request.app.state.runtime
    caller, keyed = key.caller, await key.keyed()
    async with key.keeping_refusals(session):
        wish = keyed_groups.Request(together.Wish(caller.account_id, order_id), caller.session_id, keyed)
        start = await _groups(request).beginning.ask("", wish)
        if isinstance(start, Response):
            return start
        if start is None:
            async with runtime.database.transaction() as first:
                await identity.require_live(first, caller)
                await key.replay(first)
                start = await payments.start(first, order_id, account_id=caller.account_id)
        intent = await collecting.intent_of(runtime.database, provider(runtime), start)
    made = keyed_groups.Request(together.Made(start, intent), caller.session_id, keyed)
    return await _groups(request).recording.ask("", made)


@router.post("/payments/stripe/webhook", dependencies=[identity.public], responses=problems.responses(InvalidWebhook))
async def receive_stripe_webhook(request: Request) -> WebhookReceived:
    """For Stripe: says that something happened to a payment. The payment is then looked at; the content is not believed."""
    settings: Settings = request.app.state.runtime.settings
    signature = request.headers.get("stripe-signature", "")
    event = webhooks.verified(await request.body(), signature, settings.stripe_webhook_secret.get_secret_value())
    await _groups(request).webhooks.ask("", event)
    return WebhookReceived()
