"""Scans (append-only: every attempt), check-ins (an attempt that admitted), and the addresses that holders are known by."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base
from ticket_service.catalog.models import Event
from ticket_service.check_ins.errors import AlreadyUndone
from ticket_service.tickets.models import Ticket


class Result(StrEnum):
    ADMITTED = "admitted"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a scan was refused."""

    UNKNOWN_CODE = "unknown_code"
    WRONG_EVENT = "wrong_event"
    EVENT_CANCELED = "event_canceled"
    VOIDED = "voided"
    REFUNDED = "refunded"
    TRANSFERRED = "transferred"
    NOT_YET_VALID = "not_yet_valid"
    NO_LONGER_VALID = "no_longer_valid"
    HOLDER_MISMATCH = "holder_mismatch"
    ALREADY_CHECKED_IN = "already_checked_in"


class Override(StrEnum):
    """What an operator may let somebody in in spite of, with a reason."""

    HOLDER_MISMATCH = "holder_mismatch"
    NOT_YET_VALID = "not_yet_valid"
    NO_LONGER_VALID = "no_longer_valid"
    # Found by name: there was nothing to scan.
    NO_CODE = "no_code"


class CheckIn(Base):
    __tablename__ = "check_ins"
    __table_args__ = (
        # This index admits a ticket once; what the code reads before only explains the refusal.
        Index("uq_check_ins_ticket_id_standing", "ticket_id", unique=True, postgresql_where=text("undone_at IS NULL")),
        Index("ix_check_ins_event_id_checked_in_at_id", "event_id", "checked_in_at", "id"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", "undone_by_somebody"),
        CheckConstraint("(overrode IS NULL) = (override_reason IS NULL)", "overrode_for_a_reason"),
    )

    id: Mapped[str] = mapped_column(Id("chk"), primary_key=True, default=lambda: new_id("chk"))
    ticket_id: Mapped[str] = mapped_column(Id("tkt"), ForeignKey(Ticket.id))
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id))
    gate: Mapped[str | None]
    checked_in_at: Mapped[datetime]
    checked_in_by: Mapped[str] = mapped_column(Id("usr"))
    # What stood against it, and why `checked_in_by` let somebody in all the same.
    overrode: Mapped[Override | None] = mapped_column(Text)
    override_reason: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(Id("usr"))
    undo_reason: Mapped[str | None]

    def undo(self, moment: datetime, *, account_id: str, reason: str) -> None:
        if self.undone_at is not None:
            raise AlreadyUndone
        self.undone_at, self.undone_by, self.undo_reason = moment, account_id, reason

    def stand_again(self) -> None:
        """The one that had taken its place is taken back itself."""
        self.undone_at = self.undone_by = self.undo_reason = None


class Scan(Base):
    """One attempt, as it was decided. The device names it, so that an upload that is repeated changes nothing."""

    __tablename__ = "scans"
    __table_args__ = (
        Index("ix_scans_event_id_scanned_at", "event_id", "scanned_at"),
        CheckConstraint("replaced_id IS NULL OR uploaded_at IS NOT NULL", "replaced_by_an_upload"),
    )

    scanned_by: Mapped[str] = mapped_column(Id("usr"), primary_key=True)
    scan_id: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id))
    ticket_id: Mapped[str | None] = mapped_column(Id("tkt"), index=True)
    gate: Mapped[str | None]
    # None only inside the transaction that decides.
    result: Mapped[Result | None] = mapped_column(Text)
    reason: Mapped[Reason | None] = mapped_column(Text)
    check_in_id: Mapped[str | None] = mapped_column(Id("chk"), ForeignKey(CheckIn.id))
    # The later check-in that the one of this scan has taken the place of.
    replaced_id: Mapped[str | None] = mapped_column(Id("chk"), ForeignKey(CheckIn.id))
    scanned_at: Mapped[datetime]
    # When it was decided, if the device said when it was made.
    uploaded_at: Mapped[datetime | None]


class VerifiedAddress(Base):
    """The e-mail address that an account has proven; only such addresses count for matching."""

    __tablename__ = "verified_addresses"

    account_id: Mapped[str] = mapped_column(Id("usr"), primary_key=True)
    email: Mapped[str]
