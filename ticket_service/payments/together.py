"""Payments begin in groups: the rows of many are committed before the provider is asked, and its answers afterwards.

A payment that has begun before, or whose order somebody else has locked, is looked for by itself.
"""

from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.deciding.gathering import Gathering
from shared.deciding.keyed_groups import KeyedGroup, Request
from shared.errors import DomainError
from shared.message_log import pokes
from shared.persistence import bulk
from shared.persistence.database import among
from shared.persistence.leases import lock_leased
from shared.runtime import Runtime
from ticket_service.config import Settings
from ticket_service.orders import service as orders
from ticket_service.orders.models import Order
from ticket_service.payments import service as payments
from ticket_service.payments.amounts import to_stripe
from ticket_service.payments.errors import PaymentInProgress
from ticket_service.payments.models import SETTLE_TASK, Payment, PaymentOperation, PaymentStatus
from ticket_service.payments.schemas import PaymentRead
from ticket_service.payments.seen import Intent
from ticket_service.payments.service import Start

_WORTH_A_LOOK = frozenset(
    {PaymentStatus.PROCESSING, PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED, PaymentStatus.CANCELED}
)


@dataclass(frozen=True)
class Wish:
    """To pay an order."""

    account_id: str
    order_id: str


@dataclass(frozen=True)
class Made:
    """A payment that has begun, and the intent that the provider shows."""

    start: Start
    intent: Intent


def beginning(runtime: Runtime[Settings]) -> Gathering[Request[Wish], Start | Response | None]:
    """One per process. None is for a request that is to be decided by itself."""

    async def decide(
        requests: Sequence[Request[Wish]], _contexts: Sequence[Context]
    ) -> Sequence[Start | Response | None]:
        async with runtime.database.transaction() as session:
            return await _begun(session, requests)

    return Gathering(decide)


async def _begun(session: AsyncSession, requests: Sequence[Request[Wish]]) -> Sequence[Start | Response | None]:
    order_ids = {request.wish.order_id for request in requests}
    free = await orders.lock_free(session, order_ids)
    begun = set((await session.execute(select(Payment.order_id).where(among(Payment.order_id, order_ids)))).scalars())
    keys = await KeyedGroup.read(session, [request for request in requests if request.wish.order_id in free])
    answers: list[Start | Response | None] = []
    made: list[tuple[Payment, PaymentOperation]] = []
    for request in requests:
        answer: Start | Response | None = keys.known(request)
        order = free.get(request.wish.order_id)
        is_plain = order is not None and order.account_id == request.wish.account_id and order.id not in begun
        if answer is None and order is not None and is_plain and _is_payable(order, keys):
            begun.add(order.id)
            made.append(payments.begin(order, keys.moment))
            answer = Start(*made[-1])
        answers.append(answer)
    payments_made, creations = [payment for payment, _ in made], [creation for _, creation in made]
    await bulk.insert_all(session, bulk.Insert(payments_made), bulk.Insert(creations))
    return answers


def _is_payable(order: Order, keys: KeyedGroup[Wish]) -> bool:
    try:
        order.require_payable(keys.moment)
        to_stripe(order.total, order.currency)
    except DomainError:
        return False
    return True


def recording(runtime: Runtime[Settings]) -> Gathering[Request[Made], Response]:
    """One per process. Commits the provider's answers."""

    async def decide(requests: Sequence[Request[Made]], contexts: Sequence[Context]) -> Sequence[Response]:
        async with runtime.database.transaction() as session:
            return await _recorded(session, runtime.settings, requests, contexts)

    return Gathering(decide)


async def _recorded(
    session: AsyncSession, settings: Settings, requests: Sequence[Request[Made]], contexts: Sequence[Context]
) -> Sequence[Response]:
    starts = [request.wish.start for request in requests]
    locked = await payments.lock_all(session, {start.payment.id for start in starts})
    claimed = [start.creation for start in starts if start.creation is not None]
    leased = await lock_leased(session, claimed, PaymentOperation.id) if claimed else []
    creations = {creation.id: creation for creation in leased}
    keys = await KeyedGroup.read(session, requests)

    def record(made: Made) -> Response:
        """Raises PaymentInProgress when somebody else has taken the creation over."""
        payment, intent = locked[made.start.payment.id], made.intent
        if made.start.creation is not None:
            creation = creations.get(made.start.creation.id)
            if creation is None:
                raise PaymentInProgress(retry_after=1)
            creation.finish()
            payments.created(payment, intent, keys.moment)
        if payments.status_of(intent) in _WORTH_A_LOOK:
            payment.ask(keys.moment)
            pokes.hint(session, SETTLE_TASK)
        return Response(_read(settings, payment, intent).model_dump_json(), media_type="application/json")

    def answered(request: Request[Made]) -> Response:
        answer = keys.answer(request, record)
        assert answer is not None, "each is recorded here"
        return answer

    answers = [context.run(answered, request) for context, request in zip(contexts, requests, strict=True)]
    await session.flush()
    await keys.write(session)
    return answers


def _read(settings: Settings, payment: Payment, intent: Intent) -> PaymentRead:
    return PaymentRead(
        payment_id=payment.id,
        status=payments.status_of(intent),
        client_secret=intent.client_secret,
        publishable_key=settings.stripe_publishable_key,
        amount=payment.amount,
        currency=payment.currency,
    )
