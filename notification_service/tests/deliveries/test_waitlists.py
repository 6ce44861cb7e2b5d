"""Who waits for tickets is told in time that they are there, and that nothing came of it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from notification_service.deliveries import service as deliveries
from notification_service.notifications.models import Notification
from notification_service.tests.facts import address_of, event_state, published, registered, waitlist_entry
from notification_service.tests.sink import Sink
from shared.ids import new_id
from shared.messages.auth import AccountClosed, EmailVerified
from shared.messages.event import EventState
from shared.messages.ticket import WaitlistEnded, WaitlistOffered
from shared.runtime import Runtime
from shared.testing.accounts import Person
from shared.testing.messages import wrap

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]
UNTIL = datetime(2027, 4, 4, 18, 0, tzinfo=UTC)


def offered(event: EventState, account_id: str, **facts: Any) -> WaitlistOffered:
    entry = waitlist_entry(account_id, event, **facts)
    return WaitlistOffered(entry_id=new_id("wle"), entry=entry, offered_until=UNTIL)


def ended(event: EventState, account_id: str, reason: str) -> WaitlistEnded:
    return WaitlistEnded(entry_id=new_id("wle"), entry=waitlist_entry(account_id, event), reason=reason)


def mails_about(event: EventState, sink: Sink, account_id: str) -> list[EmailMessage]:
    return [mail for mail in sink.mails(address_of(account_id)) if event.title in mail["Subject"]]


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


@pytest.fixture
async def somebody(person: People, tell: Tell) -> Person:
    """With an account and a proven address."""
    somebody = person()
    account_id = somebody.account_id
    await tell(registered(account_id), EmailVerified(account_id=account_id, email=address_of(account_id)))
    return somebody


async def test_an_offer_is_mailed_once_with_its_deadline_in_the_venues_time(
    runtime: Runtime[Any], tell: Tell, sink: Sink, somebody: Person
):
    event = event_state()
    told = wrap(offered(event, somebody.account_id))
    await tell(published(event), told, told)
    await deliveries.send_due(runtime)
    [mail] = mails_about(event, sink, somebody.account_id)
    assert mail["Subject"] == "Tickets for Night of the Organ are there for you until 20:00"
    assert f"/waitlist/{told.aggregate_id}" in text_of(mail)
    assert "Sunday, 4 April 2027, 20:00 (Central European Summer Time)" in text_of(mail)
    assert "2 tickets" in text_of(mail)


async def test_a_single_ticket_is_offered_as_one(runtime: Runtime[Any], tell: Tell, sink: Sink, somebody: Person):
    event = event_state()
    await tell(published(event), offered(event, somebody.account_id, quantity=1))
    await deliveries.send_due(runtime)
    [mail] = mails_about(event, sink, somebody.account_id)
    assert mail["Subject"] == "A ticket for Night of the Organ is there for you until 20:00"


async def test_an_offer_is_mailed_though_the_event_is_not_known_yet(
    runtime: Runtime[Any], tell: Tell, sink: Sink, somebody: Person
):
    event = event_state()
    await tell(offered(event, somebody.account_id))
    await deliveries.send_due(runtime)
    [mail] = mails_about(event, sink, somebody.account_id)
    assert mail["Subject"].endswith("until 18:00 UTC")
    assert "Sunday, 4 April 2027, 18:00" in text_of(mail)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("offer_passed", "Wait in line again"),
        ("event_canceled", "The event does not take place."),
        ("sale_ended", "not on sale any more, and none came back for you"),
        ("limit_reached", "there is a limit for each person"),
        ("more_than_there_are", "fewer tickets now than you asked for"),
    ],
)
async def test_who_waited_is_told_why_nothing_came_of_it(
    runtime: Runtime[Any], tell: Tell, sink: Sink, somebody: Person, reason: str, said: str
):
    event = event_state()
    told = wrap(ended(event, somebody.account_id, reason))
    await tell(published(event), told, told)
    await deliveries.send_due(runtime)
    [mail] = mails_about(event, sink, somebody.account_id)
    assert said in text_of(mail)
    assert ("Wait in line again" in text_of(mail)) is (reason == "offer_passed")


async def test_it_is_shown_in_the_application_too(client: httpx.AsyncClient, tell: Tell, somebody: Person):
    event = event_state()
    await tell(published(event), offered(event, somebody.account_id))
    [shown] = (await client.get("/api/v1/notifications", auth=somebody)).json()["data"]
    assert shown["title"] == "Tickets for Night of the Organ are there for you until 20:00"
    assert shown["event_id"] == event.event_id


async def test_a_closed_account_is_told_nothing(tell: Tell, rows: Rows, somebody: Person):
    event = event_state()
    await tell(published(event), offered(event, somebody.account_id), AccountClosed(account_id=somebody.account_id))
    [row] = await rows(somebody.account_id, template="waitlist_offered", channel="email")
    assert row.state == "discarded"
