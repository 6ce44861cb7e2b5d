"""Finding orders, and telling the others about them."""

from collections.abc import Collection, Mapping, Sequence
from contextvars import Context
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from shared.access.principals import Principal
from shared.deciding.gathering import Gathering
from shared.messages.ticket import OrderLineState, OrderState
from shared.persistence.database import Database, among
from shared.web.pagination import Page, Paging, paginate
from ticket_service.catalog import offers, organizers
from ticket_service.catalog.models import Event
from ticket_service.orders.errors import OrderNotFound
from ticket_service.orders.models import Order, OrderLine, OrderStatus


async def get(session: AsyncSession, order_id: str, *, account_id: str | None = None) -> Order:
    """The order with its lines; only the account's if one is named. Raises OrderNotFound, also for somebody else's."""
    return await _one(session, _select(order_id, account_id))


def looking(database: Database) -> Gathering[str, Order | None]:
    """Orders with their lines, whosever they are: those that are looked at at the same time are read together."""

    async def decide(order_ids: Sequence[str], _contexts: Sequence[Context]) -> Sequence[Order | None]:
        async with database.transaction() as session:
            found = await _by_id(session, _with_lines(among(Order.id, order_ids)))
        return [found.get(order_id) for order_id in order_ids]

    return Gathering(decide)


async def get_for_update(session: AsyncSession, order_id: str, *, account_id: str | None = None) -> Order:
    """The same, locked: paying, expiring and canceling an order come one after the other."""
    locked = _select(order_id, account_id).with_for_update(of=Order).execution_options(populate_existing=True)
    return await _one(session, locked)


async def lock_all(session: AsyncSession, order_ids: Collection[str]) -> Mapping[str, Order]:
    """Those of the orders that are there, by id, locked in the order of their ids."""
    query = _with_lines(among(Order.id, order_ids)).order_by(Order.id)
    return await _by_id(session, query.with_for_update(of=Order).execution_options(populate_existing=True))


async def lock_free(session: AsyncSession, order_ids: Collection[str]) -> Mapping[str, Order]:
    """Those of the orders, without their lines, that nobody else has locked, by id; locked in the order of their ids."""
    query = select(Order).where(among(Order.id, order_ids)).order_by(Order.id).with_for_update(skip_locked=True)
    return await _by_id(session, query)


async def get_visible(session: AsyncSession, order_id: str, caller: Principal) -> Order:
    """For its buyer, its event's organizer and admins. Raises OrderNotFound, also for somebody else's."""
    order = await get(session, order_id)
    if order.account_id != caller.account_id and not await organizers.organizes(session, caller, order.event_id):
        raise OrderNotFound
    return order


async def list_for_account(session: AsyncSession, account_id: str, paging: Paging) -> Page[Any]:
    """The newest first."""
    query = select(Order).where(Order.account_id == account_id).options(selectinload(Order.lines))
    return await paginate(session, query, paging, order_by=[Order.created_at, Order.id], descending=True)


async def list_of_event(
    session: AsyncSession,
    event_id: str,
    caller: Principal,
    paging: Paging,
    *,
    words: str | None,
    status: OrderStatus | None,
) -> Page[Any]:
    """The newest first. Raises EventNotFound for whoever does not organize the event."""
    await organizers.require_organizes(session, caller, event_id)
    query = select(Order).where(Order.event_id == event_id).options(selectinload(Order.lines))
    if status is not None:
        query = query.where(Order.status == status)
    if words is not None:
        named = func.array_to_string(OrderLine.holder_names, "\n").icontains(words, autoescape=True)
        of_holders = select(OrderLine.order_id).where(OrderLine.order_id == Order.id, named)
        query = query.where(or_(Order.number.icontains(words, autoescape=True), of_holders.exists()))
    return await paginate(session, query, paging, order_by=[Order.created_at, Order.id], descending=True)


async def list_all(
    session: AsyncSession,
    paging: Paging,
    *,
    number: str | None,
    account_id: str | None,
    event_id: str | None,
    status: OrderStatus | None,
) -> Page[Any]:
    """Whosever they are, the newest first: ids are made in the order of time."""
    query = select(Order).options(selectinload(Order.lines))
    if number is not None:
        query = query.where(Order.number == number.upper())
    if account_id is not None:
        query = query.where(Order.account_id == account_id)
    if event_id is not None:
        query = query.where(Order.event_id == event_id)
    if status is not None:
        query = query.where(Order.status == status)
    return await paginate(session, query, paging, order_by=[Order.id], descending=True)


async def state_of(session: AsyncSession, order: Order) -> OrderState:
    """The order as the others keep it."""
    return state(order, await offers.get_event(session, order.event_id))


def state(order: Order, event: Event) -> OrderState:
    return OrderState(
        order_id=order.id,
        number=order.number,
        account_id=order.account_id,
        event_id=order.event_id,
        event_title=event.title,
        organizer_id=event.organizer_id,
        lines=[
            OrderLineState(
                ticket_type_id=line.ticket_type_id,
                ticket_type_name=line.ticket_type_name,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.discount,
                fee=line.fee,
                tax=line.tax,
                total=line.total,
            )
            for line in order.lines
        ],
        subtotal=order.subtotal,
        discount=order.discount,
        fees=order.fees,
        fees_included=order.fees_included,
        tax=order.tax,
        tax_included=order.tax_included,
        tax_name=order.tax_name,
        tax_rate=order.tax_rate,
        total=order.total,
        currency=order.currency,
        created_at=order.created_at,
    )


def _with_lines(criterion: ColumnElement[bool]) -> Select[Order]:
    """In one question; an order has a line at least."""
    return select(Order).where(criterion).options(joinedload(Order.lines, innerjoin=True))


async def _by_id(session: AsyncSession, query: Select[Order]) -> Mapping[str, Order]:
    return {order.id: order for order in (await session.execute(query)).unique().scalars()}


def _select(order_id: str, account_id: str | None) -> Select[Order]:
    query = _with_lines(Order.id == order_id)
    return query if account_id is None else query.where(Order.account_id == account_id)


async def _one(session: AsyncSession, query: Select[Order]) -> Order:
    order = (await session.execute(query)).unique().scalar_one_or_none()
    if order is None:
        raise OrderNotFound
    return order
