"""What is kept of a message, and what can be read from it."""

import base64
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from typing import Any, Literal

Json = dict[str, Any]
LINK = re.compile(r"https?://[^\s\"'<>\]]+")
ANCHOR = re.compile(r"<a(?=\s)", re.IGNORECASE)
CONTENT_ID = re.compile(r"""(["'])cid:([^"']+)\1""")
INLINE_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it came in."""

    kind: Literal["mail", "sms"]
    sender: str
    recipients: tuple[str, ...]
    subject: str
    reference: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    kind: str
    received: float
    sender: str
    recipients: tuple[str, ...]
    subject: str
    reference: str

    @property
    def received_at(self) -> str:
        moment = datetime.fromtimestamp(self.received, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    @property
    def summary(self) -> Json:
        return {
            "id": self.id,
            "kind": self.kind,
            "received_at": self.received_at,
            "from": self.sender,
            "to": list(self.recipients),
            "subject": self.subject,
            "message_id": self.reference,
        }


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str
    content: bytes
    content_id: str


@dataclass(frozen=True, slots=True)
class Content:
    headers: list[tuple[str, str]]
    text: str
    html: str
    attachments: list[Attachment]

    @property
    def links(self) -> list[str]:
        """Every address in the message, each once, in order."""
        found = [html.unescape(link) for link in LINK.findall(self.html)]
        plain = [link.rstrip(".,;:!?)") for link in LINK.findall(self.text)]
        return list(dict.fromkeys([*plain, *found]))

    @property
    def page(self) -> str:
        """The HTML as it can be shown without the network: links open outside, pictures come from the message."""
        pictures = {one.content_id: one for one in self.attachments if one.content_id}

        def picture(match: re.Match[str]) -> str:
            found = pictures.get(match[2])
            if found is None or len(found.content) > INLINE_LIMIT:
                return match[0]
            data = base64.b64encode(found.content).decode()
            return f"{match[1]}data:{found.content_type};base64,{data}{match[1]}"

        linked = ANCHOR.sub('<a target="_blank" rel="noopener noreferrer"', self.html)
        return CONTENT_ID.sub(picture, linked)


def arrived_mail(sender: str, recipients: list[str], raw: bytes) -> Arrival:
    """A mail by its envelope; only the header is read at this moment."""
    header = BytesHeaderParser(policy=policy.default).parsebytes(raw)
    return Arrival(
        "mail", sender, tuple(recipients), _header(header, "Subject"), _header(header, "Message-ID").strip(), raw
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header in words; a malformed one as it stands."""
    try:
        return str(message.get(name, ""))
    except (ValueError, LookupError, IndexError, AttributeError):
        return next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")


def read(kind: str, raw: bytes) -> Content:
    if kind == "sms":
        return Content([], raw.decode(), "", [])
    message = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    text, page = "", ""
    attachments: list[Attachment] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind_of_part = part.get_content_type()
        name = part.get_filename()
        if not name and kind_of_part == "text/plain" and not text:
            text = _words(part)
        elif not name and kind_of_part == "text/html" and not page:
            page = _words(part)
        else:
            attachments.append(_attachment(part, name or f"part-{len(attachments) + 1}"))
    headers = [(name, _header(message, name)) for name in dict.fromkeys(message.keys())]
    return Content(headers, text, page, attachments)


def _words(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return raw.decode("utf-8", errors="replace")


def _attachment(part: EmailMessage, name: str) -> Attachment:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    content_id = str(part.get("Content-ID", "")).strip().strip("<>")
    return Attachment(name, part.get_content_type(), content, content_id)
