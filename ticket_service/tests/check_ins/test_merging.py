"""Scans that devices made without a network: judged as of then, and merged into one outcome whatever comes first."""

import asyncio
import itertools
from collections import Counter
from contextvars import copy_context
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from shared.access.principals import Principal, Role
from ticket_service.check_ins import together
from ticket_service.check_ins.attempts import Attempt, Decision
from ticket_service.check_ins.matching import Person as Seen
from ticket_service.check_ins.models import CheckIn, Scan
from ticket_service.tests.check_ins.door import open_door
from ticket_service.tests.shop import Shop
from ticket_service.tickets.models import Ticket

PATH = "/api/v1/check-ins"


@pytest.fixture
def ticket_at(person, code_of):
    """A ticket for the event behind a door, and its code."""

    async def issued(door):
        [ticket] = await door.tickets_for(person(), "Berta")
        return ticket, code_of(ticket)

    return issued


@pytest.fixture
def post(client, operator):
    async def post(body, auth=operator):
        return (await client.post(PATH, json=body, auth=auth)).json()

    return post


def _ago(minutes: float) -> str:
    moment = datetime.now(UTC) - timedelta(minutes=minutes)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


async def _standing(database, ticket) -> CheckIn:
    async with database.transaction() as session:
        query = select(CheckIn).where(CheckIn.ticket_id == ticket.id, CheckIn.undone_at.is_(None))
        return (await session.execute(query)).scalar_one()


async def _counted(database, ticket) -> dict[datetime, int]:
    """When the ticket came in by what the others are told, as often as that was not taken back."""
    shop, by_moment = Shop(database), Counter[str]()
    for kind, payload in zip(await shop.told(ticket.id), await shop.payloads(ticket.id), strict=True):
        by_moment[payload["checked_in_at"]] += {"TicketCheckedIn": 1, "TicketCheckInUndone": -1}[kind]
    return {datetime.fromisoformat(moment): count for moment, count in by_moment.items() if count}


async def test_a_scan_that_is_uploaded_after_the_end_is_judged_as_of_when_it_was_made(
    database, operator, ticket_at, post
):
    door = await open_door(database, doors_in=timedelta(hours=-7), staff=(operator.account_id,))
    ticket, code = await ticket_at(door)
    scanned_at = _ago(minutes=120)
    answer = await post(door.scan(code, scanned_at=scanned_at))
    assert (answer["result"], answer["scanned_at"], answer["replaced"]) == ("admitted", scanned_at, None)
    assert answer["check_in"]["at"] == scanned_at
    async with database.transaction() as session:
        scan = await session.get_one(Scan, (operator.account_id, answer["scan_id"]))
    assert scan.uploaded_at - scan.scanned_at > timedelta(minutes=119)
    assert list(await _counted(database, ticket)) == [datetime.fromisoformat(scanned_at)]


async def test_a_scan_that_was_made_before_the_doors_opened_is_refused_however_late_it_comes(door, ticket_at, post):
    _, code = await ticket_at(door)
    answer = await post(door.scan(code, scanned_at=_ago(minutes=90)))
    assert (answer["result"], answer["reason"], answer["can_override"]) == ("refused", "not_yet_valid", True)


async def test_a_clock_that_is_ahead_counts_as_now(door, ticket_at, post):
    _, code = await ticket_at(door)
    before = _ago(minutes=0)
    answer = await post(door.scan(code, scanned_at=_ago(minutes=-60 * 24)))
    assert answer["result"] == "admitted"
    assert before <= answer["scanned_at"] <= _ago(minutes=0)


async def test_how_a_ticket_stands_is_asked_as_of_now(database, door, ticket_at, post):
    ticket, code = await ticket_at(door)
    async with database.transaction() as session:
        await session.execute(update(Ticket).where(Ticket.id == ticket.id).values(status="refunded"))
    answer = await post(door.scan(code, scanned_at=_ago(minutes=30)))
    assert (answer["result"], answer["reason"]) == ("refused", "refunded")


async def test_an_earlier_scan_takes_the_place_of_a_later_check_in_and_reports_it(
    database, door, ticket_at, post, operator
):
    ticket, code = await ticket_at(door)
    live = door.scan(code, gate="North")
    later = await post(live)
    scanned_at = _ago(minutes=30)
    kept = door.scan(code, gate="South", scanned_at=scanned_at)
    earlier = await post(kept)
    assert (earlier["result"], earlier["replaced"]) == ("admitted", later["check_in"])
    assert (earlier["check_in"]["at"], earlier["check_in"]["gate"]) == (scanned_at, "South")
    async with database.transaction() as session:
        taken_back = await session.get_one(CheckIn, later["check_in"]["id"])
    assert (taken_back.undone_by, taken_back.undo_reason) == (operator.account_id, "An earlier scan was uploaded.")
    assert await Shop(database).told(ticket.id) == ["TicketCheckedIn", "TicketCheckInUndone", "TicketCheckedIn"]
    assert await _counted(database, ticket) == {datetime.fromisoformat(scanned_at): 1}
    del kept["scanned_at"]
    for repeated, answer in (({**kept, "scanned_at": _ago(minutes=40)}, earlier), (kept, earlier), (live, later)):
        assert await post(repeated) == answer
    assert (await _standing(database, ticket)).id == earlier["check_in"]["id"]


async def test_a_later_scan_does_not_take_the_place_of_an_earlier_check_in(door, ticket_at, post):
    _, code = await ticket_at(door)
    moment = _ago(minutes=30)
    first = await post(door.scan(code, scanned_at=moment))
    for same_or_later in (moment, _ago(minutes=20)):
        answer = await post(door.scan(code, scanned_at=same_or_later))
        assert (answer["reason"], answer["replaced"]) == ("already_checked_in", None)
        assert answer["check_in"] == first["check_in"]


async def test_a_later_check_in_stands_again_when_the_earlier_one_is_taken_back(
    client, database, door, ticket_at, post, operator
):
    ticket, code = await ticket_at(door)
    latest = await post(door.scan(code, gate="North"))
    later = await post(door.scan(code, gate="West", scanned_at=_ago(minutes=20)))
    earliest = await post(door.scan(code, gate="South", scanned_at=_ago(minutes=30)))
    for taken_back, standing in ((earliest, later), (later, latest)):
        path = f"/api/v1/events/{door.event.event_id}/check-ins/{taken_back['check_in']['id']}/undo"
        answer = await client.post(path, json={"reason": "Scanned by mistake"}, auth=operator)
        assert (answer.status_code, answer.json()["undone_at"] is not None) == (200, True)
        stands = await _standing(database, ticket)
        assert (stands.id, stands.undone_by, stands.undo_reason) == (standing["check_in"]["id"], None, None)
        assert await _counted(database, ticket) == {stands.checked_in_at: 1}
    assert (await post(door.scan(code)))["reason"] == "already_checked_in"


async def test_a_scan_without_a_moment_replaces_nothing(database, door, ticket_at, post):
    """Not even a check-in that a clock which was set back shows as later."""
    ticket, code = await ticket_at(door)
    first = await post(door.scan(code))
    in_an_hour = datetime.now(UTC) + timedelta(hours=1)
    async with database.transaction() as session:
        await session.execute(update(CheckIn).where(CheckIn.ticket_id == ticket.id).values(checked_in_at=in_an_hour))
    answer = await post(door.scan(code))
    assert (answer["reason"], answer["check_in"]["id"]) == ("already_checked_in", first["check_in"]["id"])


async def test_an_override_replaces_and_is_replaced_by_the_same_rule(door, ticket_at, post):
    ticket, code = await ticket_at(door)
    last = await post(door.scan(code))
    by_name = {
        **door.scan(""),
        "ticket_id": ticket.id,
        "override_reason": "Phone is dead",
        "scanned_at": _ago(minutes=20),
    }
    del by_name["code"]
    overridden = await post(by_name)
    assert (overridden["replaced"], overridden["check_in"]["overrode"]) == (last["check_in"], "no_code")
    first = await post(door.scan(code, scanned_at=_ago(minutes=30)))
    assert first["replaced"] == overridden["check_in"]


async def test_a_scan_that_is_refused_for_itself_replaces_nothing(database, door, ticket_at, post):
    ticket, code = await ticket_at(door)
    first = await post(door.scan(code))
    answer = await post(door.scan(code, scanned_at=_ago(minutes=30), holder={"name": "Mallory"}))
    assert (answer["reason"], answer["replaced"]) == ("holder_mismatch", None)
    assert (await _standing(database, ticket)).id == first["check_in"]["id"]


@pytest.mark.parametrize("minutes", [(20, 30), (30, 20)])
async def test_of_two_scans_in_one_group_the_earlier_stands(runtime, database, door, ticket_at, operator, minutes):
    ticket, code = await ticket_at(door)
    scanner = Principal(operator.account_id, "ses_1", frozenset({Role.OPERATOR}))
    moments = [datetime.now(UTC) - timedelta(minutes=ago) for ago in minutes]
    attempts = [
        Attempt(
            *(scanner, f"{ticket.id}-{place}", ticket.event_id, code, None, Seen(), ticket.code), scanned_at=scanned_at
        )
        for place, scanned_at in enumerate(moments)
    ]
    first, second = await together.gathering(runtime).decide(attempts, [copy_context() for _ in attempts])
    assert (await _standing(database, ticket)).checked_in_at == min(moments)
    assert await _counted(database, ticket) == {min(moments): 1}
    assert isinstance(first, Decision)
    assert isinstance(second, Decision)
    assert (first.replaced, second.replaced) == (None, first.check_in if minutes == (20, 30) else None)


async def test_a_moment_without_a_time_zone_is_refused(client, door, operator):
    body = door.scan("x", scanned_at="2026-12-01T20:00:00")
    assert (await client.post(PATH, json=body, auth=operator)).status_code == 422


@pytest.mark.parametrize("sizes", [(1, 1, 1, 1), (1, 2, 1), (4,)])
async def test_scans_of_several_devices_end_alike_in_whatever_order_they_are_uploaded(
    database, ticket_at, post, person, sizes
):
    devices = [person("Operator") for _ in range(3)]
    door = await open_door(database, staff=tuple(device.account_id for device in devices))
    for order in itertools.permutations(range(4)):
        ticket, code = await ticket_at(door)
        moments = [_ago(minutes=40), _ago(minutes=30), _ago(minutes=20)]
        scans = [
            (door.scan(code, gate=f"Gate {number}", scanned_at=moment), devices[number])
            for number, moment in enumerate(moments)
        ]
        scans.append((door.scan(code, gate="Gate 3"), devices[0]))
        uploads = iter([scans[number] for number in order])
        answers = []
        for size in sizes:
            answers += await asyncio.gather(*(post(*upload) for upload in itertools.islice(uploads, size)))
        standing = await _standing(database, ticket)
        earliest = datetime.fromisoformat(moments[0])
        assert (standing.gate, standing.checked_in_at) == ("Gate 0", earliest), order
        assert await _counted(database, ticket) == {earliest: 1}, order
        admitted = [answer for answer in answers if answer["result"] == "admitted"]
        replaced = [answer["replaced"]["id"] for answer in admitted if answer["replaced"]]
        assert sorted([*replaced, standing.id]) == sorted(answer["check_in"]["id"] for answer in admitted), order
