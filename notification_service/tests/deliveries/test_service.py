"""What is due is sent once; what cannot be sent is tried again or given up, in sight of an admin."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from notification_service import hints
from notification_service.deliveries import recording
from notification_service.deliveries import service as deliveries
from notification_service.notifications.models import Attempt, Notification
from notification_service.tests.facts import (
    address_of,
    bought,
    event_state,
    order_state,
    paid,
    published,
    registered,
)
from notification_service.tests.neighbours import Neighbours
from notification_service.tests.sink import Sink
from shared.message_log.outbox import OutboxMessage
from shared.messages.auth import (
    AccountClosed,
    EmailVerified,
)
from shared.persistence.database import Database
from shared.runtime import Runtime
from shared.testing.accounts import Person

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]
Later = Callable[[str], Awaitable[None]]


async def attempts_of(database: Database, notification: Notification) -> list[Attempt]:
    async with database.transaction() as session:
        query = select(Attempt).filter_by(notification_id=notification.id).order_by(Attempt.id)
        return list((await session.execute(query)).scalars())


@pytest.mark.parametrize(("seconds", "asks"), [(0.0, True), (10.0, False)], ids=["before", "with it"])
async def test_a_run_that_ends_before_its_work_asks_for_the_next(
    runtime: Runtime[Any], person: People, tell: Tell, monkeypatch: pytest.MonkeyPatch, seconds: float, asks: bool
):
    await tell(*bought(person().account_id))
    hints.take()
    monkeypatch.setattr(deliveries, "RUN_SECONDS", seconds)
    await deliveries.send_due(runtime)
    assert hints.take() is asks


async def test_an_order_heard_before_its_event_or_its_account_waits_for_them(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink, let_time_pass: Later
):
    ada, event = person(), event_state()
    address = address_of(ada.account_id)
    await tell(paid(order_state(ada.account_id, event)))
    await deliveries.send_due(runtime)
    await tell(registered(ada.account_id), EmailVerified(account_id=ada.account_id, email=address))
    await let_time_pass(ada.account_id)
    await deliveries.send_due(runtime)
    (row,) = await rows(ada.account_id, template="order_confirmation", channel="email")
    assert (row.state, row.attempts) == ("waiting", 2)
    await tell(published(event))
    await let_time_pass(ada.account_id)
    await deliveries.send_due(runtime)
    assert len(sink.mails(address)) == 1


async def test_a_passing_refusal_is_tried_again_later_with_the_same_message_id(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink, let_time_pass: Later
):
    ada = person()
    address = address_of(ada.account_id)
    sink.answer(address, "451 4.3.0 try again later", "421 4.7.0 too much mail")
    await tell(*bought(ada.account_id))
    for _ in range(3):
        await deliveries.send_due(runtime)
        (row,) = await rows(ada.account_id, template="order_confirmation", channel="email")
        await deliveries.send_due(runtime)
        await let_time_pass(ada.account_id)
    (mail,) = sink.mails(address)
    assert (row.state, row.attempts, mail["Message-ID"]) == ("sent", 3, row.mail_message_id)
    outcomes = [(attempt.outcome, attempt.answer) for attempt in await attempts_of(runtime.database, row)]
    assert [outcome for outcome, _ in outcomes] == ["put_off", "put_off", "sent"]
    assert "451 4.3.0 try again later" in str(outcomes[0][1])


async def test_the_pause_before_the_next_attempt_is_kept(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink
):
    ada = person()
    sink.answer(address_of(ada.account_id), *["451 later"] * 3)
    await tell(*bought(ada.account_id))
    await deliveries.send_due(runtime)
    await deliveries.send_due(runtime)
    (row,) = await rows(ada.account_id, template="order_confirmation", channel="email")
    assert (row.state, row.attempts) == ("waiting", 1)
    assert row.due_at > row.created_at


@pytest.mark.parametrize("door", ["recipient", "content"])
async def test_a_lasting_refusal_is_dead_at_once_and_told(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink, door: str
):
    ada = person()
    address = address_of(ada.account_id)
    if door == "recipient":
        sink.refuse(address, "550 5.1.1 no such mailbox")
    else:
        sink.answer(address, "554 5.7.1 we do not want this")
    await tell(*bought(ada.account_id))
    await deliveries.send_due(runtime)
    (row,) = await rows(ada.account_id, template="order_confirmation", channel="email")
    assert (row.state, row.attempts) == ("dead", 1)
    assert str(row.last_error).startswith("MailRefused: 55")
    async with runtime.database.transaction() as session:
        told = (await session.execute(select(OutboxMessage).filter_by(aggregate_id=row.id))).scalar_one()
    assert (told.type, told.payload["template"]) == ("NotificationFailed", "order_confirmation")
    assert "@" not in told.payload["reason"]


async def test_after_the_last_attempt_it_is_dead(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink, let_time_pass: Later
):
    ada = person()
    sink.answer(address_of(ada.account_id), *["451 later"] * 20)
    await tell(*bought(ada.account_id))
    for _ in range(recording.MOST_ATTEMPTS):
        (row,) = await rows(ada.account_id, template="order_confirmation", channel="email")
        assert row.state == "waiting"
        await let_time_pass(ada.account_id)
        await deliveries.send_due(runtime)
    (row,) = await rows(ada.account_id, template="order_confirmation", channel="email")
    assert (row.state, row.attempts) == ("dead", recording.MOST_ATTEMPTS)


async def test_a_neighbour_that_is_away_is_asked_again_and_one_that_says_no_is_believed(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, neighbours: Neighbours, let_time_pass: Later
):
    ada = person()
    path = f"/internal/accounts/{ada.account_id}/links"
    neighbours.fail(path, 503)
    await tell(registered(ada.account_id))
    await deliveries.send_due(runtime)
    (row,) = await rows(ada.account_id)
    assert (row.state, row.attempts) == ("waiting", 1)
    neighbours.fail(path, 404)
    await let_time_pass(ada.account_id)
    await deliveries.send_due(runtime)
    (row,) = await rows(ada.account_id)
    assert (row.state, row.last_error) == ("dead", "CannotBeSent: auth gave no link: 404 refused_here")


@pytest.mark.parametrize(("status", "state"), [(401, "waiting"), (409, "waiting"), (422, "waiting"), (410, "dead")])
async def test_a_confirmation_waits_for_its_tickets_while_they_may_come(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, neighbours: Neighbours, status: int, state: str
):
    ada = person().account_id
    messages = bought(ada)
    await tell(*messages)
    neighbours.fail(f"/internal/orders/{messages[-1].aggregate_id}/tickets.pdf", status)
    await deliveries.send_due(runtime)
    (row,) = await rows(ada, template="order_confirmation", channel="email")
    assert (row.state, row.attempts) == (state, 1)


async def test_what_is_no_longer_needed_is_not_sent(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink
):
    admin, gone = person(), person()
    await tell(registered(admin.account_id), EmailVerified(account_id=admin.account_id, email="root@example.com"))
    await tell(registered(gone.account_id), AccountClosed(account_id=gone.account_id))
    await deliveries.send_due(runtime)
    for account_id in (admin.account_id, gone.account_id):
        assert [row.state for row in await rows(account_id)] == ["discarded"]
        assert not sink.mails(address_of(account_id))


async def test_an_address_no_server_takes_is_dead_and_keeps_nobody_waiting(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink
):
    odd, ada = person(), person()
    await tell(registered(odd.account_id, email="nobody@bad..example\r\nBcc: all@example.com"))
    await tell(registered(ada.account_id))
    await deliveries.send_due(runtime)
    (row,) = await rows(odd.account_id)
    assert (row.state, str(row.last_error).split(":")[0]) == ("dead", "AddressNotUsable")
    assert len(sink.mails(address_of(ada.account_id))) == 1


async def test_who_waits_for_a_link_does_not_wait_behind_a_rush(
    runtime: Runtime[Any], database: Database, person: People, tell: Tell, rows: Rows
):
    for _ in range(20):
        await tell(*bought(person().account_id))
    ada = person()
    await tell(registered(ada.account_id))
    (link,) = await rows(ada.account_id, template="verify_email")
    await deliveries.send_due(runtime)
    async with database.transaction() as session:
        later = select(Attempt.notification_id).where(Attempt.started_at >= link.created_at).order_by(Attempt.id)
        attempted = (await session.execute(later)).scalars().all()
    assert attempted.index(link.id) < 2 * deliveries.LANES < 20 < len(attempted)
