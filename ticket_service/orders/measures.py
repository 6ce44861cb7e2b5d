"""Orders whose end is not known though their time is over, and those that people decide."""

from datetime import timedelta

from sqlalchemy import func, select

from shared.persistence.backlog import Measure
from ticket_service.orders.models import OPEN, Order, OrderStatus

# What the schedule and the provider take on a good day.
GRACE = timedelta(minutes=1)

MEASURES = (
    Measure(
        "orders_undecided",
        "Orders that are neither paid nor ended a minute after their time.",
        lambda moment: select(func.count()).where(Order.status.in_(OPEN), Order.expires_at < moment - GRACE),
    ),
    Measure(
        "orders_in_review",
        "Orders that people decide.",
        lambda _moment: select(func.count()).where(Order.status == OrderStatus.REVIEW),
    ),
)
