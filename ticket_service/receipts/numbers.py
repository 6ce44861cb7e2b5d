from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.receipts.models import ReceiptSeries


async def take(session: AsyncSession, organizer_id: str) -> int:
    """The organizer's next number. Their row stays locked until the end of the transaction: one that is rolled back
    gives the number back, and nobody has taken a later one meanwhile.
    """
    first = insert(ReceiptSeries).values(organizer_id=organizer_id, last_number=1)
    taken = first.on_conflict_do_update(
        index_elements=[ReceiptSeries.organizer_id], set_={"last_number": ReceiptSeries.last_number + 1}
    ).returning(ReceiptSeries.last_number)
    return (await session.execute(taken)).scalar_one()
