"""An event once more, as a draft: its facts, image, ticket types and sale rules; not its codes, staff and sales."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events import service as events
from event_service.events.models import Event
from event_service.events.sale_rules import SaleRules
from event_service.events.ticket_type import TicketType
from event_service.images.models import EventImage
from event_service.sale_rules import service as sale_rules
from event_service.ticket_types import service as ticket_types
from shared.web.wire import to_utc

# Where a copied moment goes; None where it cannot be said.
Move = Callable[[datetime | None], datetime | None]

_FACTS = ("title", "summary", "description", "category", "overall_capacity")
_OF_TYPES = ("name", "description", "price", "currency", "capacity", "max_per_order", "max_per_account", "is_hidden")
_WINDOWS = ("sales_start_at", "sales_end_at", "valid_from", "valid_until")


async def duplicate(session: AsyncSession, event: Event, title: str | None, starts_at: datetime | None) -> Event:
    """Hold the locks of the event, its organizer and its venue. With a new start everything moves along with it."""
    move = _mover(event.starts_at, starts_at)
    facts = {name: getattr(event, name) for name in _FACTS}
    facts |= {name: move(getattr(event, name)) for name in ("doors_at", "ends_at")}
    facts |= {"starts_at": starts_at or event.starts_at, "programme": _programme(event, move)}
    facts["title"] = title or event.title
    copy = await events.draft(session, event.organizer, event.venue, facts)
    await _copy_image(session, event, copy)
    await _copy_rules(session, event, copy, move)
    for position, offer in enumerate(event.offers):
        await ticket_types.add(session, copy, {**_offer(offer, move), "position": position})
    return copy


def _mover(before: datetime | None, after: datetime | None) -> Move:
    by = after - before if before and after else timedelta()

    def move(moment: datetime | None) -> datetime | None:
        try:
            return None if moment is None else to_utc(moment + by)
        except (OverflowError, ValueError):
            return None

    return move


def _programme(event: Event, move: Move) -> list[dict[str, Any]]:
    moved = [(move(datetime.fromisoformat(entry["starts_at"])), entry["title"]) for entry in event.programme]
    return [{"starts_at": moment.isoformat(), "title": title} for moment, title in moved if moment is not None]


def _offer(offer: TicketType, move: Move) -> dict[str, Any]:
    windows = {name: move(getattr(offer, name)) for name in _WINDOWS}
    return {name: getattr(offer, name) for name in _OF_TYPES} | windows


async def _copy_image(session: AsyncSession, event: Event, copy: Event) -> None:
    image = (await session.execute(select(EventImage).where(EventImage.event_id == event.id))).scalar_one_or_none()
    if image is None:
        return
    facts = {name: getattr(image, name) for name in ("content", "small", "width", "height", "created_at")}
    same = EventImage(event_id=copy.id, **facts)
    session.add(same)
    await session.flush()  # its id is part of its address
    copy.image_id = same.id


async def _copy_rules(session: AsyncSession, event: Event, copy: Event, move: Move) -> None:
    rules = await sale_rules.get(session, event.id)
    if not rules.version:
        return
    facts = {column.key: getattr(rules, column.key) for column in inspect(SaleRules).columns}
    facts |= {"refund_until": move(rules.refund_until), "transfer_until": move(rules.transfer_until)}
    session.add(SaleRules(**{**facts, "event_id": copy.id, "version": 1}))
