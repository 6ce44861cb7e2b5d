"""Which categories somebody can choose from."""

import uuid

from event_service.tests.stage import V1


async def _found(client, *categories):
    """Of these, in the order of the answer: it has everybody's."""
    answer = await client.get(f"{V1}/event-categories")
    assert answer.status_code == 200, answer.text
    folded = {category.lower() for category in categories}
    return [(one["category"], one["events"]) for one in answer.json()["data"] if one["category"].lower() in folded]


async def test_the_categories_of_public_events_come_the_most_common_first(stage, client):
    rare, common, unseen = (f"kind {uuid.uuid4().hex}" for _ in range(3))
    await stage.published(category=rare)
    for category in (common, common.upper()):
        await stage.published(category=category)
    await stage.draft(category=unseen)
    found = await _found(client, rare, common, unseen)
    assert [(category.lower(), number) for category, number in found] == [(common, 2), (rare, 1)]
    assert await _found(client, "") == []


async def test_categories_may_be_cached_for_a_minute(client):
    answer = await client.get(f"{V1}/event-categories")
    assert answer.headers["cache-control"] == "public, max-age=60"
