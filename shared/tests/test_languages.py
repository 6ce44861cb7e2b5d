"""Somebody gets an answer in the language they want most of those that are spoken."""

import pytest

from shared.web.languages import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("DE-at", "de"),
        ("en-GB, de;q=0.9", "en"),
        ("en;q=0.5, de;q=0.9", "de"),
        ("fr, de;q=0.3, en;q=0.2", "de"),
        ("de;q=0, en;q=0.1", "en"),
        ("*", "en"),
        ("fr", "en"),
        ("de;q=much, en", "en"),
        ("de;q=nan", "en"),
        (",;q=;,de", "de"),
        ("de-AT;q=0.1," * 500, "de"),
        ("\xff", "en"),
    ],
)
def test_the_language_that_is_wanted_most_is_chosen(header: str, language: str):
    assert preferred(header, ("en", "de")) == language
