"""The event as a calendar entry (RFC 5545). A later entry with the same UID and a higher sequence replaces it."""

from datetime import UTC, datetime

from shared.messages.event import EventState

_ESCAPES = str.maketrans({"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})
LINE_BYTES = 75


def entry(event: EventState, *, url: str, domain: str, sequence: int, written_at: datetime) -> bytes:
    place = ", ".join(part for part in (event.venue_name, event.venue_address, event.city) if part)
    status = "CANCELLED" if event.status == "canceled" else "CONFIRMED"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{domain}//tickets//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.event_id}@{domain}",
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{_utc(written_at)}",
        f"DTSTART:{_utc(event.starts_at)}",
        f"DTEND:{_utc(event.ends_at)}",
        f"SUMMARY:{_text(event.title)}",
        f"LOCATION:{_text(place)}",
        f"URL:{url}",
        f"STATUS:{status}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    return "".join(character for character in text if character.isprintable() or character == "\n").translate(_ESCAPES)


def _folded(line: str) -> str:
    """At most 75 bytes a line; what follows begins with a space. No character is torn apart."""
    folded, length = "", 0
    for character in line:
        size = len(character.encode())
        if length + size > LINE_BYTES:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + character, length + size
    return folded
