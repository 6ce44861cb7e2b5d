"""A mail is in its reader's language, whatever it is about, and says so in its head."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from notification_service.deliveries import service as deliveries
from notification_service.notices import service as notices
from notification_service.tests.facts import address_of, bought, event_state, order_state, paid, published, registered
from notification_service.tests.neighbours import Neighbours
from notification_service.tests.sink import Sink
from shared.messages.auth import EmailVerified, PasswordResetRequested
from shared.messages.event import EventChanged
from shared.messages.user import PreferencesChanged
from shared.runtime import Runtime
from shared.testing.accounts import Person

Tell = Callable[..., Awaitable[None]]
People = Callable[..., Person]


@pytest.mark.parametrize(
    ("locale", "language", "subject", "said"),
    [
        (
            "de-DE",
            "de",
            "Deine Tickets für Night of the Organ (Bestellung K7F3-92QD)",
            ["Mai 2027", "90,00", "Einlass"],
        ),
        ("en-GB", "en", "Your tickets for Night of the Organ (order K7F3-92QD)", ["May 2027", "€90.00", "Doors"]),
        ("fr", "en", "Your tickets for Night of the Organ (order K7F3-92QD)", ["May 2027", "90.00", "Doors"]),
    ],
)
async def test_an_order_is_confirmed_in_the_readers_language(
    runtime: Runtime[Any],
    person: People,
    tell: Tell,
    sink: Sink,
    neighbours: Neighbours,
    locale: str,
    language: str,
    subject: str,
    said: list[str],
):
    ada = person().account_id
    _registered, *others = bought(ada)
    await tell(registered(ada, locale=locale), *others)
    await deliveries.send_due(runtime)
    [mail] = sink.mails(address_of(ada))
    assert (mail["Subject"], mail["Content-Language"]) == (subject, language)
    assert f'<html lang="{language}"' in text_of(mail, "html")
    for kind in ("plain", "html"):
        assert [text for text in said if text not in text_of(mail, kind)] == []
    assert neighbours.printed_in[f"/internal/orders/{others[-1].aggregate_id}/tickets.pdf"] == language


async def test_a_link_for_an_address_that_nobody_has_proven_is_sent_in_the_accounts_language(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    ada = person().account_id
    await tell(registered(ada, locale="de"), PasswordResetRequested(account_id=ada))
    await deliveries.send_due(runtime)
    subjects = {mail["Subject"] for mail in sink.mails(address_of(ada))}
    assert subjects == {"Bestätige deine E-Mail-Adresse", "Neues Passwort festlegen"}


async def test_everybody_is_told_of_a_change_in_their_own_language(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    ada, ben, event = person().account_id, person().account_id, event_state()
    moved = event.model_copy(update={"venue_name": "Town Hall"})
    for account_id, locale in ((ada, "de-AT"), (ben, "en-US")):
        await tell(
            registered(account_id, locale=locale), EmailVerified(account_id=account_id, email=address_of(account_id))
        )
        await tell(paid(order_state(account_id, event)))
    await tell(published(event), EventChanged(event_id=event.event_id, event=moved, version=2))
    await notices.fan_out_all(runtime.database)
    await deliveries.send_due(runtime)
    for account_id, subject in ((ada, "Neuer Ort: Night of the Organ"), (ben, "New venue: Night of the Organ")):
        assert subject in [mail["Subject"] for mail in sink.mails(address_of(account_id))]


async def test_who_chooses_another_language_is_written_to_in_it(
    runtime: Runtime[Any], person: People, tell: Tell, sink: Sink
):
    ada = person().account_id
    await tell(
        *bought(ada),
        PreferencesChanged(
            account_id=ada,
            version=2,
            locale="de-CH",
            time_zone="UTC",
            email_event_updates=True,
            sms_event_updates=False,
        ),
    )
    await deliveries.send_due(runtime)
    [mail] = sink.mails(address_of(ada))
    assert mail["Content-Language"] == "de"
    assert "EUR\xa090.00" in text_of(mail, "plain")


def text_of(mail: Any, kind: str) -> str:
    return str(mail.get_body((kind,)).get_content())
