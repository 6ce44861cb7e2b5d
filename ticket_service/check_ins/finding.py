"""Tickets found at the door when there is nothing to scan."""

import re
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from shared.access.principals import Principal
from shared.web.pagination import Page, Paging, paginate
from ticket_service.check_ins import staff
from ticket_service.check_ins.attempts import read
from ticket_service.check_ins.matching import folded
from ticket_service.orders.models import Order
from ticket_service.tickets.codes import CodeKeys
from ticket_service.tickets.models import Ticket

_COMBINING = "[\u0300-\u036f]"
_AN_ID = re.compile("tkt_[0-9a-f]{32}")


async def search(
    session: AsyncSession, event_id: str, text: str, paging: Paging, *, operator: Principal, keys: CodeKeys
) -> Page[Any]:
    """The event's tickets that `text` may mean, with their orders and types. Raises EventNotStaffed."""
    await staff.get_event(session, event_id, operator)
    query = select(Ticket).where(Ticket.event_id == event_id, _meant_by(text.strip(), keys))
    query = query.options(joinedload(Ticket.order), joinedload(Ticket.ticket_type))
    return await paginate(session, query, paging, order_by=[Ticket.holder_name, Ticket.id])


def _meant_by(text: str, keys: CodeKeys) -> ColumnElement[bool]:
    """By its code, its id or the number of its order, else by every word of its holder's name."""
    code = read(keys, text.upper())
    if code is not None:
        return Ticket.id == code.ticket_id
    if _AN_ID.fullmatch(text):
        return Ticket.id == text
    of_order = Ticket.order_id.in_(select(Order.id).where(Order.number == text.upper()))
    # As `folded` does it here: without case, accents and doubled spaces.
    name = func.regexp_replace(
        func.normalize(func.lower(Ticket.holder_name), literal_column("NFKD")), _COMBINING, "", "g"
    )
    return or_(of_order, and_(*(name.contains(word, autoescape=True) for word in folded(text).split())))
