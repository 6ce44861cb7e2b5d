"""What people are told when a ticket changes hands, has another code or ends; and who hears of the event afterwards."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from notification_service.deliveries import service as deliveries
from notification_service.notices import service as notices
from notification_service.notifications.models import Notification
from notification_service.tests.facts import address_of, event_state, order_state, paid, published, registered
from notification_service.tests.neighbours import PDF, Neighbours
from notification_service.tests.sink import Sink
from shared.ids import new_id
from shared.messages.auth import EmailVerified
from shared.messages.event import EventCanceled, EventState
from shared.messages.ticket import (
    OrderLineState,
    OrderRefunded,
    TicketReissued,
    TicketState,
    TicketTransferEnded,
    TicketTransferOffered,
    TicketTransferred,
    TicketVoided,
)
from shared.persistence.database import Database
from shared.runtime import Runtime
from shared.testing.accounts import Person
from shared.testing.messages import wrap

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]


def about(event: EventState, ticket_id: str | None = None) -> dict[str, Any]:
    return {
        "ticket_id": ticket_id or new_id("tkt"),
        "event_id": event.event_id,
        "event_title": event.title,
        "ticket_type_name": "Balcony",
    }


def offered(event: EventState, account_id: str, email: str) -> TicketTransferOffered:
    until = datetime(2027, 4, 4, 18, 0, tzinfo=UTC)
    more = {"transfer_id": new_id("trf"), "account_id": account_id, "email": email, "expires_at": until}
    return TicketTransferOffered(**about(event), **more)


def transferred(event: EventState, owner: str, to: str, ticket_id: str | None = None) -> TicketTransferred:
    return TicketTransferred(
        **about(event, ticket_id),
        version=2,
        transfer_id=new_id("trf"),
        order_id=new_id("ord"),
        ticket_type_id=new_id("tt"),
        holder_name="Carla New",
        from_account_id=owner,
        to_account_id=to,
        email=address_of(to),
        transferred_at=datetime.now(UTC),
    )


def canceled(event: EventState) -> EventCanceled:
    state = event.model_copy(update={"status": "canceled"})
    return EventCanceled(event_id=event.event_id, event=state, reason="Ill", version=9)


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


@pytest.fixture
async def known(person: People, tell: Tell) -> Callable[[], Awaitable[str]]:
    """Somebody with an account and a proven address."""

    async def known() -> str:
        account_id = person().account_id
        await tell(registered(account_id), EmailVerified(account_id=account_id, email=address_of(account_id)))
        return account_id

    return known


async def test_an_offer_goes_to_the_address_once_without_the_words_of_whoever_made_it(
    runtime: Runtime[Any], tell: Tell, rows: Rows, sink: Sink, known: Callable[[], Awaitable[str]]
):
    event, owner, friend = event_state(), await known(), await known()
    stranger = f"{new_id('usr')}@example.com"
    told = [wrap(offered(event, owner, email)) for email in (stranger, address_of(friend))]
    await tell(published(event), *told, *told)
    await deliveries.send_due(runtime)
    (to_stranger,), (to_friend,) = sink.mails(stranger), sink.mails(address_of(friend))
    assert to_stranger["Subject"] == "A ticket for Night of the Organ is offered to you"
    assert "/transfers/trf_" in text_of(to_stranger)
    assert "Sunday, 4 April 2027, 20:00" in text_of(to_stranger)
    for mail in (to_stranger, to_friend):
        assert "Ada King" not in mail.as_string()
        assert not list(mail.iter_attachments())
    assert await rows(friend, template="transfer_offered") == []


async def test_an_admin_sees_a_notification_that_is_to_no_account(
    client: httpx.AsyncClient, person: People, tell: Tell
):
    email = f"{new_id('usr')}@example.com"
    await tell(offered(event_state(), new_id("usr"), email))
    answer = await client.get("/api/v1/admin/notifications?template=transfer_offered&limit=100", auth=person("Admin"))
    (shown,) = [one for one in answer.json()["data"] if one["address"] == email]
    assert (shown["account_id"], shown["recipient"], shown["state"]) == (None, None, "waiting")
    assert (await client.get(f"/api/v1/admin/notifications/{shown['id']}", auth=person("Admin"))).status_code == 200


async def test_an_offer_is_written_though_the_event_is_not_known_yet(runtime: Runtime[Any], tell: Tell, sink: Sink):
    email = f"{new_id('usr')}@example.com"
    await tell(offered(event_state(), new_id("usr"), email))
    await deliveries.send_due(runtime)
    (mail,) = sink.mails(email)
    assert "Sunday, 4 April 2027, 18:00" in text_of(mail)


@pytest.mark.parametrize(
    ("outcome", "said"), [("declined", "does not want"), ("expired", "has not accepted"), ("withdrawn", None)]
)
async def test_the_owner_is_told_how_the_offer_ended_but_for_what_they_did_themselves(
    tell: Tell, runtime: Runtime[Any], sink: Sink, known: Callable[[], Awaitable[str]], outcome: str, said: str | None
):
    owner = await known()
    ended = {"transfer_id": new_id("trf"), "account_id": owner, "email": "carla@example.com", "outcome": outcome}
    await tell(TicketTransferEnded(**about(event_state()), **ended))
    await deliveries.send_due(runtime)
    mails = [text_of(mail) for mail in sink.mails(address_of(owner)) if "Night of the Organ" in mail["Subject"]]
    assert len(mails) == (said is not None)
    assert all(f"carla@example.com {said} the ticket" in mail for mail in mails)


async def test_an_accepted_ticket_is_sent_to_its_new_owner_and_the_old_one_is_told(
    runtime: Runtime[Any], tell: Tell, sink: Sink, neighbours: Neighbours, known: Callable[[], Awaitable[str]]
):
    event, owner, friend = event_state(), await known(), await known()
    await tell(published(event), transferred(event, owner, friend))
    await deliveries.send_due(runtime)
    received = next(mail for mail in sink.mails(address_of(friend)) if "Night of the Organ" in mail["Subject"])
    tickets, calendar = received.iter_attachments()
    assert tickets.get_content() == PDF
    assert "SUMMARY:Night of the Organ" in calendar.get_content()
    given = next(mail for mail in sink.mails(address_of(owner)) if "accepted" in mail["Subject"])
    assert f"{address_of(friend)} has accepted the ticket" in text_of(given)
    assert not list(given.iter_attachments())


async def test_a_ticket_that_has_moved_on_is_not_sent_to_whoever_had_it(
    runtime: Runtime[Any], tell: Tell, rows: Rows, neighbours: Neighbours, known: Callable[[], Awaitable[str]]
):
    event, owner, friend = event_state(), await known(), await known()
    moved = transferred(event, owner, friend)
    neighbours.fail(f"/internal/accounts/{friend}/tickets/{moved.ticket_id}.pdf", 404)
    await tell(published(event), moved)
    await deliveries.send_due(runtime)
    (row,) = await rows(friend, template="ticket_received", channel="email")
    assert (row.state, row.last_error) == ("dead", "CannotBeSent: ticket gave no tickets: 404 refused_here")


async def test_a_new_code_is_sent_to_the_owner(
    runtime: Runtime[Any], tell: Tell, sink: Sink, known: Callable[[], Awaitable[str]]
):
    event, owner = event_state(), await known()
    await tell(published(event), TicketReissued(**about(event), account_id=owner, version=2))
    await deliveries.send_due(runtime)
    mail = next(mail for mail in sink.mails(address_of(owner)) if "new code" in mail["Subject"])
    assert [attachment.get_content() for attachment in mail.iter_attachments()] == [PDF]


async def test_the_owner_of_a_voided_ticket_is_told_why(
    runtime: Runtime[Any], tell: Tell, sink: Sink, known: Callable[[], Awaitable[str]]
):
    owner = await known()
    voided = TicketVoided(
        **about(event_state()),
        order_id=new_id("ord"),
        ticket_type_id=new_id("tt"),
        account_id=owner,
        reason="It was sold twice.",
        order_tickets_left=0,
        voided_at=datetime.now(UTC),
    )
    await tell(voided)
    await deliveries.send_due(runtime)
    mail = next(mail for mail in sink.mails(address_of(owner)) if "no longer valid" in mail["Subject"])
    assert "It was sold twice." in text_of(mail)


async def test_news_of_the_event_reach_whoever_has_the_ticket_now_and_the_buyer(
    database: Database, person: People, tell: Tell, rows: Rows
):
    event, ticket_id = event_state(), new_id("tkt")
    buyer, between, last = person().account_id, person().account_id, person().account_id
    await tell(published(event), paid(order_state(buyer, event)))
    await tell(transferred(event, buyer, between, ticket_id), transferred(event, between, last, ticket_id))
    await tell(canceled(event))
    await notices.fan_out_all(database)
    heard = [
        await rows(account_id, template="event_canceled", channel="email") for account_id in (buyer, between, last)
    ]
    assert [len(mails) for mails in heard] == [1, 0, 1]


async def test_news_that_were_heard_before_the_transfer_reach_the_new_owner(
    database: Database, person: People, tell: Tell, rows: Rows
):
    event, friend = event_state(), person().account_id
    await tell(published(event), canceled(event))
    await notices.fan_out_all(database)
    await tell(transferred(event, new_id("usr"), friend))
    assert len(await rows(friend, template="event_canceled", channel="email")) == 1


async def test_whose_transferred_ticket_is_refunded_hears_that_it_has_ended(person: People, tell: Tell, rows: Rows):
    event, ticket_id, kind = event_state(), new_id("tkt"), new_id("tt")
    buyer, friend = person().account_id, person().account_id
    line = OrderLineState(ticket_type_id=kind, ticket_type_name="Balcony", quantity=1, unit_price=0)
    order = order_state(buyer, event, lines=[line], total=0)
    ended = TicketState(ticket_id=ticket_id, ticket_type_id=kind, holder_name="Carla New")
    refund = OrderRefunded(
        order_id=order.order_id, order=order, amount=0, refunded_total=0, reason="by_organizer", tickets=[ended]
    )
    await tell(published(event), paid(order), transferred(event, buyer, friend, ticket_id), refund)
    (row,) = await rows(friend, template="ticket_ended", channel="email")
    assert row.known_facts.ticket is not None
    assert row.known_facts.ticket.ticket_type_name == "Balcony"
    assert await rows(buyer, template="ticket_ended") == []
