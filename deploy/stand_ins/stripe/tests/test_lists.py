"""Lists as Stripe gives them: the newest first, in pages, since a moment, with what was asked for inside."""

import time
from typing import Any

import pytest
import stripe

from deploy.stand_ins.stripe.tests.conftest import Stripe


def _walk(service: Any, **params: Any) -> tuple[list[str], list[int]]:
    """The ids on all pages, and how many were on each."""
    ids: list[str] = []
    sizes: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = service.list({**params, **cursor})
        ids += [found.id for found in page.data]
        sizes.append(len(page.data))
        if not page.has_more:
            return ids, sizes
        cursor = {"starting_after": ids[-1]}


def test_refunds_and_intents_are_listed_in_pages_that_end(standin: Stripe):
    since = int(time.time())
    paid = [standin.pay(1000) for _ in range(4)]
    refunds = [standin.refunds.create({"payment_intent": intent.id}) for intent in paid]
    ids = [intent.id for intent in paid], [refund.id for refund in refunds]
    for service, made in zip((standin.intents, standin.refunds), ids, strict=True):
        newest_first = made[::-1]
        assert _walk(service, created={"gte": since}, limit=2) == (newest_first, [2, 2])
        assert _walk(service, created={"gte": since}, limit=3) == (newest_first, [3, 1])
        assert _walk(service, created={"gte": since + 3600}) == ([], [0])
    assert _walk(standin.refunds, payment_intent=paid[1].id) == ([refunds[1].id], [1])


def test_what_is_made_while_somebody_pages_is_on_no_page_and_moves_none(standin: Stripe):
    made = [standin.intents.create({"amount": 1000, "currency": "eur"}).id for _ in range(3)]
    first = standin.intents.list({"limit": 2})
    standin.intents.create({"amount": 1000, "currency": "eur"})
    rest = standin.intents.list({"limit": 1, "starting_after": first.data[-1].id})
    assert [found.id for page in (first, rest) for found in page.data] == made[::-1]


def test_a_list_shows_the_charge_when_it_is_asked_for(standin: Stripe):
    intent = standin.pay(1000)
    standin.refunds.create({"payment_intent": intent.id, "amount": 300})
    given_back = standin.authorize(700)
    standin.intents.cancel(given_back.id)
    seen: Any = standin.intents.list({"limit": 1, "starting_after": given_back.id, "expand": ["data.latest_charge"]})
    assert (seen.data[0].latest_charge.amount_refunded, seen.data[0].latest_charge.captured) == (300, True)
    refunds: Any = standin.refunds.list({"limit": 2, "expand": ["data.charge"]})
    assert [(refund.amount, refund.charge.captured) for refund in refunds.data] == [(700, False), (300, True)]


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 101}, {"starting_after": "pi_none"}, {"created": {"ge": 1}}])
def test_what_stripe_would_refuse_of_a_list_is_refused(standin: Stripe, wrong: dict[str, Any]):
    with pytest.raises(stripe.InvalidRequestError):
        standin.intents.list(wrong)  # type: ignore[arg-type]  # that is the point
