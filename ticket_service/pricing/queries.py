from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.catalog.models import Code
from ticket_service.pricing.models import CodeUses


async def list_uses(session: AsyncSession, event_id: str) -> Sequence[Any]:
    """Of each of the event's codes how often it is used, the oldest code first."""
    used = func.coalesce(CodeUses.used, 0).label("used")
    query = select(Code.id.label("code_id"), used).outerjoin(CodeUses, CodeUses.code_id == Code.id)
    return (await session.execute(query.where(Code.event_id == event_id).order_by(Code.id))).all()
