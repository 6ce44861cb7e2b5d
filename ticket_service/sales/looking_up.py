"""What a code does that somebody has, before they choose tickets; nothing is taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from shared.persistence import clock
from ticket_service.catalog import offers
from ticket_service.catalog.models import Code
from ticket_service.pricing import codes, uses
from ticket_service.pricing.codes import CodeKind
from ticket_service.stock import sale_status
from ticket_service.stock.sale_status import TypeOnSale


@dataclass(frozen=True)
class FoundCode:
    code: Code
    # What it opens, as it is on sale to whoever has the code.
    unlocked: Sequence[TypeOnSale]


async def look_up(session: AsyncSession, account_id: str, event_id: str, word: str) -> FoundCode:
    """Raises EventNotFound and the codes' errors, but not that it is for other tickets."""
    await offers.get_event(session, event_id)
    code = await codes.get(session, event_id, word, await clock.now(session))
    await uses.require_left(session, account_id, [code], param="code")
    if code.kind != CodeKind.ACCESS:
        return FoundCode(code, [])
    opened = code.ticket_type_ids or ()
    sale = await sale_status.find(session, event_id, unlocked=opened)
    kinds = sale.ticket_types if sale else []
    return FoundCode(code, [kind for kind in kinds if kind.ticket_type.id in opened])
