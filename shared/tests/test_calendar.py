from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from shared import calendar
from shared.calendar import Entry


def entry(**facts: Any) -> list[str]:
    """The entry's lines, unfolded."""
    usual: dict[str, Any] = {
        "key": "evt_1",
        "sequence": 3,
        "title": "Night of the Organ",
        "place": ("Cathedral", "", "1 Hill Street", "Vienna"),
        "starts_at": datetime(2027, 5, 1, 18, 0, tzinfo=UTC),
        "ends_at": datetime(2027, 5, 1, 21, 0, tzinfo=UTC),
        "is_canceled": False,
        "is_open": False,
        "url": "https://stagedoor.example:8443/events/evt_1",
        "written_at": datetime(2027, 1, 1, tzinfo=UTC),
    }
    raw = calendar.render(Entry(**{**usual, **facts}))
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    return raw.decode().replace("\r\n ", "").split("\r\n")


class Event(NamedTuple):
    title: str = "Night of the Organ"
    venue_name: str = "Cathedral"
    venue_address: str = ""
    city: str = "Vienna"
    starts_at: datetime = datetime(2027, 5, 1, 18, 0, tzinfo=UTC)
    ends_at: datetime = datetime(2027, 5, 1, 21, 0, tzinfo=UTC)
    postponed_from: datetime | None = None


def test_an_event_has_one_entry_whichever_version_is_given_out():
    def lines(event: Event, version: int) -> set[str]:
        url, moment = "https://stagedoor.example", datetime(2027, 1, 1, tzinfo=UTC)
        one = calendar.entry_of(event, "evt_1", version, is_canceled=False, public_url=url, written_at=moment)
        return {*calendar.render(one).decode().split("\r\n")}

    same = {"UID:evt_1@stagedoor.example", "URL:https://stagedoor.example/events/evt_1"}
    assert same | {"SEQUENCE:1", "SUMMARY:Night of the Organ", r"LOCATION:Cathedral\, Vienna"} <= lines(Event(), 1)
    assert same | {"SEQUENCE:2", "SUMMARY:Day of the Organ"} <= lines(Event(title="Day of the Organ"), 2)


def test_an_entry_says_when_and_where_in_universal_time():
    lines = entry()
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"DTSTART:20270501T180000Z", "DTEND:20270501T210000Z", "SEQUENCE:3", "SUMMARY:Night of the Organ"} <= {
        *lines
    }
    assert {r"LOCATION:Cathedral\, 1 Hill Street\, Vienna", "UID:evt_1@stagedoor.example"} <= {*lines}


def test_a_canceled_event_is_crossed_out():
    assert "STATUS:CONFIRMED" in entry()
    assert "STATUS:CANCELLED" in entry(is_canceled=True)
    assert "STATUS:CANCELLED" in entry(is_canceled=True, is_open=True)


@pytest.mark.parametrize(
    ("postponed_from", "status"),
    [(None, "CONFIRMED"), (Event().starts_at, "TENTATIVE"), (datetime(2027, 4, 1, 18, 0, tzinfo=UTC), "CONFIRMED")],
)
def test_a_postponed_event_is_not_certain_until_its_new_date_is_known(postponed_from: datetime | None, status: str):
    event, moment = Event(postponed_from=postponed_from), datetime(2027, 1, 1, tzinfo=UTC)
    one = calendar.entry_of(event, "evt_1", 1, is_canceled=False, public_url="https://a.example", written_at=moment)
    assert f"STATUS:{status}\r\n" in calendar.render(one).decode()


def test_a_long_title_is_folded_between_characters():
    title = "Größte Orgelnacht 🎹 " * 20
    assert f"SUMMARY:{title}" in entry(title=title)


def test_a_title_cannot_add_lines():
    lines = entry(title="Night\r\nEND:VEVENT\r\nBEGIN:VALARM;,\\")
    assert lines.count("END:VEVENT") == 1
    assert "BEGIN:VALARM" not in lines
    assert r"SUMMARY:Night\nEND:VEVENT\nBEGIN:VALARM\;\,\\" in lines
