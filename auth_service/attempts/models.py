from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shared.persistence.database import Base


@dataclass(frozen=True)
class Budget:
    """At most `most` attempts in any span of `within`; after the first `free` each waits twice as long as the last."""

    most: int
    within: timedelta
    free: int
    first_pause: timedelta = timedelta(seconds=1)

    def next_at(self, earlier: list[datetime], moment: datetime) -> datetime:
        """From when another attempt is allowed; `earlier` are the attempts of the span before `moment`, in order."""
        allowed = moment
        if len(earlier) >= self.most:
            allowed = max(allowed, earlier[-self.most] + self.within)
        if earlier and len(earlier) >= self.free:
            allowed = max(allowed, earlier[-1] + self.first_pause * 2 ** (len(earlier) - self.free))
        return allowed


class AttemptWindow(Base):
    """When something was attempted lately. In Postgres, so that the limits outlive every cache."""

    __tablename__ = "attempt_windows"

    key: Mapped[str] = mapped_column(primary_key=True)
    moments: Mapped[list[datetime]] = mapped_column(ARRAY(DateTime(timezone=True)))
    forget_at: Mapped[datetime] = mapped_column(index=True)

    def wait(self, budget: Budget, moment: datetime) -> timedelta:
        return budget.next_at(self._recent(budget, moment), moment) - moment

    def add(self, budget: Budget, moment: datetime) -> None:
        self.moments = [*self._recent(budget, moment), moment]
        self.forget_at = moment + budget.within

    def remove(self, moment: datetime) -> None:
        self.moments = [other for other in self.moments if other != moment]

    def _recent(self, budget: Budget, moment: datetime) -> list[datetime]:
        return sorted(other for other in self.moments if other > moment - budget.within)
