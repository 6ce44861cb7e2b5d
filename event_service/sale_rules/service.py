from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events.models import Event
from event_service.events.sale_rules import SaleRules
from event_service.sale_rules import telling
from event_service.sale_rules.errors import CodeTaken, TooManyCodes
from event_service.sale_rules.models import Code
from shared.errors import NotFound
from shared.persistence import clock

MOST_CODES = 200


async def get(session: AsyncSession, event_id: str) -> SaleRules:
    """What applies when nothing was said, in no session, if the event has none of its own."""
    return await session.get(SaleRules, event_id) or SaleRules.new(event_id)


async def change(session: AsyncSession, event: Event, rules: SaleRules, changes: dict[str, Any]) -> None:
    """Hold the event's lock. Raises EventIsCanceled."""
    event.check_changeable()
    if rules.change(changes):
        event.touch()  # its page shows prices all in
        await _changed(session, event, rules)


async def list_codes(session: AsyncSession, event_id: str) -> Sequence[Code]:
    """The event's codes, the oldest first."""
    rows = await session.execute(select(Code).where(Code.event_id == event_id).order_by(Code.id))
    return rows.scalars().all()


async def get_code(session: AsyncSession, event: Event, code_id: str) -> Code:
    """Raises NotFound."""
    query = select(Code).where(Code.id == code_id, Code.event_id == event.id)
    code = (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()
    if code is None:
        raise NotFound
    return code


async def add_code(session: AsyncSession, event: Event, facts: dict[str, Any]) -> Code:
    """Hold the event's lock. Raises EventIsCanceled, CodeNotWhole, CodeTaken, TooManyCodes, NotFound for a foreign type."""
    event.check_changeable()
    code = Code(event_id=event.id, created_at=await clock.now(session), **facts)
    code.check_whole()
    _check_types(event, code)
    others = await list_codes(session, event.id)
    if len(others) >= MOST_CODES:
        raise TooManyCodes
    if any(other.code == code.code for other in others):
        raise CodeTaken(param="code")
    session.add(code)
    await session.flush()  # its id is told and shown
    await _changed(session, event, await get(session, event.id))
    return code


async def change_code(session: AsyncSession, event: Event, code: Code, changes: dict[str, Any]) -> None:
    """Hold the event's lock. Raises EventIsCanceled, CodeNotWhole, NotFound for a foreign type."""
    event.check_changeable()
    with session.no_autoflush:
        is_different = code.change(changes)
    _check_types(event, code)
    if is_different:
        await _changed(session, event, await get(session, event.id))


async def remove_code(session: AsyncSession, event: Event, code: Code) -> None:
    """Orders that were placed with it keep their price. Hold the event's lock. Raises EventIsCanceled."""
    event.check_changeable()
    await session.delete(code)
    await _changed(session, event, await get(session, event.id))


async def tell(session: AsyncSession, event: Event) -> None:
    """With the publication. Hold the event's lock."""
    rules = await get(session, event.id)
    if rules.version:
        await telling.tell_changed(session, event, rules, await list_codes(session, event.id))


async def _changed(session: AsyncSession, event: Event, rules: SaleRules) -> None:
    rules.version += 1
    session.add(rules)
    await session.flush()  # what is told is read from the tables
    await telling.tell_changed(session, event, rules, await list_codes(session, event.id))


def _check_types(event: Event, code: Code) -> None:
    if not {kind.id for kind in event.ticket_types}.issuperset(code.named_types):
        raise NotFound(param="ticket_type_ids")
