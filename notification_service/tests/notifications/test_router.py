"""What a person sees of their own news, and what an admin sees and may do about everybody's."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from notification_service.deliveries import service as deliveries
from notification_service.notifications.models import Notification
from notification_service.tests.facts import address_of, event_state, order_state, paid, payment_failed, registered
from notification_service.tests.sink import Sink
from shared.ids import new_id
from shared.messages.auth import KnownAddressRegistered, SessionRevoked
from shared.runtime import Runtime
from shared.testing.accounts import Person

Tell = Callable[..., Awaitable[None]]
Rows = Callable[..., Awaitable[list[Notification]]]
People = Callable[..., Person]

MINE = "/api/v1/notifications"
ALL = "/api/v1/admin/notifications"


@pytest.fixture
def doors() -> list[tuple[str, str]]:
    """Every route for admins."""
    one = f"{ALL}/{new_id('ntf')}"
    return [("GET", ALL), ("GET", one), ("POST", f"{one}/retry"), ("POST", f"{one}/discard"), ("POST", f"{ALL}/retry")]


async def dead(runtime: Runtime[Any], tell: Tell, rows: Rows, sink: Sink, account_id: str) -> Notification:
    """A notification that the mail server has refused for good."""
    sink.answer(address_of(account_id), "550 5.1.1 no such mailbox")
    await tell(registered(account_id), KnownAddressRegistered(account_id=account_id))
    await deliveries.send_due(runtime)
    (notification,) = await rows(account_id, state="dead")
    return notification


async def test_nobody_reads_news_without_signing_in_nor_others_without_being_admin(
    client: httpx.AsyncClient, person: People, doors: list[tuple[str, str]]
):
    assert (await client.get(MINE)).status_code == 401
    for method, path in doors:
        assert (await client.request(method, path)).status_code == 401
        for roles in ((), ("EventCreator", "Operator")):
            assert (await client.request(method, path, auth=person(*roles))).status_code == 403


async def test_an_admin_whose_session_was_revoked_is_not_one_any_more(
    client: httpx.AsyncClient, person: People, tell: Tell, doors: list[tuple[str, str]]
):
    admin = person("Admin")
    revoked = {"account_id": admin.account_id, "session_id": admin.session_id, "until": "2099-01-01T00:00:00Z"}
    await tell(SessionRevoked.model_validate(revoked))
    for method, path in doors:
        assert (await client.request(method, path, auth=admin)).status_code == 401


async def test_a_person_reads_their_own_news_in_words_the_latest_first(
    client: httpx.AsyncClient, person: People, tell: Tell
):
    ada, ben, event = person(), person(), event_state()
    order = order_state(ada.account_id, event)
    await tell(registered(ada.account_id), payment_failed(order), paid(order), paid(order_state(ben.account_id, event)))
    news = (await client.get(MINE, auth=ada)).json()["data"]
    assert [(item["template"], item["title"]) for item in news] == [
        ("order_confirmation", "Your tickets for Night of the Organ (order K7F3-92QD)"),
        ("payment_failed", "Your payment for Night of the Organ did not go through"),
    ]
    assert news[0]["text"] == "2 tickets. You find them attached and in your account."
    assert (news[0]["order_id"], news[0]["event_id"]) == (order.order_id, event.event_id)


@pytest.mark.parametrize(
    ("locale", "title", "text"),
    [
        (
            "de-AT",
            "Deine Tickets für Night of the Organ (Bestellung K7F3-92QD)",
            "2 Tickets. Du findest sie im Anhang und in deinem Konto.",
        ),
        (
            "fr",
            "Your tickets for Night of the Organ (order K7F3-92QD)",
            "2 tickets. You find them attached and in your account.",
        ),
    ],
)
async def test_news_are_told_in_the_readers_language(
    client: httpx.AsyncClient, person: People, tell: Tell, locale: str, title: str, text: str
):
    ada = person()
    await tell(registered(ada.account_id, locale=locale), paid(order_state(ada.account_id, event_state())))
    [shown] = (await client.get(MINE, auth=ada)).json()["data"]
    assert (shown["title"], shown["text"]) == (title, text)


async def test_news_come_in_pages(client: httpx.AsyncClient, person: People, tell: Tell):
    ada, event = person(), event_state()
    orders = [order_state(ada.account_id, event) for _ in range(3)]
    await tell(*map(paid, orders))
    first = (await client.get(MINE, auth=ada, params={"limit": 2})).json()
    assert first["has_more"]
    second = (await client.get(MINE, auth=ada, params={"limit": 2, "after": first["next_cursor"]})).json()
    seen = [item["order_id"] for item in first["data"] + second["data"]]
    assert seen == [order.order_id for order in reversed(orders)]


async def test_a_dead_notification_is_in_sight_with_what_happened(
    client: httpx.AsyncClient, runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink
):
    ada, admin = person(), person("Admin")
    notification = await dead(runtime, tell, rows, sink, ada.account_id)
    query = {"state": "dead", "account_id": ada.account_id}
    (listed,) = (await client.get(ALL, auth=admin, params=query)).json()["data"]
    assert listed["id"] == notification.id
    assert listed["recipient"] == {"name": "Ada King", "email": address_of(ada.account_id)}
    shown = (await client.get(f"{ALL}/{notification.id}", auth=admin)).json()
    assert shown["last_error"] == "MailRefused: 550 5.1.1 no such mailbox"
    assert [attempt["outcome"] for attempt in shown["history"]] == ["refused"]
    assert shown["decisions"] == []


async def test_an_admin_retries_a_dead_notification_and_it_is_written_down_who(
    client: httpx.AsyncClient, runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink
):
    ada, admin = person(), person("Admin")
    notification = await dead(runtime, tell, rows, sink, ada.account_id)
    key = {"Idempotency-Key": "retry-it"}
    for _ in range(2):
        answer = await client.post(f"{ALL}/{notification.id}/retry", auth=admin, headers=key)
        assert (answer.status_code, answer.json()["state"]) == (200, "waiting")
    await deliveries.send_due(runtime)
    shown = (await client.get(f"{ALL}/{notification.id}", auth=admin)).json()
    assert (shown["state"], shown["attempts"]) == ("sent", 1)
    assert [attempt["outcome"] for attempt in shown["history"]] == ["refused", "sent"]
    (decision,) = shown["decisions"]
    assert (decision["account_id"], decision["action"]) == (admin.account_id, "retry")
    assert decision["last_error"] == "MailRefused: 550 5.1.1 no such mailbox"
    message_ids = {mail["Message-ID"] for mail in sink.mails(address_of(ada.account_id))}
    assert notification.mail_message_id in message_ids


async def test_an_admin_retries_all_dead_notifications_of_a_kind_and_no_others(
    client: httpx.AsyncClient, runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink
):
    ada, admin = person(), person("Admin")
    notification = await dead(runtime, tell, rows, sink, ada.account_id)
    others = {"template": "event_canceled"}
    assert (await client.post(f"{ALL}/retry", json=others, auth=admin)).json() == {"retried": 0, "has_more": False}
    answer = await client.post(f"{ALL}/retry", json={"template": notification.template}, auth=admin)
    assert answer.json()["retried"] >= 1
    shown = (await client.get(f"{ALL}/{notification.id}", auth=admin)).json()
    assert (shown["state"], shown["decisions"][0]["account_id"]) == ("waiting", admin.account_id)
    again = await client.post(f"{ALL}/retry", json={"template": notification.template}, auth=admin)
    assert again.json() == {"retried": 0, "has_more": False}


async def test_an_admin_discards_a_dead_notification_and_it_is_never_sent(
    client: httpx.AsyncClient, runtime: Runtime[Any], person: People, tell: Tell, rows: Rows, sink: Sink
):
    ada, admin = person(), person("Admin")
    notification = await dead(runtime, tell, rows, sink, ada.account_id)
    before = len(sink.mails(address_of(ada.account_id)))
    answer = await client.post(f"{ALL}/{notification.id}/discard", auth=admin)
    assert (answer.json()["state"], answer.json()["decisions"][0]["action"]) == ("discarded", "discard")
    await deliveries.send_due(runtime)
    assert len(sink.mails(address_of(ada.account_id))) == before


async def test_only_dead_ones_can_be_retried_or_discarded(
    client: httpx.AsyncClient, person: People, tell: Tell, rows: Rows
):
    ada, admin = person(), person("Admin")
    await tell(registered(ada.account_id))
    (waiting,) = await rows(ada.account_id)
    for action in ("retry", "discard"):
        answer = await client.post(f"{ALL}/{waiting.id}/{action}", auth=admin)
        assert (answer.status_code, answer.json()["code"]) == (409, "notification_not_dead")
        absent = await client.post(f"{ALL}/{new_id('ntf')}/{action}", auth=admin)
        assert (absent.status_code, absent.json()["code"]) == (404, "notification_not_found")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (ALL, {"state": "lost"}),
        (ALL, {"template": "{{7*7}}"}),
        (ALL, {"account_id": "usr_1'; DROP TABLE notifications"}),
        (ALL, {"limit": "1000"}),
        (ALL, {"status": "dead"}),
        (f"{ALL}/ntf_1", {}),
        (f"{ALL}/evt_{'0' * 32}", {}),
    ],
)
async def test_what_has_the_wrong_shape_is_refused(
    client: httpx.AsyncClient, person: People, path: str, query: dict[str, str]
):
    answer = await client.get(path, auth=person("Admin"), params=query)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
