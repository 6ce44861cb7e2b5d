"""Controls: each promise of the books is broken on purpose, in a transaction that is taken back, and seen."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from deploy import demo
from deploy.native.services import TICKET
from deploy.native.stack import Stack
from deploy.people import Person, System, wait_until
from tests.flows.books import EVERYWHERE, KEPT_IN, LISTENERS, UNEXPIRED, UNFINISHED, Books
from tests.flows.counting import Steps
from tests.flows.history import History, replayed_differently
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
    "money was collected for an order that has ended, and does not go back": "UPDATE orders SET status = 'expired'",
    "a payment counts as refunded and its money did not go back": "UPDATE payments SET status = 'refunded', refundable = 0",
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
    "receipts that wait": """
        INSERT INTO receipt_wishes (order_id, state, attempts, due_at) SELECT id, 'waiting', 0, created_at FROM orders""",
    "capacities that wait": """
        INSERT INTO pending_capacities (ticket_type_id, event_id, capacity, state, attempts, due_at)
        SELECT id, event_id, 1, 'waiting', 0, clock_timestamp() FROM ticket_types""",
    "roles that wait": """
        INSERT INTO role_grants (id, account_id, role, state, attempts, due_at)
        VALUES (gen_random_uuid(), gen_random_uuid(), 'Operator', 'waiting', 0, clock_timestamp())""",
    "addresses that wait": """
        INSERT INTO address_lookups (id, email, state, attempts, due_at)
        VALUES (gen_random_uuid(), 'x@example.org', 'waiting', 0, clock_timestamp())""",
    "pages of messages that wait": "INSERT INTO unfinished_pages (source, last_position, attempts) VALUES ('auth', 1, 0)",
    "notifications that are not sent": "UPDATE notifications SET state = 'dead'",
    "messages without a position in the log": "UPDATE outbox SET position = NULL",
    "holds that are active": "UPDATE holds SET status = 'active'",
    "orders that are not paid": "UPDATE orders SET status = 'pending'",
    "payments that wait": "UPDATE payments SET state = 'waiting'",
}
QUERIES = {
    **{name: ("ticket", query) for name, query in VIOLATIONS.items()},
    **{name: ("ticket", query) for name, query in EVERYWHERE.items()},
    **{name: (services[0], query) for name, (services, query) in UNFINISHED.items()},
    **{name: ("ticket", query) for name, query in UNEXPIRED.items()},
}


# Tables whose rows may be work for as long as somebody else takes (a bank over a dispute), or for ever.
NEVER_AT_REST = {"dispute_looks", "event_readings", "reconciliations"}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with httpx.HTTPTransport() as connections:
        history = History(connections, tmp_path_factory.mktemp("history") / "told")
        yield history
        history.close()


@pytest.fixture(scope="module", autouse=True)
def people(stack: Stack, history: History) -> dict[str, Person]:
    """So that there is something to break: by account id, whoever lived through the demonstration."""
    system, say = System(stack.settings.public_url, connections=history), Steps()
    organizer, event = demo.organize(system, say)
    operator = demo.staff(system, organizer, event, say)
    buyer, tickets = demo.buy(system, event, say)
    demo.enter(operator, event, tickets[0], say)
    wait_until("everything to be told", lambda: Books(stack).unfinished() == [] or None)
    return {person.account["id"]: person for person in (organizer, operator, buyer)}


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


def test_every_queue_of_work_is_in_the_books(books: Books):
    """Whoever adds a table whose rows are work says when it is at rest."""
    query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'lease_until' AND table_schema = 'public'"
    asked = " ".join(query for _, query in QUERIES.values())
    tables = {table for service in ("auth", *LISTENERS) for (table,) in books.rows(service, query)}
    assert {table for table in tables if table not in asked} == NEVER_AT_REST


def test_every_request_again_with_its_key_is_answered_the_same_to_the_byte(history: History, people: dict[str, Person]):
    told = history.told()
    assert {one.account_id for one in told} == people.keys()
    assert list(replayed_differently(told, people)) == []


def test_control_an_answer_that_was_kept_with_another_byte_is_seen(
    books: Books, history: History, people: dict[str, Person]
):
    order = next(one for one in history.told() if one.path == "/orders")
    change = "UPDATE idempotency_keys SET body = {} WHERE key = " + f"'{order.key}'"
    books.change("ticket", change.format("body || '\\x20'"))
    try:
        different = list(replayed_differently(history.told(), people))
        assert [one.split(":")[0] for one in different] == ["/orders"], different
    finally:
        books.change("ticket", change.format("substr(body, 1, length(body) - 1)"))


def test_what_was_acknowledged_is_there_and_what_is_not_there_is_named(books: Books, history: History):
    ids = {id_ for one in history.told() for id_ in one.ids if id_.partition("_")[0] in KEPT_IN}
    assert {id_.partition("_")[0] for id_ in ids} == KEPT_IN.keys()
    assert books.forgotten(ids) == []
    lost = f"ord_{0:032x}"
    assert books.forgotten({*ids, lost}) == [lost]
