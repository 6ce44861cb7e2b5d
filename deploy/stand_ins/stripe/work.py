"""What one call, or one thing that happens by itself, works with."""

import secrets
from dataclasses import dataclass, field

from deploy.stand_ins.stripe.faults import Faults
from deploy.stand_ins.stripe.settings import Settings
from deploy.stand_ins.stripe.store import Store


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
    published: list[int] = field(default_factory=list)

    @property
    def now(self) -> int:
        return int(self.moment)


def new_id(prefix: str) -> str:
    return f"{prefix}_3{secrets.token_hex(12)}"
