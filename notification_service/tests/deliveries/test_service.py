"""What is due is sent as it should look; what cannot be sent is tried again or given up, in sight of an admin."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from notification_service.deliveries import service as deliveries
from notification_service.notifications.models import Attempt, Notification
from notification_service.tests.facts import (
    address_of,
    event_state,
    order_state,
    paid,
    payment_failed,
    published,
    registered,
)
from notification_service.tests.neighbours import PDF, Neighbours
from notification_service.tests.sink import Sink
from shared.database import Database
from shared.messages.auth import (
    AccountClosed,
    EmailVerified,
    KnownAddressRegistered,
    PasswordResetRequested,
    VerificationRequested,
)
from shared.messages.user import PreferencesChanged, ProfileChanged
from shared.outbox import OutboxMessage
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


async def buy(tell: Tell, buyer: Person, **facts: Any) -> str:
    """A paid order of somebody whose address is known and verified; returns the address."""
    event = event_state(**facts)
    await tell(
        registered(buyer.account_id), EmailVerified(account_id=buyer.account_id, email=address_of(buyer.account_id))
    )
    await tell(published(event), paid(order_state(buyer.account_id, event)))
    return address_of(buyer.account_id)


async def test_registration_sends_a_link_that_is_fetched_now_and_kept_nowhere(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink, neighbours: Neighbours
):
    ada = person()
    await tell(registered(ada.account_id))
    assert not sink.mails(address_of(ada.account_id))
    await deliveries.send_due(runtime)
    (mail,) = sink.mails(address_of(ada.account_id))
    link = neighbours.links[ada.account_id]
    assert "/verify-email#token=" in link
    for kind in ("plain", "html"):
        assert link in text_of(mail, kind)
    (row,) = await rows(ada.account_id)
    assert row.state == "sent"
    assert "secret" not in str(row.facts) + str(row.last_error)
    assert [attempt.answer for attempt in await attempts_of(runtime.database, row)] == ["taken"]


async def test_a_mail_to_an_unproven_address_carries_no_words_of_whoever_typed_it_in(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    victim = person()
    lure = "You won! http://evil.example"
    await tell(registered(victim.account_id, name=lure), KnownAddressRegistered(account_id=victim.account_id))
    await tell(
        VerificationRequested(account_id=victim.account_id), PasswordResetRequested(account_id=victim.account_id)
    )
    await deliveries.send_due(runtime)
    mails = sink.mails(address_of(victim.account_id))
    assert len(mails) == 4
    assert not any("evil" in mail.as_string() + text_of(mail, "plain") + text_of(mail, "html") for mail in mails)


async def test_a_paid_order_is_confirmed_with_tickets_calendar_totals_and_the_venues_time(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    ada = person()
    address = await buy(tell, ada)
    await deliveries.send_due(runtime)
    (mail,) = sink.mails(address)
    assert mail["Subject"] == "Your tickets for Night of the Organ (order K7F3-92QD)"
    assert str(mail["From"]) == "Stagedoor <tickets@stagedoor.example>"
    for kind in ("plain", "html"):
        shown = text_of(mail, kind)
        assert "Saturday, 1 May 2027, 20:00" in shown
        assert "Central European Summer Time" in shown
        assert "€90.00" in shown
    tickets, calendar = mail.iter_attachments()
    assert (tickets.get_filename(), tickets.get_content_type(), tickets.get_content()) == (
        "tickets.pdf",
        "application/pdf",
        PDF,
    )
    assert (calendar.get_filename(), calendar.get_content_type()) == ("event.ics", "text/calendar")
    assert "DTSTART:20270501T180000Z" in calendar.get_content()


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


async def test_the_latest_name_and_language_are_used_whichever_service_is_heard_first(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    ada, event = person(), event_state()
    await tell(
        ProfileChanged(account_id=ada.account_id, version=2, name="Countess Lovelace", phone=None),
        ProfileChanged(account_id=ada.account_id, version=1, name="Ada L.", phone=None),
        PreferencesChanged(
            account_id=ada.account_id,
            version=3,
            locale="en-US",
            time_zone="UTC",
            email_event_updates=True,
            sms_event_updates=False,
        ),
        registered(ada.account_id),
        EmailVerified(account_id=ada.account_id, email=address_of(ada.account_id)),
        published(event),
        payment_failed(order_state(ada.account_id, event)),
        paid(order_state(ada.account_id, event)),
    )
    await deliveries.send_due(runtime)
    confirmation, failure = sorted(
        sink.mails(address_of(ada.account_id)), key=lambda mail: "did not" in mail["Subject"]
    )
    assert "Saturday, May 1, 2027, 8:00" in text_of(confirmation, "plain")
    assert "Hello Countess Lovelace" in text_of(confirmation, "plain")
    assert "the account has not enough funds" in text_of(failure, "plain")


async def test_a_passing_refusal_is_tried_again_later_with_the_same_message_id(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink, let_time_pass: Later
):
    ada = person()
    address = address_of(ada.account_id)
    sink.answer(address, "451 4.3.0 try again later", "421 4.7.0 too much mail")
    address = await buy(tell, ada)
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
    await buy(tell, ada)
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
    await buy(tell, ada)
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
    await buy(tell, ada)
    for _ in range(deliveries.MOST_ATTEMPTS):
        (row,) = await rows(ada.account_id, template="order_confirmation", channel="email")
        assert row.state == "waiting"
        await let_time_pass(ada.account_id)
        await deliveries.send_due(runtime)
    (row,) = await rows(ada.account_id, template="order_confirmation", channel="email")
    assert (row.state, row.attempts) == ("dead", deliveries.MOST_ATTEMPTS)


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


def text_of(mail: Any, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content
