"""Sales and check-ins as ticket told them, added up per ticket type and day of the venue, and check-ins by the clock."""

from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id
from shared.persistence.database import Base

# What is counted on a day.
COUNTS = ("sold", "revenue", "fees", "returned", "refunded", "checked_in")
# Days that are shown one by one; sums are of all.
SHOWN_DAYS = 366
# Check-ins are counted together for so long; so many of these spans are shown.
SPAN = timedelta(minutes=5)
SHOWN_SPANS = 2_000


class DailyFigures(Base):
    """What happened on one day. Sold and revenue are gross; what was taken back and paid back stands beside them.

    Fees are a part of the revenue; those that went back with a refund are taken off on the day of the refund.
    """

    __tablename__ = "daily_figures"

    event_id: Mapped[str] = mapped_column(Id("evt"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    ticket_type_id: Mapped[str] = mapped_column(Id("tt"), primary_key=True)
    sold: Mapped[int] = mapped_column(default=0)
    revenue: Mapped[int] = mapped_column(BigInteger, default=0)
    fees: Mapped[int] = mapped_column(BigInteger, default=0)
    returned: Mapped[int] = mapped_column(default=0)
    refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    checked_in: Mapped[int] = mapped_column(default=0)


class CheckInFigures(Base):
    """How many came in within one span of time."""

    __tablename__ = "check_in_figures"

    event_id: Mapped[str] = mapped_column(Id("evt"), primary_key=True)
    begins_at: Mapped[datetime] = mapped_column(primary_key=True)
    checked_in: Mapped[int] = mapped_column(default=0)
