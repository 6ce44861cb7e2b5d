"""Controls: each promise of the books is broken on purpose, in a transaction that is taken back, and seen."""

import subprocess
import sys

import pytest

from deploy import demo
from deploy.native.services import TICKET
from deploy.native.stack import Stack
from deploy.people import System, wait_until
from tests.flows.books import EVERYWHERE, UNFINISHED, Books, wrong_mails, wrong_money
from ticket_service.invariants import VIOLATIONS

# Whoever bought tickets waits for as many more.
WAITING = """
    INSERT INTO waitlist_entries (id, account_id, event_id, ticket_type_id, quantity, status, joined_at)
    SELECT DISTINCT ON (o.account_id, l.ticket_type_id)
        gen_random_uuid(), o.account_id, o.event_id, l.ticket_type_id, l.quantity, 'waiting', clock_timestamp()
    FROM orders o JOIN order_lines l ON l.order_id = o.id"""

PLANTED = {
    "an order is paid without all of its tickets": """
        UPDATE order_lines SET quantity = quantity + 1, holder_names = holder_names || 'One More'::text""",
    "a ticket belongs to an order that is not paid": "UPDATE orders SET status = 'expired' WHERE status = 'paid'",
    "an allocation's sold is not what was sold": "UPDATE allocations SET sold = sold + 1 WHERE held + sold < capacity",
    "an allocation's held is not what is held": "UPDATE allocations SET held = held + 1 WHERE held + sold < capacity",
    "an allocation is oversold": """
        ALTER TABLE allocations DROP CONSTRAINT ck_allocations_not_oversold;
        UPDATE allocations SET sold = capacity + 1""",
    "a whole event's allocation is not the sum of its types'": """
        INSERT INTO allocations (id, event_id, capacity, held, sold, version)
        SELECT DISTINCT ON (event_id) gen_random_uuid(), event_id, 1000, 0, 999, 1 FROM allocations""",
    "an order's lines are not its total": "UPDATE order_lines SET total = total + 1",
    "a paid order's tickets did not cost its total": "UPDATE tickets SET price = price + 1",
    "a code's uses are not what uses it": "INSERT INTO code_uses (code_id, used) VALUES (gen_random_uuid(), 1)",
    "an account's allowance is not what it has": "UPDATE allowances SET used = used + 1",
    "an order is paid and its money was not collected": "UPDATE payments SET status = 'canceled'",
    "a payment's refundable is not what is left of it": "UPDATE payments SET refundable = refundable - 1",
    "a ticket is admitted twice": """
        DROP INDEX uq_check_ins_ticket_id_standing;
        INSERT INTO check_ins (id, ticket_id, event_id, checked_in_at, checked_in_by)
        SELECT gen_random_uuid(), ticket_id, event_id, checked_in_at, checked_in_by FROM check_ins""",
    "a hold is active long after its end": """
        UPDATE holds SET status = 'active', expires_at = clock_timestamp() - interval '1 hour'""",
    "an order waits long after its end": """
        UPDATE orders SET status = 'pending', expires_at = clock_timestamp() - interval '1 hour'""",
    "an account waits twice for tickets of a type": f"DROP INDEX uq_waitlist_entries_live; {WAITING}; {WAITING}",
    "tickets that somebody waits for are on sale": WAITING,
    "an offer stands long after its end": f"""{WAITING};
        UPDATE waitlist_entries SET status = 'offered', offered_until = clock_timestamp() - interval '1 hour'""",
    "a key is claimed without an answer": "UPDATE idempotency_keys SET status = 0",
    "orders that wait": "UPDATE orders SET status = 'capturing'",
    "payment operations that wait": "UPDATE payment_operations SET state = 'waiting'",
    "refunds that wait": """
        INSERT INTO refunds (id, order_id, event_id, account_id, status, cause, reason, amount, currency, created_at,
            key_attempt, key_since, is_key_spent, state, attempts, due_at)
        SELECT gen_random_uuid(), id, event_id, account_id, 'requested', 'by_organizer', '', 0, currency, created_at,
            1, created_at, false, 'waiting', 0, created_at FROM orders""",
    "canceled events whose orders wait": """
        INSERT INTO cancellations (event_id, reason, created_at, state, attempts, due_at)
        SELECT id, '', clock_timestamp(), 'waiting', 0, clock_timestamp() FROM events""",
    "parked messages": """
        INSERT INTO parked_messages
            (source, message_id, position, type, aggregate_id, payload, created_at, attempts, due_at, error)
        SELECT 'ticket', gen_random_uuid(), 0, 'X', 'x', '{}', clock_timestamp(), 1, clock_timestamp(), 'x'""",
    "notifications that are not sent": "UPDATE notifications SET state = 'dead'",
    "messages without a position in the log": "UPDATE outbox SET position = NULL",
}
QUERIES = {
    **{name: ("ticket", query) for name, query in VIOLATIONS.items()},
    **{name: ("ticket", query) for name, query in EVERYWHERE.items()},
    **{name: (services[0], query) for name, (services, query) in UNFINISHED.items()},
}


@pytest.fixture(scope="module", autouse=True)
def lived(stack: Stack, system: System) -> None:
    """So that there is something to break."""
    demo.walk(system)
    wait_until("everything to be told", lambda: Books(stack).unfinished() == [] or None)


def test_every_promise_has_a_control():
    assert PLANTED.keys() == QUERIES.keys()


@pytest.mark.parametrize("name", PLANTED)
def test_control_a_planted_violation_is_seen(books: Books, name: str):
    service, query = QUERIES[name]
    assert books.rows(service, query, planted=PLANTED[name]) != []
    assert books.rows(service, query) == []


def test_the_command_for_operators_says_that_all_holds_and_what_is_broken(stack: Stack, books: Books):
    command = [sys.executable, "-m", "ticket_service.invariants"]
    environment = stack.environments.of(TICKET)
    off = "UPDATE allocations SET sold = sold {} 1 WHERE capacity = 10"

    def check() -> tuple[int, int, int]:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        lines = done.stdout.splitlines()
        return (
            done.returncode,
            sum(line.startswith("ok") for line in lines),
            sum(line.startswith("BROKEN") for line in lines),
        )

    assert check() == (0, len(VIOLATIONS), 0)
    books.change("ticket", off.format("+"))
    try:
        assert check() == (1, len(VIOLATIONS) - 1, 1)
    finally:
        books.change("ticket", off.format("-"))


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
def test_control_money_that_disagrees_is_seen(owed: dict[str, int], at_provider: dict[str, int]):
    assert len(wrong_money(owed, at_provider)) == 1


def test_money_that_agrees_is_no_violation():
    assert wrong_money({"ord_1": 2500, "ord_2": 0}, {"ord_1": 2500, "ord_3": 0}) == []


@pytest.mark.parametrize(
    ("once_paid", "mails", "copies"),
    [
        ({"a": True}, {}, {}),
        ({"a": True}, {"a": "<1>"}, {}),
        ({}, {"a": "<1>"}, {"<1>": 1}),
        ({"a": True, "b": True}, {"a": "<1>", "b": "<2>"}, {"<1>": 2, "<2>": 2}),
    ],
    ids=["nobody was told", "it never arrived", "told without being paid", "more copies than kills"],
)
def test_control_wrong_mails_are_seen(once_paid: dict[str, bool], mails: dict[str, str], copies: dict[str, int]):
    assert len(wrong_mails(once_paid, mails, copies, most_copies=1)) == 1


def test_an_order_whose_money_went_back_may_have_been_confirmed_or_not():
    assert wrong_mails({"a": False, "b": False}, {"a": "<1>"}, {"<1>": 1}, most_copies=0) == []


def test_control_no_mail_comes_four_times():
    assert wrong_mails({"a": True}, {"a": "<1>"}, {"<1>": 4}, most_copies=100) == ["<1> came 4 times"]
    assert wrong_mails({"a": True}, {"a": "<1>"}, {"<1>": 2}, most_copies=1) == []
