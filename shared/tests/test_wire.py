"""What crosses the wire has one form."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from shared.wire import Moment, Request


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
    ],
)
def test_nothing_else_is_a_moment(value):
    with pytest.raises(ValidationError):
        Meeting.model_validate({"at": value})
