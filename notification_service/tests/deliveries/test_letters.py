"""Each mail says what it should, to whom it should, and asks others for what it needs only when it is sent."""

from collections.abc import Awaitable, Callable
from typing import Any

from notification_service.deliveries import service as deliveries
from notification_service.notifications.models import Notification
from notification_service.tests.facts import (
    address_of,
    bought,
    event_state,
    order_state,
    paid,
    payment_failed,
    published,
    registered,
)
from notification_service.tests.neighbours import PDF, Neighbours
from notification_service.tests.sink import Sink
from shared.messages.auth import (
    EmailVerified,
    KnownAddressRegistered,
    PasswordResetRequested,
    VerificationRequested,
)
from shared.messages.user import PreferencesChanged, ProfileChanged
from shared.runtime import Runtime
from shared.testing.accounts import Person

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]
Later = Callable[[str], Awaitable[None]]


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


async def test_an_order_whose_buyer_has_no_ticket_left_is_confirmed_without_any(
    runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink, neighbours: Neighbours
):
    ada = person().account_id
    messages = bought(ada)
    await tell(*messages)
    neighbours.fail(f"/internal/orders/{messages[-1].aggregate_id}/tickets.pdf", 404)
    await deliveries.send_due(runtime)
    (row,) = await rows(ada, template="order_confirmation", channel="email")
    assert row.state == "sent"
    [mail] = [one for one in sink.mails(address_of(ada)) if "K7F3-92QD" in one["Subject"]]
    assert mail["Subject"] == "Your order for Night of the Organ (K7F3-92QD)"
    assert not list(mail.iter_attachments())
    for kind in ("plain", "html"):
        text = text_of(mail, kind)
        assert "None of its tickets is yours any more" in text
        assert not any(promise in text for promise in ("attached", "Your tickets", "Open my tickets", "Bring them"))


async def test_a_paid_order_is_confirmed_with_tickets_calendar_totals_and_the_venues_time(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    ada = person()
    await tell(*bought(ada.account_id))
    await deliveries.send_due(runtime)
    (mail,) = sink.mails(address_of(ada.account_id))
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


def text_of(mail: Any, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content
