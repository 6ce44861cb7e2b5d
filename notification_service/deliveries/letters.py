"""From a claimed notification to what is sent. What it needs from others is asked for now, and a link is never kept."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from http import HTTPStatus

import httpx  # noqa: TID251  a limit of time for shared.peers.calls
import orjson

from notification_service.config import Settings
from notification_service.deliveries.errors import CannotBeSent, NotYet
from notification_service.mail.composing import Attachment, compose
from notification_service.notifications.models import Notification
from notification_service.notifications.service import ABOUT_ACCOUNT
from notification_service.recipients.models import Recipient
from notification_service.templates.facts import Facts
from notification_service.templates.kinds import Template
from notification_service.templates.languages import CLEAR_EVERYWHERE, language_of, reading_locale
from notification_service.templates.rendering import headline, render
from notification_service.templates.words import Reader, choose
from shared import calendar
from shared.messages.event import EventState
from shared.peers.calls import CallRefused
from shared.runtime import Runtime

PDF_TIMEOUT = httpx.Timeout(12.0, connect=0.5)
WITH_LINK = frozenset({Template.VERIFY_EMAIL, Template.RESET_PASSWORD})
WITH_TICKETS = frozenset({Template.ORDER_CONFIRMATION, Template.TICKET_RECEIVED, Template.TICKET_REISSUED})
WITH_CALENDAR = frozenset(
    {Template.ORDER_CONFIRMATION, Template.TICKET_RECEIVED, Template.EVENT_CHANGED, Template.EVENT_POSTPONED}
)


@dataclass(frozen=True)
class Taken:
    """When, by the database's clock and by this process's, which counts on from there."""

    moment: datetime
    monotonic: float

    def moment_now(self) -> datetime:
        return self.moment + timedelta(seconds=time.monotonic() - self.monotonic)


@dataclass(frozen=True)
class Errand:
    """A claimed notification and the copies that it is written from. `event_version` counts the event's changes."""

    notification: Notification
    attempt_id: str
    taken: Taken
    recipient: Recipient | None
    event: EventState | None
    event_version: int


async def write_mail(runtime: Runtime[Settings], errand: Errand) -> EmailMessage:
    """Raises CannotBeSent, NotYet, Unavailable."""
    notification, settings = errand.notification, runtime.settings
    address = notification.address or (errand.recipient.email if errand.recipient else None)
    if address is None:
        raise NotYet("the account's address is not known yet")
    template, facts = Template(notification.template), _facts(errand)
    link = await _link(runtime, notification) if template in WITH_LINK else ""
    reader = _reader(errand.recipient, template)
    language = language_of(reading_locale(reader.locale))
    attachments = [attachment async for attachment in _attachments(runtime, errand, template, language)]
    words = choose(
        facts,
        reader,
        brand=settings.brand,
        public_url=settings.public_url,
        link=link,
        has_attachments=bool(attachments),
    )
    rendered = render(template, words)
    return compose(
        message_id=notification.mail_message_id or "",
        sender=settings.sender,
        recipient=address,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        language=rendered.language,
        attachments=attachments,
        written_at=errand.taken.moment,
    )


def write_sms(settings: Settings, errand: Errand) -> tuple[str, str]:
    """The number and the text. Raises CannotBeSent."""
    recipient, facts = errand.recipient, _facts(errand)
    if recipient is None or recipient.phone is None:
        raise CannotBeSent("the account has no telephone number any more")
    words = choose(facts, Reader(recipient.locale), brand=settings.brand, public_url=settings.public_url)
    subject, summary = headline(Template(errand.notification.template), words)
    return recipient.phone, f"{settings.brand}: {subject}. {summary} {words['event_url']}"


def _reader(recipient: Recipient | None, template: Template) -> Reader:
    """A mail to an address that nobody may have proven must not carry the words of whoever typed it in."""
    if recipient is None:
        return Reader(CLEAR_EVERYWHERE)
    return Reader(recipient.locale, "" if template in ABOUT_ACCOUNT else recipient.name)


def _facts(errand: Errand) -> Facts:
    """What was told, and for an order the event as it is now planned. Raises NotYet."""
    facts = errand.notification.known_facts
    if facts.event is None and any((facts.order, facts.ticket, facts.waitlist)):
        facts = facts.model_copy(update={"event": errand.event})
    if errand.notification.template in WITH_TICKETS and facts.event is None:
        raise NotYet("the event is not known yet")
    return facts


async def _link(runtime: Runtime[Settings], notification: Notification) -> str:
    path = f"/internal/accounts/{notification.account_id}/links"
    try:
        answer = await runtime.calls.send("POST", "auth", path, json={"purpose": notification.template})
    except CallRefused as error:
        raise _judged("auth gave no link", error) from error
    return str(orjson.loads(answer)["url"])


async def _attachments(
    runtime: Runtime[Settings], errand: Errand, template: Template, language: str
) -> AsyncIterator[Attachment]:
    """None for the confirmation of an order of which its buyer has no ticket left: nor do they need the date of it."""
    if template in WITH_TICKETS:
        document = await _find_tickets(runtime, errand.notification, template, language)
        if document is None:
            return
        yield Attachment("tickets.pdf", "application/pdf", document)
    if template in WITH_CALENDAR and errand.event is not None:
        event, url = errand.event, runtime.settings.public_url
        entry = calendar.entry_of(
            event,
            event.event_id,
            errand.event_version,
            is_canceled=event.status == "canceled",
            public_url=url,
            written_at=errand.taken.moment,
        )
        yield Attachment("event.ics", "text/calendar", calendar.render(entry))


async def _find_tickets(
    runtime: Runtime[Settings], notification: Notification, template: Template, language: str
) -> bytes | None:
    """None when all tickets of an order were transferred or have ended before its confirmation was sent."""
    ticket = notification.known_facts.ticket
    if ticket is None:
        path = f"/internal/orders/{notification.order_id}/tickets.pdf"
    else:
        path = f"/internal/accounts/{notification.account_id}/tickets/{ticket.ticket_id}.pdf"
    try:
        return await runtime.calls.send("GET", "ticket", path, language=language, timeout=PDF_TIMEOUT)
    except CallRefused as error:
        if error.status == HTTPStatus.NOT_FOUND and template == Template.ORDER_CONFIRMATION:
            return None
        raise _judged("ticket gave no tickets", error) from error


def _judged(obstacle: str, error: CallRefused) -> CannotBeSent | NotYet:
    """What is not there or gone stays so; any other refusal may be a passing mistake of one of us."""
    reason = f"{obstacle}: {error.status} {error.problem.get('code', '')}"
    return CannotBeSent(reason) if error.status in {404, 410} else NotYet(reason)
