"""Keeps the copy. What is older than the copy is ignored, so that a replay from the beginning is harmless."""

from collections.abc import Sequence

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.message_log import copies
from shared.messages.event import EventState, SaleRulesState, TicketTypeState
from ticket_service.catalog.models import Code, Event, EventStaff, OrganizerMembers, SaleRules, TicketType


async def keep_event(session: AsyncSession, state: EventState, version: int) -> None:
    values = state.model_dump(exclude={"event_id"})
    await copies.keep(session, Event, {"id": state.event_id, **values, "version": version})


async def keep_ticket_type(session: AsyncSession, state: TicketTypeState) -> None:
    values = state.model_dump(exclude={"ticket_type_id"})
    await copies.keep(session, TicketType, {"id": state.ticket_type_id, **values})


async def keep_sale_rules(session: AsyncSession, event_id: str, state: SaleRulesState, version: int) -> bool:
    """All of them, with all codes. Whether they are newer than the copy."""
    values = {"event_id": event_id, **state.model_dump(exclude={"codes"}), "version": version}
    if not await copies.keep(session, SaleRules, values):
        return False
    await session.execute(delete(Code).where(Code.event_id == event_id))
    rows = [
        {"id": code.code_id, "event_id": event_id, **code.model_dump(exclude={"code_id", "max_uses"})}
        for code in state.codes
    ]
    if rows:
        await session.execute(insert(Code), rows)
    return True


async def keep_staff(session: AsyncSession, event_id: str, account_ids: Sequence[str], version: int) -> None:
    values = {"event_id": event_id, "account_ids": list(account_ids), "version": version}
    await copies.keep(session, EventStaff, values)


async def keep_members(session: AsyncSession, organizer_id: str, account_ids: Sequence[str], version: int) -> None:
    values = {"organizer_id": organizer_id, "account_ids": list(account_ids), "version": version}
    await copies.keep(session, OrganizerMembers, values)
