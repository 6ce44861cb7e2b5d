"""News about an event reach everybody who has tickets for it, once, however the messages overtake each other."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from notification_service.deliveries import service as deliveries
from notification_service.listeners import listeners
from notification_service.notices import service as notices
from notification_service.notifications.models import Notification
from notification_service.recipients import service as recipients
from notification_service.tests.facts import address_of, event_state, order_state, paid, published, registered
from notification_service.tests.sink import Sink
from shared.ids import new_id
from shared.messages.event import EventCanceled, EventChanged, EventPostponed, EventState
from shared.messages.ticket import OrderCanceled, OrderRefunded, OrderState
from shared.messages.user import PreferencesChanged
from shared.persistence.database import Database
from shared.runtime import Runtime
from shared.testing.accounts import Person
from shared.testing.messages import wrap

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]

LONG = recipients.GRACE * 2


def canceled(event: EventState, reason: str = "The organist is ill.") -> EventCanceled:
    state = event.model_copy(update={"status": "canceled"})
    return EventCanceled(event_id=event.event_id, event=state, reason=reason, version=9)


def changed(event: EventState, version: int = 2, **facts: Any) -> EventChanged:
    return EventChanged(event_id=event.event_id, event=event.model_copy(update=facts), version=version)


def refunded(order: OrderState) -> OrderRefunded:
    return OrderRefunded(
        order_id=order.order_id, order=order, amount=order.total, refunded_total=order.total, reason="event_canceled"
    )


async def told(rows: Rows, accounts: Sequence[str]) -> list[int]:
    """How many e-mails about an event each account has got or will get."""
    counts = []
    for account_id in accounts:
        mails = await rows(account_id, channel="email")
        counts.append(sum(str(row.template).startswith("event_") for row in mails))
    return counts


async def test_a_canceled_event_is_told_to_its_buyers_once_each_and_to_nobody_else(
    database: Database, person: People, tell: Tell, rows: Rows
):
    event, other = event_state(), event_state()
    ada, ben, eve = person().account_id, person().account_id, person().account_id
    await tell(published(event), published(other))
    await tell(paid(order_state(ada, event)), paid(order_state(ada, event)), paid(order_state(ben, event)))
    await tell(paid(order_state(eve, other)), canceled(event))
    await notices.fan_out_all(database)
    assert await told(rows, [ada, ben, eve]) == [1, 1, 0]


@pytest.mark.parametrize("reason", ["event_canceled", "closed"])
async def test_an_unpaid_order_is_told_to_have_ended_and_one_given_up_is_not(
    person: People, tell: Tell, rows: Rows, reason: str
):
    event, ada, ben = event_state(), person().account_id, person().account_id
    ended, given_up = order_state(ada, event), order_state(ben, event)
    await tell(
        OrderCanceled(order_id=ended.order_id, order=ended, reason=reason),
        OrderCanceled(order_id=given_up.order_id, order=given_up),
    )
    assert [row.template for row in await rows(ada, channel="email")] == ["order_canceled"]
    assert await rows(ben, channel="email") == []


async def test_the_news_of_a_cancellation_says_that_the_money_comes_back(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    event, ada = event_state(), person().account_id
    await tell(registered(ada), published(event), paid(order_state(ada, event)), canceled(event))
    await notices.fan_out_all(runtime.database)
    await deliveries.send_due(runtime)
    (mail,) = [mail for mail in sink.mails(address_of(ada)) if mail["Subject"].startswith("Canceled")]
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "What you paid is refunded; you need not do anything." in text


async def test_a_large_audience_is_reached_in_batches_that_can_be_interrupted(
    database: Database, tell: Tell, rows: Rows, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(notices, "BATCH", 3)
    event = event_state()
    buyers = [new_id("usr") for _ in range(8)]
    await tell(published(event), *[paid(order_state(buyer, event)) for buyer in buyers], canceled(event))
    async with database.transaction() as session:
        assert await notices.fan_out(session)
    assert sum(await told(rows, buyers)) == 3
    await asyncio.gather(*(notices.fan_out_all(database) for _ in range(3)))
    await notices.fan_out_all(database)
    assert await told(rows, buyers) == [1] * 8


async def test_orders_that_are_heard_together_are_each_confirmed_and_each_buyer_told_what_was_missed(
    database: Database, person: People, tell: Tell, rows: Rows
):
    event, other = event_state(), event_state()
    twice, late, elsewhere = person().account_id, person().account_id, person().account_id
    now = datetime.now(UTC)
    await tell(published(event), published(other), wrap(canceled(event), told_at=now))
    await notices.fan_out_all(database)
    heard = [
        paid(order_state(twice, event), paid_at=now - timedelta(hours=1)),
        paid(order_state(twice, event), paid_at=now + LONG),
        paid(order_state(late, event), paid_at=now + LONG),
        paid(order_state(elsewhere, other), paid_at=now - timedelta(hours=1)),
    ]
    async with database.transaction() as session:
        await listeners.apply(session, [wrap(message) for message in heard])
    await notices.fan_out_all(database)
    assert await told(rows, [twice, late, elsewhere]) == [1, 0, 0]
    for account_id, confirmed in ((twice, heard[:2]), (late, heard[2:3]), (elsewhere, heard[3:])):
        mails = [row for row in await rows(account_id, channel="email") if row.template == "order_confirmation"]
        assert {row.order_id for row in mails} == {message.order_id for message in confirmed}
        assert len(mails) == len(confirmed)


async def test_whoever_is_heard_to_have_paid_after_the_cancellation_was_heard_is_told_too(
    database: Database, person: People, tell: Tell, rows: Rows
):
    event = event_state()
    early, late, unconcerned = person().account_id, person().account_id, person().account_id
    now = datetime.now(UTC)
    await tell(published(event), wrap(canceled(event), told_at=now))
    await notices.fan_out_all(database)
    await tell(
        paid(order_state(early, event), paid_at=now - LONG),
        paid(order_state(late, event), paid_at=now + timedelta(seconds=1)),
        paid(order_state(unconcerned, event), paid_at=now + LONG),
    )
    await notices.fan_out_all(database)
    assert await told(rows, [early, late, unconcerned]) == [1, 1, 0]


async def test_a_refund_heard_before_the_cancellation_that_caused_it_keeps_nobody_from_the_news(
    database: Database, person: People, tell: Tell, rows: Rows
):
    event = event_state()
    ada, left_before = person().account_id, person().account_id
    order, returned = order_state(ada, event), order_state(left_before, event)
    now = datetime.now(UTC)
    await tell(
        published(event),
        paid(order, paid_at=now - 3 * LONG),
        paid(returned, paid_at=now - 3 * LONG),
        wrap(refunded(returned), told_at=now - 2 * LONG),
        wrap(refunded(order), told_at=now + timedelta(seconds=1)),
        wrap(canceled(event), told_at=now),
    )
    await notices.fan_out_all(database)
    assert await told(rows, [ada, left_before]) == [1, 0]


async def test_only_another_time_or_place_is_news(database: Database, person: People, tell: Tell, rows: Rows):
    event, ada = event_state(), person().account_id
    await tell(published(event), paid(order_state(ada, event)))
    await tell(changed(event, 2, title="Organ Night"), changed(event, 3, image_id=new_id("img")))
    await notices.fan_out_all(database)
    assert await told(rows, [ada]) == [0]
    await tell(changed(event, 4, venue_name="Town Hall"))
    await notices.fan_out_all(database)
    (mail,) = await rows(ada, template="event_changed", channel="email")
    assert mail.known_facts.before is not None
    assert mail.known_facts.before.venue_name == "Cathedral"


async def test_whoever_wants_no_updates_by_mail_still_gets_what_one_must_know(
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
    await tell(registered(ada), settings, published(event), paid(order_state(ada, event)))
    await tell(changed(event, 2, venue_name="Town Hall"), canceled(event))
    await notices.fan_out_all(database)
    mails = await rows(ada, channel="email")
    assert [mail.template for mail in mails] == [
        "verify_email",
        "order_confirmation",
        "event_changed",
        "event_canceled",
    ]


async def test_changes_of_what_is_over_or_canceled_are_no_news(
    database: Database, person: People, tell: Tell, rows: Rows
):
    over = event_state(ends_at=datetime.now(UTC) - timedelta(minutes=1))
    off, ada = event_state(), person().account_id
    await tell(published(over), published(off), paid(order_state(ada, over)), paid(order_state(ada, off)))
    await tell(changed(over, 2, venue_name="Town Hall"), changed(off, 2, venue_name="Town Hall", status="canceled"))
    await notices.fan_out_all(database)
    assert await told(rows, [ada]) == [0]


async def test_an_organizers_new_name_is_no_news(database: Database, person: People, tell: Tell, rows: Rows):
    event, ada = event_state(), person().account_id
    await tell(published(event), paid(order_state(ada, event)), changed(event, 2, organizer_name="Deanery"))
    await notices.fan_out_all(database)
    assert await told(rows, [ada]) == [0]


async def test_a_postponement_and_its_new_date_reach_the_mailbox(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    event, ada = event_state(), person().account_id
    later = {"status": "postponed", "starts_at": event.starts_at + timedelta(days=7)}
    postponed = EventPostponed(
        event_id=event.event_id, event=event.model_copy(update={"status": "postponed"}), reason="Snow.", version=2
    )
    await tell(registered(ada), published(event), paid(order_state(ada, event)), postponed)
    await tell(changed(event, 3, **later))
    await notices.fan_out_all(runtime.database)
    await deliveries.send_due(runtime)
    subjects = {str(mail["Subject"]) for mail in sink.mails(address_of(ada))}
    assert {"Postponed: Night of the Organ", "New time: Night of the Organ"} <= subjects
    (change,) = [mail for mail in sink.mails(address_of(ada)) if mail["Subject"].startswith("New time")]
    (calendar,) = change.iter_attachments()
    assert "SEQUENCE:3" in calendar.get_content()
