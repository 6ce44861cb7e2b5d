"""Who manages an event hears that a buyer's bank asks money back, and how it ended; nobody else does."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from notification_service.deliveries import service as deliveries
from notification_service.notifications.models import Notification
from notification_service.tests.facts import address_of, event_state, order_state, registered
from notification_service.tests.sink import Sink
from shared.ids import new_id
from shared.messages.auth import EmailVerified
from shared.messages.dispute import OrderDisputed
from shared.messages.ticket import OrderState
from shared.runtime import Runtime
from shared.testing.accounts import Person
from shared.testing.messages import wrap

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]


def disputed(order: OrderState, *members: str, status: str = "needs_response") -> OrderDisputed:
    return OrderDisputed(
        order_id=order.order_id,
        order=order,
        dispute_id=new_id("dsp"),
        status=status,
        reason="product_not_received",
        amount=4500,
        currency="EUR",
        evidence_until=datetime(2027, 5, 15, 12, 0, tzinfo=UTC),
        member_ids=list(members),
    )


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


async def test_each_member_is_told_once_and_the_buyer_is_not(
    runtime: Runtime[Any], tell: Tell, rows: Rows, sink: Sink, person: People
):
    buyer, *members = (person().account_id for _ in range(3))
    order = order_state(buyer, event_state())
    for account_id in (buyer, *members):
        await tell(registered(account_id), EmailVerified(account_id=account_id, email=address_of(account_id)))
    told = wrap(disputed(order, *members))
    await tell(told, told)
    await deliveries.send_due(runtime)
    for member in members:
        (mail,) = sink.mails(address_of(member))
        assert mail["Subject"] == "A buyer of Night of the Organ disputes €45.00"
        text = text_of(mail)
        assert "product not received" in text
        assert "Saturday, 15 May 2027, 12:00 (universal time)" in text
        assert len(await rows(member, template="order_disputed")) == 2
    assert await rows(buyer, template="order_disputed") == []


async def test_how_it_ended_is_told(runtime: Runtime[Any], tell: Tell, sink: Sink, person: People):
    member = person().account_id
    order = order_state(new_id("usr"), event_state())
    await tell(registered(member), EmailVerified(account_id=member, email=address_of(member)))
    await tell(disputed(order, member, status="lost"), disputed(order, member, status="won"))
    await deliveries.send_due(runtime)
    subjects = sorted(mail["Subject"] for mail in sink.mails(address_of(member)))
    assert subjects == ["A dispute was lost (Night of the Organ)", "A dispute was won (Night of the Organ)"]


async def test_an_event_without_members_is_nobodys_mail(tell: Tell, rows: Rows, person: People):
    buyer = person().account_id
    await tell(disputed(order_state(buyer, event_state())))
    assert await rows(buyer, template="order_disputed") == []
