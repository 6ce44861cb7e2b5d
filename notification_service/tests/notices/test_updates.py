"""What an organizer writes reaches everybody who has tickets, once; by mail only who wants such mails."""

from collections.abc import Awaitable, Callable
from typing import Any

from notification_service.deliveries import service as deliveries
from notification_service.notices import service as notices
from notification_service.notifications.models import Notification
from notification_service.tests.facts import address_of, event_state, order_state, paid, published, registered
from notification_service.tests.sink import Sink
from shared.ids import new_id
from shared.messages.event import EventState, UpdateSent
from shared.messages.user import PreferencesChanged
from shared.persistence.database import Database
from shared.runtime import Runtime
from shared.testing.accounts import Person
from shared.testing.messages import wrap

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]

TEXT = "Please come by the south gate.\n\nIt opens at six."


def update(event: EventState) -> UpdateSent:
    return UpdateSent(
        event_id=event.event_id,
        update_id=new_id("upd"),
        event=event,
        subject="The north gate is closed",
        text=TEXT,
    )


async def test_an_update_is_told_once_to_who_has_tickets_and_to_nobody_else(
    database: Database, person: People, tell: Tell, rows: Rows
):
    event, other = event_state(), event_state()
    ada, eve = person().account_id, person().account_id
    await tell(published(event), published(other), paid(order_state(ada, event)), paid(order_state(eve, other)))
    told = wrap(update(event))
    await tell(told, told)
    await notices.fan_out_all(database)
    assert [row.channel for row in await rows(ada, template="event_update")] == ["email", "in_app"]
    assert await rows(eve, template="event_update") == []


async def test_who_wants_no_such_mails_finds_it_in_the_application(
    database: Database, person: People, tell: Tell, rows: Rows
):
    event, ada = event_state(), person().account_id
    settings = PreferencesChanged(
        account_id=ada,
        locale="en",
        time_zone="UTC",
        email_event_updates=False,
        sms_event_updates=False,
        version=2,
    )
    await tell(registered(ada), settings, published(event), paid(order_state(ada, event)), update(event))
    await notices.fan_out_all(database)
    assert [row.channel for row in await rows(ada, template="event_update")] == ["in_app"]


async def test_the_mail_says_what_was_written(runtime: Runtime[Any], person: People, tell: Tell, sink: Sink):
    event, ada = event_state(), person().account_id
    await tell(registered(ada), published(event), paid(order_state(ada, event)), update(event))
    await notices.fan_out_all(runtime.database)
    await deliveries.send_due(runtime)
    (mail,) = [mail for mail in sink.mails(address_of(ada)) if "north gate" in mail["Subject"]]
    assert mail["Subject"] == "Night of the Organ: The north gate is closed"
    body = mail.get_body(("plain",))
    assert body is not None
    assert TEXT in body.get_content().replace("\r\n", "\n")
