from datetime import UTC, datetime
from typing import Any

from notification_service.mail import calendar
from notification_service.tests.facts import event_state

WRITTEN_AT = datetime(2027, 1, 1, tzinfo=UTC)


def entry(**facts: Any) -> list[str]:
    """The entry's lines, unfolded."""
    raw = calendar.entry(
        event_state(**facts),
        url="https://stagedoor.example/events/evt_1",
        domain="stagedoor.example",
        sequence=3,
        written_at=WRITTEN_AT,
    )
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    return raw.decode().replace("\r\n ", "").split("\r\n")


def test_an_entry_says_when_and_where_in_universal_time():
    lines = entry()
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"DTSTART:20270501T180000Z", "DTEND:20270501T210000Z", "SEQUENCE:3", "SUMMARY:Night of the Organ"} <= {
        *lines
    }
    assert r"LOCATION:Cathedral\, 1 Hill Street\, Vienna" in lines


def test_a_long_title_is_folded_between_characters():
    title = "Größte Orgelnacht 🎹 " * 20
    assert f"SUMMARY:{title}" in entry(title=title)


def test_a_title_cannot_add_lines():
    lines = entry(title="Night\r\nEND:VEVENT\r\nBEGIN:VALARM;,\\")
    assert lines.count("END:VEVENT") == 1
    assert "BEGIN:VALARM" not in lines
    assert r"SUMMARY:Night\nEND:VEVENT\nBEGIN:VALARM\;\,\\" in lines
