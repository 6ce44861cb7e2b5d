from fastapi import Request

from shared import idempotency, identity, problems, revocations
from shared.errors import Unauthenticated
from shared.idempotency import IdempotencyKeyRequired, LateKey
from shared.identity import Caller
from shared.runtime import Runtime
from shared.transactions import Transaction
from ticket_service.catalog.ids import OrderId
from ticket_service.config import Settings
from ticket_service.orders.errors import OrderIsExpired, OrderNotFound, OrderNotPending
from ticket_service.payments import collecting, webhooks
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

router = idempotency.router(tags=["payments"])


@router.post(
    "/orders/{order_id}/payment",
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
async def start_payment(
    order_id: OrderId, request: Request, caller: Caller, key: LateKey, session: Transaction
) -> PaymentRead:
    """Starts the order's payment, or shows the one that has begun: confirm it with Stripe in the browser.

    Calling it again after the confirmation has the payment looked at once more.
    """
    if key.key is None:
        raise IdempotencyKeyRequired(param="Idempotency-Key")
    runtime: Runtime[Settings] = request.app.state.runtime
    async with key.keeping_refusals(session):
        async with runtime.database.transaction() as first:
            if await revocations.is_revoked(first, caller.session_id):
                raise Unauthenticated
            await key.replay(first)
            start = await payments.start(first, order_id, account_id=caller.account_id)
        intent = await collecting.intent_of(runtime.database, provider(runtime), start)
    await key.claim(session)
    payment = await collecting.record(session, start, intent)
    return PaymentRead(
        payment_id=payment.id,
        status=payments.status_of(intent),
        client_secret=intent.client_secret,
        publishable_key=runtime.settings.stripe_publishable_key,
        amount=payment.amount,
        currency=payment.currency,
    )


@router.post("/payments/stripe/webhook", dependencies=[identity.public], responses=problems.responses(InvalidWebhook))
async def receive_stripe_webhook(request: Request, session: Transaction) -> WebhookReceived:
    """For Stripe: says that something happened to a payment. The payment is then looked at; the content is not believed."""
    settings: Settings = request.app.state.runtime.settings
    signature = request.headers.get("stripe-signature", "")
    event = webhooks.verified(await request.body(), signature, settings.stripe_webhook_secret.get_secret_value())
    await webhooks.receive(session, event)
    return WebhookReceived()
