import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from deploy.stand_ins.testing import StandIn

CONTROL = "control-token"
SENDER = "Tickets <tickets@shop.test>"


def settings(folder: Path, **more: str) -> dict[str, str]:
    return {
        "INBOX_SMTP_PORT": "0",
        "INBOX_WEB_PORT": "0",
        "INBOX_DATA": str(folder / "inbox"),
        "INBOX_CONTROL": CONTROL,
        "INBOX_SMS_TOKEN": "sms-token",
        **more,
    }


def mail(to: str = "ada@example.org", subject: str = "Your tickets", message_id: str = "<1@shop.test>") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = SENDER, to, subject, message_id
    message.set_content("Confirm here: https://shop.test/verify-email#token=abc.def\n\nSee you!\n")
    message.add_alternative(
        '<h1 style="color:teal">Grüße</h1><p><a href="https://shop.test/orders?a=1&amp;b=2">Your order</a></p>'
        '<img src="cid:logo"><script>document.title="hijacked"</script>',
        subtype="html",
    )
    return message


class Inbox:
    def __init__(self, process: StandIn) -> None:
        self.process = process
        self.web = process.addresses["web"]
        self.http = httpx.Client(base_url=self.web, timeout=40)
        self._smtp = urlsplit(process.addresses["smtp"])

    def send(self, message: EmailMessage) -> None:
        with self.connected() as client:
            client.send_message(message)

    def connected(self) -> smtplib.SMTP:
        return smtplib.SMTP(self._smtp.hostname or "", self._smtp.port or 0, timeout=20)

    def messages(self, **query: str) -> list[dict[str, Any]]:
        answer = self.http.get("/api/messages", params=query)
        assert answer.is_success, answer.text
        return list(answer.json()["data"])

    def plan(self, **plan: object) -> None:
        headers = {"Authorization": f"Bearer {CONTROL}"}
        answer = self.http.post("/control/faults", json=plan, headers=headers)
        assert answer.is_success, answer.text

    def struck(self) -> dict[str, int]:
        answer = self.http.get("/control/faults", headers={"Authorization": f"Bearer {CONTROL}"})
        return dict(answer.json()["struck"])

    def sms(self, **body: str) -> httpx.Response:
        wish = {"id": "sms_1", "from": "Tickets", "to": "+4915112345678", "text": "Doors open at 19:00.", **body}
        return self.http.post("/sms", json=wish, headers={"Authorization": "Bearer sms-token"})

    def close(self) -> None:
        self.http.close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inbox]:
    with StandIn("deploy.stand_ins.inbox", settings(tmp_path_factory.mktemp("inbox"))) as process:
        inbox = Inbox(process)
        yield inbox
        inbox.close()


@pytest.fixture
def inbox(running: Inbox) -> Inbox:
    """Empty, and without faults."""
    running.http.delete("/api/messages")
    running.plan()
    return running
