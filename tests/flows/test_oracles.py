"""Controls: each difference between two parties is named, and what may differ is not."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows.history import History
from tests.flows.oracles import doubled_money, lagging, wrong_mails, wrong_money


@pytest.mark.parametrize(
    ("owed", "at_provider"),
    [
        ({"ord_1": 2500}, {}),
        ({"ord_1": 2500}, {"ord_1": 5000}),
        ({"ord_1": 2500}, {"ord_1": 2499}),
        ({"ord_1": 0}, {"ord_1": 2500}),
        ({}, {"ord_1": 2500}),
    ],
    ids=["not collected", "collected twice", "a cent less", "kept without an order that is paid", "of no order"],
)
def test_money_that_disagrees_is_seen(owed: dict[str, int], at_provider: dict[str, int]):
    assert len(wrong_money(owed, at_provider)) == 1


def test_money_that_agrees_is_no_violation():
    assert wrong_money({"ord_1": 2500, "ord_2": 0}, {"ord_1": 2500, "ord_3": 0}) == []


def _ledger(captured: int, refunded: int = 0, returned: int = 0, without: tuple[str, ...] = ()) -> dict[str, Any]:
    times = {"captured": captured, "refunded": refunded, "refund_returned": returned}
    return {"groups": {"ord_1": {"times": times}}, "without": list(without)}


@pytest.mark.parametrize(
    ("ledger", "refunds", "said"),
    [
        (_ledger(2), {}, "ord_1 was captured 2 times"),
        (_ledger(2, 2), {"ord_1": 2}, "ord_1 was captured 2 times"),
        (_ledger(1, 2), {"ord_1": 1}, "ord_1 was refunded 2 times, 1 in the books"),
        (_ledger(1, 1), {}, "ord_1 was refunded 1 times, 0 in the books"),
        (_ledger(1, without=("pi_1",)), {}, "pi_1 belongs to no order"),
    ],
)
def test_money_that_moved_twice_is_seen(ledger: dict[str, Any], refunds: dict[str, int], said: str):
    assert doubled_money(ledger, refunds) == [said]


def test_a_refund_that_a_bank_returned_may_be_made_again():
    assert doubled_money(_ledger(1, refunded=2, returned=1), {"ord_1": 1}) == []


@pytest.mark.parametrize(
    ("once_paid", "mails", "copies"),
    [
        ({"a": True}, [], {}),
        ({"a": True}, [("a", "<1>")], {}),
        ({}, [("a", "<1>")], {"<1>": 1}),
        ({"a": True, "b": True}, [("a", "<1>"), ("b", "<2>")], {"<1>": 2, "<2>": 2}),
        ({"a": True}, [("a", "<1>"), ("a", "<2>")], {"<1>": 1, "<2>": 1}),
    ],
    ids=["nobody was told", "it never arrived", "told without being paid", "more copies than kills", "two letters"],
)
def test_wrong_mails_are_seen(once_paid: dict[str, bool], mails: list[tuple[str, str]], copies: dict[str, int]):
    assert len(wrong_mails(once_paid, mails, copies, most_copies=1)) == 1


def test_an_order_whose_money_went_back_may_have_been_confirmed_or_not():
    assert wrong_mails({"a": False, "b": False}, [("a", "<1>")], {"<1>": 1}, most_copies=0) == []


def test_no_mail_comes_four_times():
    mails = [(f"order {number}", f"<{number}>") for number in range(1000)]
    paid, copies = dict.fromkeys(dict(mails), True), dict.fromkeys(dict(mails).values(), 1)
    assert wrong_mails(paid, mails, {**copies, "<1>": 4}, most_copies=100) == ["<1> came 4 times"]
    assert wrong_mails(paid, mails, {**copies, "<1>": 2}, most_copies=1) == []


def test_of_two_hundred_mails_one_may_come_twice_however_much_was_killed():
    mails = [(f"order {number}", f"<{number}>") for number in range(1000)]
    paid, copies = dict.fromkeys(dict(mails), True), dict.fromkeys(dict(mails).values(), 1)
    twice = dict.fromkeys(("<1>", "<2>", "<3>", "<4>", "<5>"), 2)
    assert wrong_mails(paid, mails, copies | twice, most_copies=100) == []
    [said] = wrong_mails(paid, mails, copies | twice | {"<6>": 2}, most_copies=100)
    assert said == "6 copies of 1000 confirmations, at most 5 are explained"


def test_who_has_not_read_a_log_to_its_end_is_named():
    cursors = {("user", "ticket"): 7, ("event", "ticket"): 8}
    assert lagging({"ticket": 8}, cursors) == ["user has read ticket to 7 of 8"]


class Broken(httpx.BaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("cut", request=request)


def test_what_was_asked_is_on_the_disk_before_anybody_answers(tmp_path: Path):
    history = History(Broken(), tmp_path / "told")
    headers = {"Idempotency-Key": "k", "Authorization": "Bearer e30.eyJzdWIiOiAidXNyXzEifQ.e30"}
    with pytest.raises(httpx.ReadError), httpx.Client(transport=history) as client:
        client.post("http://localhost/api/v1/orders", json={}, headers=headers)
    assert '"account_id": "usr_1"' in (tmp_path / "told").read_text()
    assert history.told() == []
