from enum import StrEnum


class Outcome(StrEnum):
    """`refunded`: the buyer's money was sent back by hand. `canceled`: none of it is here."""

    REFUNDED = "refunded"
    CANCELED = "canceled"
