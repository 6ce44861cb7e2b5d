"""An account's claim to tickets: its codes are used first, then it is taken from stock, then counted for the account.

Everybody takes and gives back in this order (rows of holds and orders before both), so that nobody waits for each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

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


async def sell_again(session: AsyncSession, claim: Claim, offers: Sequence[Offer]) -> None:
    """Sells what the claim had given back.

    Raises CodeExhausted, TooManyPerAccount or SoldOut; then nothing of the transaction may be kept.
    """
    await uses.take_again(session, claim)
    await stock.sell(session, claim.event_id, {offer.ticket_type.id: offer.quantity for offer in offers})
    await allowances.use(session, claim.account_id, offers, unpaid=False)


async def sell_held(session: AsyncSession, claims: Iterable[Claim]) -> None:
    """What the claims hold is sold, all of it together."""
    unpaid, held = _together(claims)
    for event_id, quantities in held:
        await stock.sell_held(session, event_id, quantities)
    await allowances.mark_paid(session, unpaid)


async def return_sold(session: AsyncSession, account_id: str, event_id: str, quantities: Mapping[str, int]) -> None:
    """Puts tickets on sale again that the account had bought."""
    await stock.return_sold(session, event_id, quantities)
    await allowances.return_paid(session, {(account_id, kind): number for kind, number in quantities.items()})


async def give_back(session: AsyncSession, claims: Iterable[Claim]) -> None:
    """Puts held tickets on sale again and takes no use of a code for them, of several claims together."""
    claims = list(claims)
    await uses.give_back(session, claims)
    unpaid, held = _together(claims)
    await stock.release(session, held)
    await allowances.give_back(session, unpaid)


def _together(claims: Iterable[Claim]) -> tuple[Counter[allowances.Key], list[tuple[str, Counter[str]]]]:
    """How many tickets the claims are by account and type, and by event, in the order of locks, and type."""
    by_account: Counter[allowances.Key] = Counter()
    by_event: dict[str, Counter[str]] = {}
    for claim in claims:
        by_account.update({(claim.account_id, kind): number for kind, number in claim.quantities.items()})
        by_event.setdefault(claim.event_id, Counter()).update(claim.quantities)
    return by_account, sorted(by_event.items())
