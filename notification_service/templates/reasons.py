"""What the words of others mean for who reads of them: the payment provider's codes, and the reasons that ticket tells."""

from notification_service.templates.languages import message, translations

# What the payment provider's decline codes mean for the person who holds the card.
DECLINED = {
    "insufficient_funds": message("the account has not enough funds"),
    "expired_card": message("the card has expired"),
    "incorrect_cvc": message("the security code was wrong"),
    "incorrect_number": message("the card number was wrong"),
    "authentication_required": message("the payment was not confirmed with the bank"),
}

# Why money goes back.
REFUNDED_FOR = {
    "requested_by_buyer": message("You asked for this refund."),
    "by_organizer": message("The organizer has refunded this."),
    "event_canceled": message("The event does not take place."),
    "paid_too_late": message(
        "Your payment came after the time to pay was over, and there were no tickets left for it."
    ),
}

# What a buyer says to their bank, in the provider's words (docs.stripe.com/api/disputes/object).
DISPUTED_FOR = {
    "bank_cannot_process": message("bank cannot process"),
    "check_returned": message("check returned"),
    "credit_not_processed": message("credit not processed"),
    "customer_initiated": message("customer initiated"),
    "debit_not_authorized": message("debit not authorized"),
    "duplicate": message("duplicate"),
    "fraudulent": message("fraudulent"),
    "general": message("general"),
    "incorrect_account_details": message("incorrect account details"),
    "insufficient_funds": message("insufficient funds"),
    "noncompliant": message("noncompliant"),
    "product_not_received": message("product not received"),
    "product_unacceptable": message("product unacceptable"),
    "subscription_canceled": message("subscription canceled"),
    "unrecognized": message("unrecognized"),
}

# How a dispute ends.
DECIDED = {
    "won": message("A dispute was won"),
    "lost": message("A dispute was lost"),
    "warning_closed": message("A bank's question is settled"),
    "prevented": message("A dispute was prevented"),
}

# Why somebody's place in a line is no more.
WAITED_UNTIL = {
    "offer_passed": message(
        "The time to take the tickets that were there for you is over; they go to the next in line."
    ),
    "event_canceled": message("The event does not take place."),
    "sale_ended": message("These tickets are not on sale any more, and none came back for you."),
    "limit_reached": message(
        "Tickets came back, but not so many more may be sold to you: there is a limit for each person."
    ),
    "more_than_there_are": message("There are fewer tickets now than you asked for."),
}


def meaning(reasons: dict[str, str], reason: str, locale: str, *, unknown: str = "") -> str:
    """What the reason means, in the reader's language; `unknown` if none of them is meant."""
    return translations(locale).gettext(reasons[reason]) if reason in reasons else unknown
