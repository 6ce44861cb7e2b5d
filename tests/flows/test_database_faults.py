"""While tickets are sold a database goes away and comes back: everybody is told "not now", soon, and nothing is lost."""

import sys
import time
from collections.abc import Callable, Iterator

import pytest

from deploy import demo
from deploy.native.stack import Stack
from deploy.people import Person, System, wait_until
from tests.flows.books import SERVICES, Books
from tests.flows.clerks import Call, Clerk, at_work, reads, signs_in, writes
from tests.flows.counting import Steps
from tests.flows.oracles import missing
from tests.flows.victims import Victim, Victims

AWAY_SECONDS = 3.0
# The longest that anybody waits for an answer, and for a good one once the database is back.
ANSWER_SECONDS, BACK_SECONDS = 3.0, 6.0
REST_SECONDS = 60
# What is there of what clients were told; a key's row is written in the transaction of its effect.
KEYS = "SELECT key FROM idempotency_keys WHERE status BETWEEN 200 AND 299"
PROOFS = {
    "auth": "SELECT 'ses_' || replace(id::text, '-', '') FROM sessions",
    "user": KEYS,
    "event": KEYS,
    "ticket": KEYS,
}


@pytest.fixture(scope="module")
def clerks(system: System) -> list[Clerk]:
    """One for each service, and the sale."""
    organizer, _ = demo.organize(system, Steps())
    event, [lawn] = demo.new_event(organizer, {"name": "Lawn", "price": 0, "capacity": 100_000})
    demo.wait_for_sale(organizer, event["id"])
    owner = organizer.get("/organizers")["data"][0]
    venue = organizer.get("/venues", organizer_id=owner["id"])["data"][0]
    another = {name: venue[name] for name in ("organizer_id", "name", "street", "city", "country", "time_zone")}
    buyer = Person.new(system, "Bea Buyer").join()
    order = {
        "event_id": event["id"],
        "items": [{"ticket_type_id": lawn["id"], "quantity": 1}],
        "holders": [{"ticket_type_id": lawn["id"], "name": "Bea"}],
    }
    return [
        # Somebody of its own: who signs in anew ends the session that the same browser had before.
        Clerk("auth", signs_in(Person.new(system, "Ada Again").join())),
        Clerk("user", writes(buyer, "PATCH", "/users/me", {"name": "Bea Buyer"})),
        Clerk("event", writes(organizer, "POST", "/venues", another)),
        Clerk("ticket", writes(buyer, "POST", "/orders", order)),
        Clerk("notification", reads(buyer, "/notifications")),
    ]


@pytest.fixture
def cut(stack: Stack) -> Iterator[Callable[[str], Callable[[], None]]]:
    """Cuts a service off from its database; what is returned lets it in again."""

    def command(*statements: str) -> None:
        stack.servers.cluster.psql("postgres", "-q", *(part for one in statements for part in ("-c", one)))

    def let_in(service: str) -> None:
        command(f"ALTER DATABASE {service}_db CONNECTION LIMIT -1")

    def cut(service: str) -> Callable[[], None]:
        command(
            f"ALTER DATABASE {service}_db CONNECTION LIMIT 0",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{service}_db'",
        )
        return lambda: let_in(service)

    yield cut
    for service in SERVICES:
        let_in(service)


@pytest.mark.parametrize("service", SERVICES)
def test_while_one_database_is_away_its_service_says_so_and_the_others_go_on(
    stack: Stack, books: Books, clerks: list[Clerk], cut: Callable[[str], Callable[[], None]], service: str
):
    with at_work(clerks):
        _all_are_served(clerks, time.monotonic())
        away_at = time.monotonic()
        let_in = cut(service)
        [concerned] = [clerk for clerk in clerks if clerk.service == service]
        _is_refused(concerned, away_at)
        let_in()
        back_at = time.monotonic()
        _all_are_served(clerks, back_at)
    others = [call for clerk in clerks if clerk is not concerned for call in clerk.since(away_at)]
    assert [call for call in others if not call.is_good] == []
    _judge(books, [concerned], away_at, back_at)


def test_when_the_whole_cluster_is_killed_everybody_is_told_and_soon_served_again(
    stack: Stack, books: Books, clerks: list[Clerk]
):
    victims = Victims(stack)
    with at_work(clerks):
        _all_are_served(clerks, time.monotonic())
        away_at = time.monotonic()
        assert victims.strike(Victim("postgres", 0))
        wait_until("Postgres to be away", lambda: not stack.servers.cluster.is_ready() or None, BACK_SECONDS)
        wait_until("Postgres to be back", lambda: stack.servers.cluster.is_ready() or None, REST_SECONDS)
        back_at = time.monotonic()
        _all_are_served(clerks, back_at)
    _judge(books, clerks, away_at, back_at)


def test_in_the_end_everything_was_told_and_nothing_is_half_done(books: Books):
    wait_until("the system to come to rest", lambda: books.unfinished() == [] or None, REST_SECONDS)
    assert books.violations() == []
    assert books.wrong_mails(most_copies=len(SERVICES) + 1) == []


def _all_are_served(clerks: list[Clerk], since: float) -> None:
    for clerk in clerks:
        served = lambda clerk=clerk: any(call.is_good for call in clerk.since(since)) or None  # noqa: E731
        wait_until(f"{clerk.service} to serve", served, REST_SECONDS)


def _is_refused(clerk: Clerk, away_at: float) -> None:
    """For as long as the database is to be away."""

    def is_told() -> bool | None:
        refused = [call for call in clerk.since(away_at) if not call.is_good]
        return (time.monotonic() > away_at + AWAY_SECONDS and len(refused) > 2) or None

    wait_until(f"{clerk.service} to say that it cannot", is_told, REST_SECONDS)


def _judge(books: Books, clerks: list[Clerk], away_at: float, back_at: float) -> None:
    told = {clerk.service: unfit(clerk.since(away_at), back_at) for clerk in clerks}
    for clerk in clerks:
        refused = [call for call in clerk.since(away_at) if not call.is_good]
        longest = max(call.took for call in clerk.since(away_at))
        good_after = min(call.ended_at for call in clerk.since(back_at) if call.is_good) - back_at
        sys.stdout.write(
            f"{clerk.service}: {len(refused)} refused, {longest:.1f} s at most, good {good_after:.1f} s after\n"
        )
        if query := PROOFS.get(clerk.service):
            proofs = {call.proof for call in clerk.calls if call.proof}
            assert proofs
            assert missing(proofs, {row for (row,) in books.rows(clerk.service, query)}) == []
    assert {service: said for service, said in told.items() if said} == {}


def unfit(calls: list[Call], back_at: float) -> list[str]:
    """What no client should have seen."""
    found = [f"{call.status} without a word when to come again" for call in calls if not call.is_honest]
    found += [f"{call.took:.1f} s for an answer" for call in calls if call.took > ANSWER_SECONDS]
    good = [call.ended_at - back_at for call in calls if call.began_at >= back_at and call.is_good]
    if not good or min(good) > BACK_SECONDS:
        found.append(f"nothing good within {BACK_SECONDS} s")
    return found


SERVED = Call(10.5, 0.1, 201, None)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (Call(9, 0.1, 500, None), "500 without a word when to come again"),
        (Call(9, 0.1, 502, "1"), "502 without a word when to come again"),
        (Call(9, 0.1, 503, None), "503 without a word when to come again"),
        (Call(9, 3.5, 503, "1"), "3.5 s for an answer"),
    ],
)
def test_control_what_no_client_should_see_is_seen(call: Call, said: str):
    assert unfit([call, SERVED], back_at=10) == [said]


def test_control_whoever_is_not_served_again_is_seen():
    late = [Call(9, 0.1, 201, None), Call(16.1, 0.2, 201, None)]
    assert unfit(late, back_at=10) == ["nothing good within 6.0 s"]
    assert unfit([Call(9, 0.1, 503, "1"), SERVED], back_at=10) == []
