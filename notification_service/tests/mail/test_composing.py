import email
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import pytest

from notification_service.mail.composing import AddressNotUsable, Attachment, address, compose


def mail(**parts: Any) -> EmailMessage:
    defaults: dict[str, Any] = {
        "message_id": "<1@stagedoor.example>",
        "sender": Address("Stagedoor", addr_spec="tickets@stagedoor.example"),
        "recipient": "ada@example.com",
        "subject": "Your tickets",
        "text": "See you there – for sure",
        "html": "<p>See you there – for sure</p>",
        "language": "en",
        "attachments": [],
        "written_at": datetime(2027, 1, 1, tzinfo=UTC),
    }
    return compose(**{**defaults, **parts})


@pytest.mark.parametrize("part", ["subject", "message_id", "recipient"])
@pytest.mark.parametrize("breaking", ["\r\n", "\n", "\r"])
def test_a_line_break_in_a_header_is_refused(part: str, breaking: str):
    with pytest.raises(ValueError, match=r".+"):
        mail(**{part: f"x{breaking}Bcc: everybody@example.com"})


def test_what_was_put_in_comes_out_whatever_its_letters():
    subject = "Ω ≈ „Nacht der Orgel“ 🎹 " + "very " * 30 + "long"
    sent = mail(subject=subject, attachments=[Attachment("tickets.pdf", "application/pdf", b"%PDF")])
    wire = sent.as_bytes()
    assert all(len(line) <= 998 for line in wire.split(b"\r\n"))
    assert b"\n" not in wire.replace(b"\r\n", b"")
    read: EmailMessage = email.message_from_bytes(wire, policy=policy.SMTP)
    assert read["Subject"] == subject
    assert read["Content-Language"] == "en"
    assert read["Date"].datetime == datetime(2027, 1, 1, tzinfo=UTC)
    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "there – for sure" in text.get_content()
    assert "there – for sure" in html.get_content()
    (attachment,) = read.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("tickets.pdf", b"%PDF")


def test_an_international_domain_is_written_as_every_server_reads_it():
    assert address("ada@bücher.example").addr_spec == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "text", ["", "ada", "ada@", "ada@bad..example", "ada@" + "x" * 64 + ".example", "a\nb@x.example"]
)
def test_an_address_that_no_server_takes_is_refused(text: str):
    with pytest.raises(AddressNotUsable):
        address(text)
