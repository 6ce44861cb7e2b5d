import asyncio
from typing import Any

import pytest
import stripe

from deploy.stand_ins.stripe.tests.conftest import API_KEY, Stripe

OUTCOMES = {
    "pm_card_visa": "requires_capture",
    "pm_card_mastercard": "requires_capture",
    "pm_card_authenticationRequired": "requires_action",
    "pm_card_createDispute": "requires_capture",
}


def test_an_intent_waits_for_a_method_then_for_confirmation_then_for_capture(standin: Stripe):
    intent = standin.intents.create(
        {
            "amount": 2500,
            "currency": "EUR",
            "allowed_payment_method_types": ["card"],
            "payment_method_options": {"card": {"capture_method": "manual"}},
            "metadata": {"order_id": "ord_1"},
        }
    )
    assert (intent.status, intent.currency, intent.livemode) == ("requires_payment_method", "eur", False)
    assert intent.client_secret is not None
    assert intent.client_secret.startswith(f"{intent.id}_secret_")

    intent = standin.intents.update(intent.id, {"payment_method": "pm_card_visa"})
    assert intent.status == "requires_confirmation"

    intent = standin.intents.confirm(intent.id)
    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("requires_capture", 2500, 0)

    intent = standin.intents.capture(intent.id)
    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("succeeded", 0, 2500)
    assert intent.metadata.to_dict() == {"order_id": "ord_1"}


@pytest.mark.parametrize(("method", "status"), OUTCOMES.items())
def test_a_test_card_decides_what_a_confirmation_leads_to(standin: Stripe, method: str, status: str):
    assert standin.authorize(method=method).status == status


def test_without_manual_capture_the_money_is_taken_at_once(standin: Stripe):
    intent = standin.intents.create(
        {"amount": 500, "currency": "eur", "payment_method": "pm_card_visa", "confirm": True,
         "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}
    )  # fmt: skip
    assert (intent.status, intent.amount_received) == ("succeeded", 500)


def test_part_of_an_authorization_can_be_captured_and_the_rest_is_released(standin: Stripe):
    intent = standin.intents.capture(standin.authorize(1000).id, {"amount_to_capture": 600})
    charge = standin.client.v1.charges.retrieve(str(intent.latest_charge))
    assert (intent.amount_received, charge.amount_captured, charge.amount_refunded) == (600, 600, 400)


def test_canceling_an_authorization_gives_it_back(standin: Stripe):
    intent = standin.intents.cancel(standin.authorize(1000).id, {"cancellation_reason": "abandoned"})
    charge = standin.client.v1.charges.retrieve(str(intent.latest_charge))
    assert (intent.status, intent.cancellation_reason, intent.amount_received) == ("canceled", "abandoned", 0)
    assert (charge.captured, charge.refunded, charge.amount_captured) == (False, True, 0)


def test_the_latest_charge_comes_along_when_it_is_asked_for(standin: Stripe):
    intent = standin.intents.retrieve(standin.pay(700).id, {"expand": ["latest_charge"]})
    assert isinstance(intent.latest_charge, stripe.Charge)
    assert (intent.latest_charge.amount_captured, intent.latest_charge.payment_intent) == (700, intent.id)


def test_what_cannot_be_expanded_is_refused(standin: Stripe):
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        standin.intents.retrieve(standin.pay().id, {"expand": ["nonsense"]})


def test_a_currency_without_decimals_counts_whole_units(standin: Stripe):
    assert standin.pay(3000, currency="jpy").amount_received == 3000
    with pytest.raises(stripe.InvalidRequestError, match="at least ¥50 jpy") as refused:
        standin.authorize(49, currency="jpy")
    assert refused.value.code == "amount_too_small"


def test_a_list_is_newest_first_and_pages_both_ways(standin: Stripe):
    made = [standin.authorize(1000 + n).id for n in range(5)]
    newest = standin.intents.list({"limit": 2})
    assert [one.id for one in newest.data] == made[:2:-1]
    assert newest.has_more
    older = standin.intents.list({"limit": 3, "starting_after": made[3]})
    assert [one.id for one in older.data] == made[2::-1]
    assert not older.has_more
    newer = standin.intents.list({"limit": 2, "ending_before": made[0]})
    assert [one.id for one in newer.data] == [made[2], made[1]]
    assert [one.id for one in standin.intents.list({"limit": 2}).auto_paging_iter()] == made[::-1]


def test_a_list_can_be_limited_to_a_period(standin: Stripe):
    intent = standin.authorize()
    assert len(standin.intents.list({"created": {"gte": intent.created}}).data) == 1
    assert standin.intents.list({"created": {"gt": intent.created + 60}}).data == []
    assert standin.intents.list({"created": {"lt": intent.created}}).data == []


def test_an_authorization_expires_as_stripe_lets_it_expire(standin: Stripe):
    intent = standin.authorize()
    standin.control("POST", f"/payment_intents/{intent.id}/expire")
    intent = standin.intents.retrieve(intent.id)
    assert (intent.status, intent.cancellation_reason) == ("canceled", "automatic")


def test_a_bank_debit_is_processing_until_the_bank_answers(standin: Stripe):
    ways = {"pm_usBankAccount_success": "succeeded", "pm_usBankAccount_accountClosed": "requires_payment_method"}
    for method, end in ways.items():
        intent = standin.intents.create(
            {"amount": 900, "currency": "usd", "payment_method": method, "confirm": True,
             "allowed_payment_method_types": ["card", "us_bank_account"]}
        )  # fmt: skip
        assert intent.status == "processing"
        standin.control("POST", f"/payment_intents/{intent.id}/settle")
        assert standin.intents.retrieve(intent.id).status == end


def test_a_debit_is_captured_by_itself_when_only_cards_are_captured_by_hand(standin: Stripe):
    intent = standin.intents.create(
        {"amount": 900, "currency": "eur", "payment_method": "pm_success_de", "confirm": True,
         "payment_method_options": {"card": {"capture_method": "manual"}}, "return_url": "https://shop.test/"}
    )  # fmt: skip
    standin.control("POST", f"/payment_intents/{intent.id}/settle")
    assert standin.intents.retrieve(intent.id).amount_received == 900


def test_a_method_is_made_from_a_test_number_and_only_from_one(standin: Stripe):
    methods = standin.client.v1.payment_methods
    card: Any = {"number": "4000002500003155", "exp_month": 12, "exp_year": 2040, "cvc": "123"}
    method = methods.create({"type": "card", "card": card})
    assert standin.authorize(method=method.id).status == "requires_action"
    with pytest.raises(stripe.CardError) as refused:
        methods.create({"type": "card", "card": card | {"number": "4242424242424241"}})
    assert refused.value.code == "incorrect_number"
    with pytest.raises(stripe.CardError, match="non test card"):
        methods.create({"type": "card", "card": card | {"number": "4539578763621486"}})


# The client itself hands httpx its bodies in a deprecated way.
@pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
def test_the_asynchronous_client_is_answered_too(standin: Stripe):
    async def buy() -> list[str]:
        http_client = stripe.HTTPXClient()
        client = stripe.StripeClient(API_KEY, base_addresses={"api": standin.url}, http_client=http_client)
        intents = client.v1.payment_intents
        made = [intents.create_async({"amount": 1000 + n, "currency": "eur"}) for n in range(20)]
        found = [await intents.retrieve_async(intent.id) for intent in await asyncio.gather(*made)]
        await http_client.close_async()
        return [intent.status for intent in found]

    assert asyncio.run(buy()) == ["requires_payment_method"] * 20
