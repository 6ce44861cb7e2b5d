"""Tickets are printed beside the process that sells, at low priority, and one that prints may die."""

import asyncio
import os
import signal
from pathlib import Path

from deploy.native import trees
from ticket_service.printing.typesetting import LOW_PRIORITY
from ticket_service.tests.check_ins.door import open_door
from ticket_service.tests.waiting import until


def _printing() -> set[int]:
    _, *below = trees.below(os.getpid())
    return {pid for pid in below if "anyio.to_process" in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")}


async def test_a_document_comes_from_a_process_of_its_own_that_waits_for_who_sells(client, database, person):
    buyer = person()
    ticket = (await (await open_door(database)).tickets_for(buyer, "Anna"))[0]
    assert (await client.get(f"/api/v1/tickets/{ticket.id}.pdf", auth=buyer)).status_code == 200
    priorities = [os.getpriority(os.PRIO_PROCESS, pid) for pid in _printing()]
    assert priorities
    assert min(priorities) >= LOW_PRIORITY


async def test_another_process_prints_when_one_was_killed(client, database, person):
    buyer = person()
    path = f"/api/v1/tickets/{(await (await open_door(database)).tickets_for(buyer, 'Anna'))[0].id}.pdf"
    assert (await client.get(path, auth=buyer)).status_code == 200
    killed = _printing()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    answer = await client.get(path, auth=buyer)
    if answer.status_code == 503:
        assert answer.headers["retry-after"] == "1"
        answer = await client.get(path, auth=buyer)
    assert answer.status_code == 200
    assert _printing() - killed


async def test_documents_that_wait_for_each_other_keep_no_connection_from_others(app, client, database, person):
    """The printer stands still; more documents than there are connections are asked for meanwhile."""
    buyer = person()
    path = f"/api/v1/tickets/{(await (await open_door(database)).tickets_for(buyer, 'Anna'))[0].id}.pdf"
    assert (await client.get(path, auth=buyer)).status_code == 200
    for pid in _printing():
        os.kill(pid, signal.SIGSTOP)
    try:
        documents = [asyncio.create_task(client.get(path, auth=buyer)) for _ in range(database.engine.pool.size() + 1)]

        async def all_wait() -> bool:
            return app.state.printer.for_people.statistics().tasks_waiting == len(documents) - 1

        await until(all_wait)
        listed = await client.get("/api/v1/tickets", auth=buyer)
    finally:
        for pid in _printing():
            os.kill(pid, signal.SIGCONT)
    assert listed.status_code == 200
    assert {answer.status_code for answer in await asyncio.gather(*documents)} == {200}
