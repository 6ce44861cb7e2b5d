"""What crosses the wire has one form."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from shared.web.wire import Line, Moment, Name, Prose, Request


class Meeting(Request):
    at: Moment


@pytest.mark.parametrize("text", ["2027-05-01T18:00:00Z", "2027-05-01T20:00:00+02:00", "2027-05-01t18:00:00.000z"])
def test_a_moment_comes_with_an_offset_and_leaves_in_utc(text):
    meeting = Meeting.model_validate({"at": text})
    assert meeting.at == datetime(2027, 5, 1, 18, tzinfo=UTC)
    assert meeting.model_dump_json() == '{"at":"2027-05-01T18:00:00.000Z"}'


@pytest.mark.parametrize(
    "value",
    [
        0,
        1.8e9,
        "1809194400",
        "1809194400.5",
        True,
        "",
        "2027-05-01",
        "2027-05-01T18:00:00",
        "soon",
        "9999-12-31T23:59:59-01:00",
        "9999-12-31T23:59:59.999999Z",
        "9001-01-01T00:00:00Z",
        "9000-12-31T23:59:59-00:01",
        "1970-01-01T00:00:00+00:01",
        "1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
    ],
)
def test_nothing_else_is_a_moment(value):
    with pytest.raises(ValidationError):
        Meeting.model_validate({"at": value})


@pytest.mark.parametrize("text", ["1970-01-01T00:00:00.000Z", "9000-12-31T23:59:59.999Z"])
def test_the_first_and_the_last_moment_can_be_said_everywhere_on_earth(text):
    meeting = Meeting.model_validate({"at": text})
    assert meeting.model_dump(mode="json") == {"at": text}
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert meeting.at.astimezone(ZoneInfo(zone)) == meeting.at


class Sign(Request):
    name: Name
    line: Line = ""
    text: Prose = ""


@pytest.mark.parametrize("hidden", ["\u202e", "\x1b[31m", "\x00", "\u2028", "\u2066", "\x7f", "\x85", "\ufeff"])
def test_text_that_hides_or_reorders_what_is_written_is_refused(hidden: str):
    for field in ("name", "line", "text"):
        with pytest.raises(ValidationError):
            Sign.model_validate({"name": "Ada", field: f"Ada{hidden}King"})


@pytest.mark.parametrize("second_line", ["\n", "\r\n", "\t"])
def test_a_line_is_one_line_and_prose_may_have_several(second_line: str):
    for field in ("name", "line"):
        with pytest.raises(ValidationError):
            Sign.model_validate({"name": "Ada", field: f"Ada{second_line}King"})
    assert Sign.model_validate({"name": "Ada", "text": "Ada\r\nKing\tAda"}).text == "Ada\nKing\tAda"


def test_text_is_kept_composed():
    sign = Sign.model_validate({"name": "Zoe\u0301", "line": "Zoe\u0301", "text": "Zoe\u0301"})
    assert (sign.name, sign.line, sign.text) == ("Zo\u00e9", "Zo\u00e9", "Zo\u00e9")
