"""What can be done about refunds: asked for, approved, declined, tried again, paid by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.principals import Principal
from shared.message_log import pokes
from shared.persistence import clock
from shared.persistence.leases import WorkState
from ticket_service.catalog import organizers
from ticket_service.changes import service as changes
from ticket_service.changes.models import By, What
from ticket_service.orders import service as orders
from ticket_service.orders.errors import OrderNotFound
from ticket_service.orders.models import Order
from ticket_service.refunds import approval, outcomes, policy, queries
from ticket_service.refunds.errors import AlreadyRequested, OrganizersOnly, TicketIsTransferred
from ticket_service.refunds.models import SEND_TASK, Cause, Refund, RefundTicket
from ticket_service.tickets import service as tickets
from ticket_service.tickets.errors import TicketNotFound, TicketNotValid
from ticket_service.tickets.models import Ticket, TicketStatus


@dataclass(frozen=True)
class Wish:
    """A refund of the tickets, or of an amount that ends no ticket; with neither of all that the order still has."""

    order_id: str
    reason: str
    ticket_ids: Sequence[str] | None = None
    amount: int | None = None
    is_forced: bool = False


async def ask(session: AsyncSession, wish: Wish, caller: Principal) -> Refund:
    """A buyer's wish is kept and changes nothing; an organizer's is approved at once.

    Raises OrderNotFound, OrderNotRefundable, OrganizersOnly, TicketNotFound, TicketNotValid, TicketIsTransferred,
    AlreadyRequested, RefundsNotAllowed, RefundPeriodOver, and what an approval raises.
    """
    seen = await orders.get(session, wish.order_id)
    is_organizer = await organizers.organizes(session, caller, seen.event_id)
    if not is_organizer and seen.account_id != caller.account_id:
        raise OrderNotFound
    if not is_organizer and (wish.amount is not None or wish.is_forced):
        raise OrganizersOnly
    order = await orders.get_for_update(session, wish.order_id)
    order.require_refundable()
    chosen = [] if wish.amount is not None else await _chosen(session, order, wish.ticket_ids)
    wishes = await queries.list_wishes(session, order.id, [ticket.id for ticket in chosen])
    if not is_organizer:
        is_granted = await policy.approves_at_once(session, order.event_id)
        chosen = _of_buyer(order, chosen, wish)
        if wishes:
            raise AlreadyRequested(refund_id=wishes[0].id)
        refund = await _add(session, order, chosen, wish, Cause.REQUESTED_BY_BUYER, caller.account_id)
        await approval.note(session, refund, What.REFUND_REQUESTED, By.BUYER)
        if is_granted:
            await approval.approve(session, order, refund, decided_by=None, is_forced=False)
        return refund
    await answer(session, wishes, decided_by=caller)
    refund = await _add(session, order, chosen, wish, Cause.BY_ORGANIZER, caller.account_id)
    await approval.approve(session, order, refund, decided_by=caller, is_forced=wish.is_forced)
    return refund


async def refund_canceled(session: AsyncSession, order: Order, reason: str) -> None:
    """All that the order still has, for its event is canceled. Lock the order."""
    left = await tickets.list_valid_of_order(session, order.id)
    if not left:
        return
    await answer(session, await queries.list_wishes(session, order.id, [ticket.id for ticket in left]), decided_by=None)
    refund = await _add(session, order, left, Wish(order.id, reason), Cause.EVENT_CANCELED, None)
    await approval.approve(session, order, refund, decided_by=None, is_forced=True)


async def approve(session: AsyncSession, refund_id: str, caller: Principal, *, is_forced: bool) -> Refund:
    """Raises RefundNotFound, OrganizersOnly, and what an approval raises."""
    order, refund = await _managed_for_update(session, refund_id, caller)
    await approval.approve(session, order, refund, decided_by=caller, is_forced=is_forced)
    return refund


async def decline(session: AsyncSession, refund_id: str, caller: Principal) -> Refund:
    """Raises RefundNotFound, OrganizersOnly, RefundNotOpen."""
    _, refund = await _managed_for_update(session, refund_id, caller)
    await _decline(session, refund, caller)
    return refund


async def retry(session: AsyncSession, refund_id: str, caller: Principal) -> Refund:
    """Raises RefundNotFound, OrganizersOnly, RefundNotFailed."""
    _, refund = await _managed_for_update(session, refund_id, caller)
    refund.retry(await clock.now(session))
    await approval.note(session, refund, What.REFUND_RETRIED, changes.manager(caller))
    pokes.hint(session, SEND_TASK)
    return refund


async def pay_by_hand(session: AsyncSession, refund_id: str, caller: Principal, how: str) -> Refund:
    """People have sent the money of a failed refund. Raises RefundNotFound, OrganizersOnly, RefundNotFailed."""
    order, refund = await _managed_for_update(session, refund_id, caller)
    refund.pay_by_hand(how)
    await outcomes.succeeded(session, order, refund, provider_id=refund.provider_id, by=changes.manager(caller))
    return refund


async def answer(session: AsyncSession, wishes: Sequence[Refund], *, decided_by: Principal | None) -> None:
    """The wishes are over: their tickets are refunded without them."""
    for wish in wishes:
        await _decline(session, wish, decided_by)
    await session.flush()  # a ticket must have left one refund before it is in another


async def _decline(session: AsyncSession, wish: Refund, decided_by: Principal | None) -> None:
    wish.decline(await clock.now(session), decided_by=decided_by.account_id if decided_by else None)
    await approval.note(session, wish, What.REFUND_DECLINED, changes.manager(decided_by))


async def _managed_for_update(session: AsyncSession, refund_id: str, caller: Principal) -> tuple[Order, Refund]:
    refund = await queries.get_visible(session, refund_id, caller)
    if not await organizers.organizes(session, caller, refund.event_id):
        raise OrganizersOnly
    order = await orders.get_for_update(session, refund.order_id)
    await queries.lock(session, refund)
    return order, refund


async def _chosen(session: AsyncSession, order: Order, ticket_ids: Sequence[str] | None) -> Sequence[Ticket]:
    """The order's tickets of these ids; all valid ones when none are named."""
    if ticket_ids is None:
        left = await tickets.list_valid_of_order(session, order.id)
        if not left:
            raise TicketNotValid
        return left
    chosen = [ticket for ticket in await tickets.list_of_ids(session, ticket_ids) if ticket.order_id == order.id]
    if len(chosen) < len(set(ticket_ids)):
        raise TicketNotFound(param="ticket_ids")
    if any(ticket.status != TicketStatus.VALID for ticket in chosen):
        raise TicketNotValid(param="ticket_ids")
    return chosen


def _of_buyer(order: Order, chosen: Sequence[Ticket], wish: Wish) -> Sequence[Ticket]:
    """Those that the buyer still has, when none are named. A ticket that was accepted is not the buyer's to give back."""
    own = [ticket for ticket in chosen if ticket.account_id == order.account_id]
    if not own or (wish.ticket_ids is not None and len(own) < len(chosen)):
        raise TicketIsTransferred(ticket_ids=[ticket.id for ticket in chosen if ticket not in own])
    return own


async def _add(
    session: AsyncSession, order: Order, chosen: Sequence[Ticket], wish: Wish, cause: Cause, account_id: str | None
) -> Refund:
    moment = await clock.now(session)
    refund = Refund(
        order_id=order.id,
        event_id=order.event_id,
        account_id=order.account_id,
        cause=cause,
        reason=wish.reason,
        amount=approval.price_of(chosen) if wish.amount is None else wish.amount,
        currency=order.currency,
        requested_by=account_id,
        created_at=moment,
        key_since=moment,
        state=WorkState.DONE,
        due_at=moment,
        tickets=[RefundTicket(ticket_id=ticket.id) for ticket in chosen],
    )
    session.add(refund)
    await session.flush()  # its id is asked for
    return refund
