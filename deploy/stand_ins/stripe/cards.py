"""Stripe's documented test cards and what each of them does."""

from dataclasses import dataclass
from typing import Literal

RefundOutcome = Literal["succeeds", "fails_later", "pending"]


@dataclass(frozen=True, slots=True)
class Decline:
    message: str
    code: str = "card_declined"
    decline_code: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    number: str
    tokens: tuple[str, ...]
    brand: str = "visa"
    funding: str = "credit"
    declines: Decline | None = None
    must_authenticate: bool = False
    refund: RefundOutcome = "succeeds"
    dispute: str | None = None

    @property
    def name(self) -> str:
        return self.tokens[0]


def _refused(decline_code: str, message: str = "Your card was declined.") -> Decline:
    return Decline(message, decline_code=decline_code)


NO_FUNDS = _refused("insufficient_funds", "Your card has insufficient funds.")
CARDS = (
    Card("4242424242424242", ("pm_card_visa",)),
    Card("4000056655665556", ("pm_card_visa_debit",), funding="debit"),
    Card("5555555555554444", ("pm_card_mastercard",), brand="mastercard"),
    Card("378282246310005", ("pm_card_amex",), brand="amex"),
    Card(
        "4000000000000002",
        ("pm_card_visa_chargeDeclined", "pm_card_chargeDeclined"),
        declines=_refused("generic_decline"),
    ),
    Card(
        "4000000000009995",
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedInsufficientFunds"),
        declines=NO_FUNDS,
    ),
    Card(
        "4000000000009987",
        ("pm_card_visa_chargeDeclinedLostCard", "pm_card_chargeDeclinedLostCard"),
        declines=_refused("lost_card"),
    ),
    Card(
        "4000000000009979",
        ("pm_card_visa_chargeDeclinedStolenCard", "pm_card_chargeDeclinedStolenCard"),
        declines=_refused("stolen_card"),
    ),
    Card(
        "4000000000000069",
        ("pm_card_chargeDeclinedExpiredCard",),
        declines=Decline("Your card has expired.", code="expired_card"),
    ),
    Card(
        "4000000000000127",
        ("pm_card_chargeDeclinedIncorrectCvc",),
        declines=Decline("Your card's security code is incorrect.", code="incorrect_cvc"),
    ),
    Card(
        "4000000000000119",
        ("pm_card_chargeDeclinedProcessingError",),
        declines=Decline(
            "An error occurred while processing your card. Try again in a little bit.", code="processing_error"
        ),
    ),
    Card("4000002500003155", ("pm_card_authenticationRequiredOnSetup",), must_authenticate=True),
    Card("4000002760003184", ("pm_card_authenticationRequired",), must_authenticate=True),
    Card("4000000000003220", ("pm_card_threeDSecure2Required",), must_authenticate=True),
    Card(
        "4000008260003178",
        ("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",),
        must_authenticate=True,
        declines=NO_FUNDS,
    ),
    Card(
        "4000008400001629",
        ("pm_card_threeDSecureRequiredChargeDeclined",),
        must_authenticate=True,
        declines=_refused("generic_decline"),
    ),
    Card("4000000000000259", ("pm_card_createDispute",), dispute="fraudulent"),
    Card("4000000000002685", ("pm_card_createDisputeProductNotReceived",), dispute="product_not_received"),
    Card("4000000000005126", ("pm_card_refundFail",), refund="fails_later"),
    Card("4000000000007726", ("pm_card_pendingRefund",), refund="pending"),
)
BY_TOKEN = {token: card for card in CARDS for token in card.tokens}
BY_NUMBER = {card.number: card for card in CARDS}
