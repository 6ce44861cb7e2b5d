"""Builds mails with the standard library's EmailMessage, which refuses line breaks in headers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime


class AddressNotUsable(ValueError):
    """The address cannot stand in the header of a mail."""


@dataclass(frozen=True)
class Attachment:
    """`name` is ours, never somebody's text."""

    name: str
    media_type: str
    content: bytes


def compose(
    *,
    message_id: str,
    sender: Address,
    recipient: str,
    subject: str,
    text: str,
    html: str,
    language: str,
    attachments: Sequence[Attachment],
    written_at: datetime,
) -> EmailMessage:
    """Raises ValueError when a header would hold a line break, AddressNotUsable for an address that no server takes."""
    message = EmailMessage(policy.SMTP)
    message["Message-ID"] = message_id
    message["Date"] = format_datetime(written_at)
    message["From"] = sender
    message["To"] = address(recipient)
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for attachment in attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    # At the end, for what is said of a content is lost when the content becomes a part.
    message["Content-Language"] = language
    return message


def address(text: str) -> Address:
    """The bare address, its domain in the form that every mail server understands."""
    local, _, domain = text.rpartition("@")
    if not local or not domain:
        raise AddressNotUsable("the address has no name or no host")
    try:
        return Address(username=local, domain=domain.encode("idna").decode("ascii"))
    except (ValueError, IndexError) as error:
        raise AddressNotUsable("the address cannot be written to") from error
