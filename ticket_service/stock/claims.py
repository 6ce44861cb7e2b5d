"""An account's claim to tickets: taken from stock first, then counted for the account.

Everybody takes and gives back in this order (rows of holds and orders before both), so that nobody waits for each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.catalog.offers import Offer
from ticket_service.stock import allowances
from ticket_service.stock import service as stock


class Claim(Protocol):
    """A hold or an order."""

    account_id: str
    event_id: str

    @property
    def quantities(self) -> Mapping[str, int]:
        """Tickets by ticket type."""


async def hold(session: AsyncSession, account_id: str, event_id: str, offers: Sequence[Offer]) -> None:
    """Raises TooManyPerAccount, TooManyUnpaid or SoldOut; then nothing of the transaction may be kept."""
    await stock.hold(session, event_id, {offer.ticket_type.id: offer.quantity for offer in offers})
    await allowances.use(session, account_id, offers, unpaid=True)


async def sell(session: AsyncSession, account_id: str, event_id: str, offers: Sequence[Offer]) -> None:
    """Sells what nobody holds. Raises TooManyPerAccount or SoldOut like `hold`."""
    await stock.sell(session, event_id, {offer.ticket_type.id: offer.quantity for offer in offers})
    await allowances.use(session, account_id, offers, unpaid=False)


async def sell_held(session: AsyncSession, claim: Claim) -> None:
    """What the claim holds is sold."""
    await stock.sell_held(session, claim.event_id, claim.quantities)
    await allowances.mark_paid(session, {(claim.account_id, kind): number for kind, number in claim.quantities.items()})


async def return_sold(session: AsyncSession, account_id: str, event_id: str, quantities: Mapping[str, int]) -> None:
    """Puts tickets on sale again that the account had bought."""
    await stock.return_sold(session, event_id, quantities)
    await allowances.return_paid(session, {(account_id, kind): number for kind, number in quantities.items()})


async def give_back(session: AsyncSession, claims: Iterable[Claim]) -> None:
    """Puts held tickets on sale again, of several claims together."""
    unpaid: Counter[allowances.Key] = Counter()
    held: dict[str, Counter[str]] = {}
    for claim in claims:
        unpaid.update({(claim.account_id, kind): number for kind, number in claim.quantities.items()})
        held.setdefault(claim.event_id, Counter()).update(claim.quantities)
    for event_id, quantities in sorted(held.items()):
        await stock.release(session, event_id, quantities)
    await allowances.give_back(session, unpaid)
