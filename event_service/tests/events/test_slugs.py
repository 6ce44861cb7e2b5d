"""Addresses that can be read aloud."""

import pytest


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Größe & Łódź, naïve café 7!", "grosse-lodz-naive-cafe-7"),
        ("Ночь джаза в клубе", "ночь-джаза-в-клубе"),
        ("東京ジャズ", "東京ジャズ"),
        ("हिन्दी संगीत", "हिन्दी-संगीत"),
        ("Underscored_title", "underscored-title"),
    ],
)
async def test_a_slug_is_the_folded_title(stage, title, slug):
    draft = await stage.draft(title=title)
    assert draft["slug"].startswith(slug)


@pytest.mark.parametrize("title", ["!!!", "💃", "-", "…", "\u0301", "❤\ufe0f"])
async def test_a_title_without_letters_has_an_address_too(stage, title):
    assert (await stage.draft(title=title))["slug"].startswith("event")


@pytest.mark.parametrize("title", ["Image", "availability", "TICKET TYPES"])
async def test_words_of_the_api_are_addresses_like_others(stage, title):
    draft = await stage.draft(title=title)
    assert draft["slug"].startswith(title.lower().replace(" ", "-"))
    event = await stage.seen(f"/events/by-slug/{draft['slug']}")
    assert event["id"] == draft["id"]


async def test_a_long_title_has_a_short_address(stage):
    draft = await stage.draft(title="Very " * 39 + "long")
    assert len(draft["slug"]) <= 66


async def test_a_second_event_with_the_title_has_another_address(stage):
    first, second = await stage.draft(title="Unrepeatable"), await stage.draft(title="Unrepeatable")
    assert first["slug"] == "unrepeatable"
    assert second["slug"].startswith("unrepeatable-")


async def test_a_drafts_address_follows_its_title_and_a_published_one_stays(stage):
    draft = await stage.draft(title="Working Title of Mine")
    renamed = await stage.ask("PATCH", f"/events/{draft['id']}", {"title": "Final Title of Mine"})
    assert renamed.json()["slug"] == "final-title-of-mine"
    await stage.ticket_type(draft)
    await stage.made(f"/events/{draft['id']}/publish", None)
    again = await stage.ask("PATCH", f"/events/{draft['id']}", {"title": "Yet Another Title"})
    assert again.json()["slug"] == "final-title-of-mine"
