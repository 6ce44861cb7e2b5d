"""A calendar entry (RFC 5545). A later entry with the same UID and a higher sequence replaces it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

_ESCAPES = str.maketrans({"\\": "\\\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})
LINE_BYTES = 75


@dataclass(frozen=True)
class Entry:
    """`key` is the same in every version of the entry, `sequence` rises with each."""

    key: str
    sequence: int
    title: str
    # A line of the place's parts, those that are known.
    place: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    is_canceled: bool
    # Postponed, and nobody knows until when.
    is_open: bool
    # Where it is shown; its host makes the key unique in the world.
    url: str
    written_at: datetime


class Planned(Protocol):
    """What is to take place, as any of its keepers knows it."""

    @property
    def title(self) -> str: ...
    @property
    def venue_name(self) -> str: ...
    @property
    def venue_address(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def postponed_from(self) -> datetime | None: ...


def entry_of(
    event: Planned, event_id: str, version: int, *, is_canceled: bool, public_url: str, written_at: datetime
) -> Entry:
    """The one entry of an event: whoever gives it out, a later version replaces an earlier one in the reader's calendar."""
    return Entry(
        key=event_id,
        sequence=version,
        title=event.title,
        place=(event.venue_name, event.venue_address, event.city),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        is_canceled=is_canceled,
        is_open=event.postponed_from == event.starts_at,
        url=f"{public_url}/events/{event_id}",
        written_at=written_at,
    )


def render(entry: Entry) -> bytes:
    domain = urlsplit(entry.url).hostname or "localhost"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{domain}//tickets//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{entry.key}@{domain}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_utc(entry.written_at)}",
        f"DTSTART:{_utc(entry.starts_at)}",
        f"DTEND:{_utc(entry.ends_at)}",
        f"SUMMARY:{_text(entry.title)}",
        f"LOCATION:{_text(', '.join(part for part in entry.place if part))}",
        f"URL:{entry.url}",
        f"STATUS:{_status(entry)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _status(entry: Entry) -> str:
    if entry.is_canceled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_open else "CONFIRMED"


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
