"""News about an event also come by SMS, to those who want that and have a number."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from notification_service.deliveries import service as deliveries
from notification_service.notices import service as notices
from notification_service.notifications.models import Notification
from notification_service.tests.facts import event_state, order_state, paid, published, registered
from notification_service.tests.neighbours import Neighbours
from shared.messages.event import EventCanceled
from shared.messages.user import PreferencesChanged, ProfileChanged
from shared.runtime import Runtime
from shared.testing.accounts import Person

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]


async def cancel_for(
    runtime: Runtime[Any], tell: Tell, account_id: str, *, phone: str | None, wants_sms: bool, locale: str = "en"
) -> str:
    """Somebody's event is canceled; returns where it would have been shown."""
    event = event_state()
    await tell(
        registered(account_id),
        ProfileChanged(account_id=account_id, version=1, name="Ada", phone=phone),
        PreferencesChanged(
            account_id=account_id,
            version=2,
            locale=locale,
            time_zone="UTC",
            email_event_updates=True,
            sms_event_updates=wants_sms,
        ),
        published(event),
        paid(order_state(account_id, event)),
        EventCanceled(event_id=event.event_id, event=event, reason="Snow.", version=2),
    )
    await notices.fan_out_all(runtime.database)
    await deliveries.send_due(runtime)
    return f"http://localhost:8080/events/{event.event_id}"


async def test_an_sms_says_what_happened_and_where_to_read_more(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, neighbours: Neighbours
):
    ada = person().account_id
    link = await cancel_for(runtime, tell, ada, phone="+4915112345601", wants_sms=True)
    (sms,) = [message for message in neighbours.sms if message["to"] == "+4915112345601"]
    assert sms["text"].startswith("Stagedoor: Canceled: Night of the Organ. The event does not take place.")
    assert sms["text"].endswith(link)
    (row,) = await rows(ada, channel="sms")
    assert (row.state, sms["id"], sms["from"]) == ("sent", row.id, "Stagedoor")


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("de-CH", "Stagedoor: Abgesagt: Night of the Organ. Die Veranstaltung findet nicht statt."),
        ("fr", "Stagedoor: Canceled: Night of the Organ. The event does not take place."),
    ],
)
async def test_an_sms_is_in_the_readers_language(
    runtime: Runtime[Any], person: People, tell: Tell, neighbours: Neighbours, locale: str, said: str
):
    phone = {"de-CH": "+41441234560", "fr": "+33112345678"}[locale]
    link = await cancel_for(runtime, tell, person().account_id, phone=phone, wants_sms=True, locale=locale)
    (sms,) = [message for message in neighbours.sms if message["to"] == phone]
    assert sms["text"].startswith(said)
    assert sms["text"].endswith(link)


@pytest.mark.parametrize(("phone", "wants_sms"), [(None, True), ("+4915112345602", False)])
async def test_who_does_not_want_it_or_has_no_number_gets_none(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, phone: str | None, wants_sms: bool
):
    ada = person().account_id
    await cancel_for(runtime, tell, ada, phone=phone, wants_sms=wants_sms)
    assert await rows(ada, channel="sms") == []


@pytest.mark.parametrize(("status", "state"), [(422, "dead"), (503, "waiting"), (429, "waiting")])
async def test_a_lasting_refusal_is_dead_and_a_passing_one_waits(
    runtime: Runtime[Any],
    person: People,
    tell: Tell,
    rows: Rows,
    neighbours: Neighbours,
    status: int,
    state: str,
):
    ada, phone = person().account_id, f"+49151123456{status}"
    neighbours.fail(phone, status)
    await cancel_for(runtime, tell, ada, phone=phone, wants_sms=True)
    (row,) = await rows(ada, channel="sms")
    assert row.state == state
