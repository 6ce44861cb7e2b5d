"""Groups of several processes that scan the same tickets at once, and the proof that the test would notice."""

import asyncio
import itertools
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Select

from shared.access.principals import Principal, Role
from shared.errors import Unavailable
from shared.persistence.database import Database
from shared.runtime import Runtime
from ticket_service.check_ins import together
from ticket_service.check_ins.attempts import Attempt, Decision
from ticket_service.check_ins.matching import Person
from ticket_service.config import Settings
from ticket_service.tests.check_ins.door import Door, open_door
from ticket_service.tests.concurrency.conftest import Alter
from ticket_service.tickets.codes import Code

INSTANCES, TICKETS, SCANNERS = 3, 4, 20
INDEX = "uq_check_ins_ticket_id_standing"


async def _scan_all(runtime: Runtime[Settings], door: Door, person: Any) -> list[Decision]:
    """Every ticket at every scanner, spread over instances that know nothing of each other."""
    instances = [together.gathering(runtime) for _ in range(INSTANCES)]
    found = await door.tickets_for(person(), *(f"Guest {number}" for number in range(TICKETS)))
    operator = Principal(person().account_id, "ses_1", frozenset({Role.ADMIN}))

    async def scan(number: int, code: Code) -> Decision:
        attempt = Attempt(operator, f"scan-{number:06}", door.event.event_id, str(number), None, Person(), code)
        while True:
            try:
                return await instances[number % INSTANCES].ask(door.event.event_id, attempt)
            except Unavailable:  # as a device does: the same scan again
                continue

    pairs = enumerate(itertools.product([ticket.code for ticket in found], range(SCANNERS)))
    return await asyncio.gather(*(scan(number, code) for number, (code, _) in pairs))


def _admissions(decisions: list[Decision]) -> Counter[str]:
    return Counter(decision.ticket.id for decision in decisions if decision.ticket and decision.scan.reason is None)


async def test_instances_that_scan_in_groups_admit_each_ticket_once(
    runtime: Runtime[Settings], database: Database, person: Any
):
    decisions = await _scan_all(runtime, await open_door(database), person)
    assert sorted(_admissions(decisions).values()) == [1] * TICKETS
    refused = [decision for decision in decisions if decision.scan.reason]
    assert {decision.scan.reason for decision in refused} == {"already_checked_in"}
    assert all(decision.check_in for decision in refused)


async def test_control_without_locks_and_index_they_do_not(
    runtime: Runtime[Settings], database: Database, person: Any, alter: Alter, monkeypatch: pytest.MonkeyPatch
):
    def unlocked(self: Select[Any], **_options: Any) -> Select[Any]:
        return self

    door = await open_door(database)
    await alter(f"DROP INDEX {INDEX}")
    monkeypatch.setattr(Select, "with_for_update", unlocked)
    admitted = _admissions(await _scan_all(runtime, door, person))
    monkeypatch.undo()
    await alter("UPDATE check_ins SET undone_at = checked_in_at, undone_by = checked_in_by")
    await alter(f"CREATE UNIQUE INDEX {INDEX} ON check_ins (ticket_id) WHERE undone_at IS NULL")
    assert max(admitted.values()) > 1
