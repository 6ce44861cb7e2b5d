"""What one call, or one thing that happens by itself, works with."""

import secrets
import time
from dataclasses import dataclass, field

from deploy.stand_ins.stripe.faults import Faults
from deploy.stand_ins.stripe.settings import Settings
from deploy.stand_ins.stripe.store import Store


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook to send; a held one waits to be overtaken by a later one of its payment."""

    id: int
    payment_intent: str
    due: float
    held: bool


@dataclass(slots=True)
class Work:
    """Everything happens inside one transaction of `store`; `published` are the deliveries it adds."""

    store: Store
    settings: Settings
    faults: Faults
    moment: float
    request_id: str | None = None
    idempotency_key: str | None = None
    by_browser: bool = False
    published: list[Delivery] = field(default_factory=list)

    @property
    def now(self) -> int:
        return int(self.moment)


def new_id(prefix: str) -> str:
    """Random, behind the time: neighbours in time are neighbours in the indexes, which halves what a commit writes."""
    return f"{prefix}_3{time.time_ns():016x}{secrets.token_hex(6)}"
