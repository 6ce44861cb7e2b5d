"""An account's claim to tickets: its codes are used first, then it is taken from stock, then counted for the account.

Everybody takes and gives back in this order (rows of holds and orders before both), so that nobody waits for each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from ticket_service.catalog.models import Code
from ticket_service.catalog.offers import Offer
from ticket_service.pricing import uses
from ticket_service.stock import allowances
from ticket_service.stock import service as stock


class Claim(Protocol):
    """A hold or an order."""

    account_id: str
    event_id: str

    @property
    def code_ids(self) -> Sequence[str]:
        """The codes of which it is a use."""

    @property
    def quantities(self) -> Mapping[str, int]:
        """Tickets by ticket type."""


async def hold(
    session: AsyncSession, account_id: str, event_id: str, offers: Sequence[Offer], codes: Sequence[Code] = ()
) -> None:
    """Raises what `uses.take` raises, TooManyPerAccount, TooManyUnpaid or SoldOut; then nothing of the transaction may be
    kept.
    """
    await uses.take(session, account_id, codes)
    await stock.hold(session, event_id, {offer.ticket_type.id: offer.quantity for offer in offers})
    await allowances.use(session, account_id, offers, unpaid=True)


async def sell_again(session: AsyncSession, claim: Claim, offers: Sequence[Offer]) -> None:
    """Sells what the claim had given back. Raises CodeExhausted, TooManyPerAccount or SoldOut like `hold`."""
    await uses.take_again(session, claim)
    await stock.sell(session, claim.event_id, {offer.ticket_type.id: offer.quantity for offer in offers})
    await allowances.use(session, claim.account_id, offers, unpaid=False)


async def sell_held(session: AsyncSession, claim: Claim) -> None:
    """What the claim holds is sold."""
    await stock.sell_held(session, claim.event_id, claim.quantities)
    await allowances.mark_paid(session, {(claim.account_id, kind): number for kind, number in claim.quantities.items()})


async def return_sold(session: AsyncSession, account_id: str, event_id: str, quantities: Mapping[str, int]) -> None:
    """Puts tickets on sale again that the account had bought."""
    await stock.return_sold(session, event_id, quantities)
    await allowances.return_paid(session, {(account_id, kind): number for kind, number in quantities.items()})


async def give_back(session: AsyncSession, claims: Iterable[Claim]) -> None:
    """Puts held tickets on sale again and takes no use of a code for them, of several claims together."""
    claims = list(claims)
    await uses.give_back(session, claims)
    unpaid: Counter[allowances.Key] = Counter()
    held: dict[str, Counter[str]] = {}
    for claim in claims:
        unpaid.update({(claim.account_id, kind): number for kind, number in claim.quantities.items()})
        held.setdefault(claim.event_id, Counter()).update(claim.quantities)
    for event_id, quantities in sorted(held.items()):
        await stock.release(session, event_id, quantities)
    await allowances.give_back(session, unpaid)
