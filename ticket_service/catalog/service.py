"""Keeps the copy. What is older than the copy is ignored, so that a replay from the beginning is harmless."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import Base
from shared.messages.event import EventState, TicketTypeState
from ticket_service.catalog.models import Event, EventStaff, OrganizerMembers, TicketType


async def keep_event(session: AsyncSession, state: EventState, version: int) -> None:
    values = state.model_dump(exclude={"event_id", "has_image"})
    await _keep(session, Event, ["id"], {"id": state.event_id, **values, "version": version})


async def keep_ticket_type(session: AsyncSession, state: TicketTypeState) -> None:
    values = state.model_dump(exclude={"ticket_type_id"})
    await _keep(session, TicketType, ["id"], {"id": state.ticket_type_id, **values})


async def keep_staff(session: AsyncSession, event_id: str, account_ids: Sequence[str], version: int) -> None:
    values = {"event_id": event_id, "account_ids": list(account_ids), "version": version}
    await _keep(session, EventStaff, ["event_id"], values)


async def keep_members(session: AsyncSession, organizer_id: str, account_ids: Sequence[str], version: int) -> None:
    values = {"organizer_id": organizer_id, "account_ids": list(account_ids), "version": version}
    await _keep(session, OrganizerMembers, ["organizer_id"], values)


async def _keep(session: AsyncSession, copy: type[Base], key: Sequence[str], values: Mapping[str, Any]) -> None:
    """One statement inserts or replaces; a row that is newer stays."""
    row = insert(copy).values(**values)
    columns = copy.__table__.columns
    newer = row.on_conflict_do_update(
        index_elements=key,
        set_={name: row.excluded[name] for name in values if name not in key},
        where=columns["version"] <= row.excluded["version"],
    )
    await session.execute(newer)
