"""Orders: what was agreed, for what, at which price; and the holders' names, one per ticket."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import Id, new_id
from shared.persistence.database import Base
from ticket_service.catalog.models import Event, TicketType
from ticket_service.orders.errors import OrderIsExpired, OrderNotPending, OrderNotRefundable, OrderNotUnderReview
from ticket_service.pricing.calculation import split


class OrderStatus(StrEnum):
    """Tickets of pending, capturing and expiring orders are held; of paid ones sold; of the others on sale again.

    Under review: the provider shows something that does not fit, or money could not go back; people decide.
    """

    PENDING = "pending"
    CAPTURING = "capturing"
    EXPIRING = "expiring"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELED = "canceled"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    REVIEW = "review"


REFUNDABLE = (OrderStatus.PAID, OrderStatus.PARTIALLY_REFUNDED)
OPEN = (OrderStatus.PENDING, OrderStatus.CAPTURING, OrderStatus.EXPIRING)
_STATUSES = ", ".join(f"'{status}'" for status in OrderStatus)

# 32 symbols, without those that are mistaken for each other when read aloud or from paper.
_NUMBER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_number() -> str:
    """What people call the order: `7KQ3M-X9WTP`. Random, so that it tells nothing about how many there are."""
    symbols = "".join(_NUMBER_ALPHABET[byte % 32] for byte in secrets.token_bytes(10))
    return f"{symbols[:5]}-{symbols[5:]}"


class Holder(NamedTuple):
    """Who enters with one of an order's tickets."""

    ticket_type_id: str
    name: str


class Order(Base):
    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", "known_status"),
        CheckConstraint("total >= 0", "total_not_negative"),
        CheckConstraint(
            "total = subtotal - discount + CASE WHEN fees_included THEN 0 ELSE fees END"
            " + CASE WHEN tax_included THEN 0 ELSE tax END",
            "parts_make_total",
        ),
        CheckConstraint("status NOT IN ('paid', 'partially_refunded') OR paid_at IS NOT NULL", "paid_has_moment"),
        Index("ix_orders_account_id_created_at_id", "account_id", "created_at", "id"),
        Index("ix_orders_event_id_created_at_id", "event_id", "created_at", "id"),
        Index("ix_orders_account_id_event_id", "account_id", "event_id"),
        Index(
            "ix_orders_undecided_expires_at",
            "expires_at",
            postgresql_where=text("status IN ('pending', 'capturing', 'expiring', 'review')"),
        ),
    )

    id: Mapped[str] = mapped_column(Id("ord"), primary_key=True, default=lambda: new_id("ord"))
    number: Mapped[str] = mapped_column(unique=True, default=new_number)
    account_id: Mapped[str] = mapped_column(Id("usr"))
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id))
    hold_id: Mapped[str | None] = mapped_column(Id("hold"), unique=True)
    status: Mapped[OrderStatus] = mapped_column(Text, default=OrderStatus.PENDING)
    # What an order in `expiring` becomes once its payment is surely canceled: expired (by time) or canceled (by hand).
    ends_as: Mapped[OrderStatus | None] = mapped_column(Text)
    # What is included is a part of the price; what is not was added to it.
    subtotal: Mapped[int] = mapped_column(BigInteger)
    discount: Mapped[int] = mapped_column(BigInteger)
    fees: Mapped[int] = mapped_column(BigInteger)
    fees_included: Mapped[bool]
    tax: Mapped[int] = mapped_column(BigInteger)
    tax_included: Mapped[bool]
    # As they were agreed, the rate in basis points; older orders do not know them.
    tax_name: Mapped[str | None]
    tax_rate: Mapped[int | None]
    total: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    discount_code: Mapped[str | None]
    discount_code_id: Mapped[str | None] = mapped_column(Id("code"))
    access_code_id: Mapped[str | None] = mapped_column(Id("code"))
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]

    lines: Mapped[list["OrderLine"]] = relationship(lazy="raise", order_by="OrderLine.position")

    @property
    def is_free(self) -> bool:
        return self.total == 0

    @property
    def holders(self) -> Sequence[Holder]:
        """One per ticket, in the order of the lines."""
        return [Holder(line.ticket_type_id, name) for line in self.lines for name in line.holder_names]

    @property
    def shares(self) -> Sequence[int]:
        """What each ticket costs, in the same order; they add up to the total."""
        return [share for line in self.lines for share in split(line.total, line.quantity, self.currency)]

    @property
    def code_ids(self) -> Sequence[str]:
        return [code_id for code_id in (self.discount_code_id, self.access_code_id) if code_id is not None]

    @property
    def quantities(self) -> dict[str, int]:
        """Tickets by ticket type."""
        return {line.ticket_type_id: line.quantity for line in self.lines}

    @property
    def is_open(self) -> bool:
        """Whether its tickets are held and its end is not known yet."""
        return self.status in OPEN

    def require_payable(self, moment: datetime) -> None:
        """Raises OrderIsExpired or OrderNotPending when the order does not wait for a payment."""
        if self.status in {OrderStatus.EXPIRED, OrderStatus.EXPIRING}:
            raise OrderIsExpired
        if self.status != OrderStatus.PENDING:
            raise OrderNotPending(order_status=self.status)
        if self.expires_at <= moment:
            raise OrderIsExpired

    def begin_capture(self) -> None:
        """Decides for the money: `pending` or, when its authorization came in time, `expiring` becomes `capturing`."""
        self._require(OrderStatus.PENDING, OrderStatus.EXPIRING)
        self.status, self.ends_as = OrderStatus.CAPTURING, None

    def begin_end(self, ends_as: OrderStatus) -> None:
        """Decides against the money: the order ends once its payment is surely canceled."""
        self._require(OrderStatus.PENDING)
        self.status, self.ends_as = OrderStatus.EXPIRING, ends_as

    def end(self, *, event_is_canceled: bool) -> None:
        """No payment can come any more: the order is expired or canceled, its tickets go back."""
        self._require(OrderStatus.EXPIRING)
        assert self.ends_as is not None, "an order that is ending knows as what"
        self.status = OrderStatus.CANCELED if event_is_canceled else self.ends_as

    def cancel(self) -> None:
        """The money came, but there is nothing to sell any more: the event is canceled."""
        self._require(*OPEN)
        self.status, self.ends_as = OrderStatus.CANCELED, None

    def reopen(self) -> None:
        """The authorization is gone before it was captured: the order waits for another payment until its time is over."""
        self._require(OrderStatus.CAPTURING)
        self.status = OrderStatus.PENDING

    def mark_paid(self, moment: datetime) -> None:
        """The money is there (or none was due). An order that had ended must have taken its tickets again."""
        self._require(*OPEN, OrderStatus.EXPIRED, OrderStatus.CANCELED)
        self.status, self.paid_at, self.ends_as = OrderStatus.PAID, moment, None

    def mark_refunded(self) -> None:
        """The money came and went back whole; the order has no tickets."""
        self._require(OrderStatus.EXPIRED, OrderStatus.CANCELED, OrderStatus.REVIEW)
        self.status = OrderStatus.REFUNDED

    def require_refundable(self) -> None:
        if self.status not in REFUNDABLE:
            raise OrderNotRefundable(order_status=self.status)

    def give_back(self, *, is_whole: bool) -> None:
        """Money goes back, tickets may have ended. `is_whole`: no ticket is valid and no money left that could go back.

        What was paid for a ticket that was voided may go back later, in parts.
        """
        self.require_refundable()
        self.status = OrderStatus.REFUNDED if is_whole else OrderStatus.PARTIALLY_REFUNDED

    def owe_again(self) -> None:
        """Money of it has come back that a bank had taken: if all tickets have ended, it is owed to the buyer.

        An order that was never paid, and was closed while the bank had the money, is under review again.
        """
        if self.status == OrderStatus.REFUNDED and self.paid_at is not None:
            self.status = OrderStatus.PARTIALLY_REFUNDED
        elif self.status == OrderStatus.CANCELED:
            self.put_under_review()

    def put_under_review(self) -> None:
        """People look at it; nothing moves by itself. An order that was open must give its tickets back."""
        self.status = OrderStatus.REVIEW

    def close_review(self, status: OrderStatus) -> None:
        """People have decided about it."""
        self.require_under_review()
        self.status, self.ends_as = status, None

    def require_under_review(self) -> None:
        if self.status != OrderStatus.REVIEW:
            raise OrderNotUnderReview(order_status=self.status)

    def _require(self, *statuses: OrderStatus) -> None:
        if self.status not in statuses:
            raise OrderNotPending(order_status=self.status)


class OrderLine(Base):
    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("unit_price >= 0", "unit_price_not_negative"),
        CheckConstraint("discount BETWEEN 0 AND unit_price::bigint * quantity", "discount_in_bounds"),
        CheckConstraint("fee >= 0 AND tax >= 0 AND total >= 0", "parts_not_negative"),
        CheckConstraint("cardinality(holder_names) = quantity", "a_holder_per_ticket"),
    )

    order_id: Mapped[str] = mapped_column(Id("ord"), ForeignKey(Order.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    ticket_type_id: Mapped[str] = mapped_column(Id("tt"), ForeignKey(TicketType.id))
    ticket_type_name: Mapped[str]
    quantity: Mapped[int]
    unit_price: Mapped[int]
    discount: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    holder_names: Mapped[list[str]] = mapped_column(ARRAY(Text))
