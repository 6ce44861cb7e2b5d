"""Whether buyers may give tickets back, by the sale rules of the event."""

from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence import clock
from ticket_service.catalog import offers
from ticket_service.refunds.errors import RefundPeriodOver, RefundsNotAllowed


async def approves_at_once(session: AsyncSession, event_id: str) -> bool:
    """Whether a buyer's wish needs nobody's consent. Raises RefundsNotAllowed, RefundPeriodOver.

    An event of which no rules were told refunds on request. Without a deadline people may ask at any time, and what needs
    no consent ends with the event's beginning.
    """
    event, rules = await offers.get_event_with_rules(session, event_id)
    if rules is None:
        return False
    if rules.refunds == "none":
        raise RefundsNotAllowed
    is_automatic = rules.refunds == "automatic"
    until = rules.refund_until or (event.starts_at if is_automatic else None)
    if until is not None and await clock.now(session) >= until:
        raise RefundPeriodOver(refund_until=until)
    return is_automatic
