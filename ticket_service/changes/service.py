from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.persistence import clock
from ticket_service.changes.models import By, OrderChange, What


async def note(
    session: AsyncSession,
    order_id: str,
    what: What,
    by: By = By.SYSTEM,
    *,
    reason: str | None = None,
    amount: int | None = None,
    ticket_id: str | None = None,
    refund_id: str | None = None,
) -> None:
    """Keeps, with the transaction that does it, that something happened. Lock first what it happens to."""
    change = OrderChange(
        order_id=order_id,
        what=what,
        by=by,
        happened_at=await clock.now(session),
        reason=reason,
        amount=amount,
        ticket_id=ticket_id,
        refund_id=refund_id,
    )
    session.add(change)


async def note_once(session: AsyncSession, order_id: str, what: What, *, reason: str) -> None:
    """The same, unless the order has been told of it. Lock the order first."""
    noted = select(OrderChange.n).where(
        OrderChange.order_id == order_id, OrderChange.what == what, OrderChange.reason == reason
    )
    if (await session.execute(noted.limit(1))).first() is None:
        await note(session, order_id, what, reason=reason)


def manager(caller: Principal | None) -> By:
    """As what somebody decides about an order that is not theirs; nobody does by rules."""
    if caller is None:
        return By.SYSTEM
    return By.ADMIN if caller.is_admin else By.ORGANIZER
