import smtplib
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiosmtplib
import pytest

from deploy.stand_ins.inbox.tests.conftest import Inbox, mail, settings
from deploy.stand_ins.testing import StandIn


def test_a_mail_can_be_found_by_its_recipient_and_subject(inbox: Inbox):
    inbox.send(mail("ada@example.org", "Your tickets"))
    inbox.send(mail("bob@example.org", "Your tickets"))
    inbox.send(mail("ada@example.org", "Welcome"))
    assert [one["subject"] for one in inbox.messages(to="ADA@example.org")] == ["Welcome", "Your tickets"]
    assert [one["to"] for one in inbox.messages(subject="tickets")] == [["bob@example.org"], ["ada@example.org"]]
    assert inbox.messages(to="ada@example.org", subject="none") == []
    assert inbox.messages(to="a@example.org") == [], "an address is compared as a whole"


def test_a_message_is_read_with_text_html_links_and_attachments(inbox: Inbox):
    message = mail(subject="Grüße aus Köln – Ihre Karten")
    pdf = b"%PDF-1.7 " + bytes(range(256)) * 40
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="Karten für Ada.pdf")
    inbox.send(message)
    (found,) = inbox.messages()
    shown = inbox.http.get(f"/api/messages/{found['id']}").json()
    assert shown["subject"] == "Grüße aus Köln – Ihre Karten"
    assert shown["message_id"] == "<1@shop.test>"
    assert "See you!" in shown["text"]
    assert "Grüße" in shown["html"]
    assert shown["links"] == [
        "https://shop.test/verify-email#token=abc.def",
        "https://shop.test/orders?a=1&b=2",
    ]
    (attachment,) = shown["attachments"]
    assert (attachment["name"], attachment["size"]) == ("Karten für Ada.pdf", len(pdf))
    got = inbox.http.get(f"/{attachment['path']}")
    assert got.content == pdf
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith("attachment")
    assert b"Message-ID: <1@shop.test>" in inbox.http.get(f"/api/messages/{found['id']}/raw").content


async def test_the_asynchronous_client_is_served(inbox: Inbox):
    host, port = inbox.process.addresses["smtp"].removeprefix("smtp://").split(":")
    await aiosmtplib.send(mail("grüße@example.org"), hostname=host, port=int(port))
    assert [one["to"] for one in inbox.messages()] == [["grüße@example.org"]]


def test_waiting_ends_when_the_message_comes(inbox: Inbox):
    inbox.send(mail("somebody@example.org"))
    (first,) = inbox.messages()
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(inbox.messages, to="ada@example.org", after=str(first["id"]), wait="30")
        started = time.monotonic()
        inbox.send(mail("other@example.org"))
        assert not waiting.done(), "a message for somebody else ends nothing"
        inbox.send(mail("ada@example.org", "Welcome"))
        assert [one["subject"] for one in waiting.result()] == ["Welcome"]
    assert time.monotonic() - started < 25


def test_waiting_in_vain_ends_empty(inbox: Inbox):
    assert inbox.messages(to="ada@example.org", wait="0.2") == []


def test_after_shows_only_what_is_newer(inbox: Inbox):
    for n in range(3):
        inbox.send(mail(subject=f"number {n}"))
    oldest = inbox.messages()[-1]
    assert [one["subject"] for one in inbox.messages(after=str(oldest["id"]))] == ["number 2", "number 1"]
    assert [one["subject"] for one in inbox.messages(limit="1")] == ["number 2"]


def test_copies_are_counted_per_message_id(inbox: Inbox):
    for message_id in ("<a@x>", "<b@x>", "<a@x>", "<a@x>"):
        inbox.send(mail(message_id=message_id))
    counts = inbox.http.get("/api/counts").json()
    assert counts["messages"] == 4
    assert {one["message_id"]: one["copies"] for one in counts["data"]} == {"<a@x>": 3, "<b@x>": 1}
    only = inbox.http.get("/api/counts", params={"message_id": "<b@x>"}).json()
    assert [one["copies"] for one in only["data"]] == [1]


def test_an_answered_mail_is_there_after_a_kill(tmp_path: Path):
    """Senders go on until the process is killed among them; each 250 they got must hold afterwards."""
    with StandIn("deploy.stand_ins.inbox", settings(tmp_path)) as process:
        inbox = Inbox(process)
        answered: list[str] = []

        def send(sender: int) -> None:
            try:
                for n in range(500):
                    inbox.send(mail(message_id=f"<{sender}.{n}@x>"))
                    answered.append(f"<{sender}.{n}@x>")
                    if len(answered) == 60:
                        process.process.kill()
            except (smtplib.SMTPException, OSError):
                return

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(send, range(4)))
        inbox.close()
        process.kill()
        process.start_again()
        again = Inbox(process)
        kept = {one["message_id"] for one in again.http.get("/api/counts").json()["data"]}
        assert len(answered) >= 60
        assert set(answered) <= kept
        again.close()


def test_hostile_mails_are_kept_and_shown(inbox: Inbox):
    for raw in (
        b"Subject: =?utf-8?q?=FF?=\r\nContent-Type: text/plain; charset=none\r\n\r\n\xff\xfe\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\nno boundary at all\r\n",
        b"Content-Type: text/html\r\nMessage-ID: <<>>\r\n\r\n<a href='javascript:alert(1)'>x</a>\r\n",
        b"\r\n",
    ):
        with inbox.connected() as client:
            client.sendmail("a@x.test", ["b@x.test"], raw)
    found = inbox.messages()
    assert len(found) == 4
    for one in found:
        assert inbox.http.get(f"/api/messages/{one['id']}").is_success
        page = inbox.http.get(f"/messages/{one['id']}")
        assert page.is_success
        assert 'href="javascript:' not in page.text


@pytest.mark.parametrize(("query", "status"), [({"after": "x"}, 400), ({"limit": "-5"}, 200), ({"wait": "soon"}, 400)])
def test_malformed_questions_are_refused(inbox: Inbox, query: dict[str, str], status: int):
    assert inbox.http.get("/api/messages", params=query).status_code == status


def test_another_site_cannot_empty_it(inbox: Inbox):
    inbox.send(mail())
    answer = inbox.http.post("/empty", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert inbox.messages() != []
