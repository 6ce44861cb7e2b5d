from shared.errors import BadRequest, Conflict, Unavailable


class PaymentRefused(Conflict):
    detail = "The payment provider does not accept this payment."


class PaymentInProgress(Conflict):
    detail = "A payment for this order is being started by another request."


class PaymentProviderUnavailable(Unavailable):
    detail = "The payment provider cannot be reached right now. Nothing is lost: try again."


class MoreThanPaid(Conflict):
    detail = "That is more than what was paid and has not gone back yet."


class MoneyIsUnderway(Conflict):
    detail = "The money is just being sent back; look again in a moment."


class InvalidWebhook(BadRequest):
    detail = "This is not a webhook that the payment provider signed."


class ProviderRefused(Exception):
    """The provider says no, now and whenever asked the same. `code`: why, in its words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ProviderUncertain(Exception):
    """Nobody knows whether the call had an effect. `is_stored`: the same key may answer with this failure for ever."""

    def __init__(self, reason: str, *, is_stored: bool = False) -> None:
        super().__init__(reason)
        self.is_stored = is_stored
