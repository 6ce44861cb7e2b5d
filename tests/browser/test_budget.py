"""What an event's page costs whoever opens it on a telephone."""

from typing import Any

from playwright.sync_api import Response

from tests.browser.conftest import Browse

MOST_SCRIPT = 170_000  # bytes, as they come over the network


def test_an_events_page_loads_little_script(browse: Browse, event: dict[str, Any]):
    visitor = browse()
    answers: list[Response] = []
    visitor.page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  Playwright wants to mark it
    visitor.open(f"/e/{event['slug']}")
    visitor.page.wait_for_load_state("networkidle")
    scripts = {
        answer.url.rpartition("/")[2]: answer.request.sizes()["responseBodySize"]
        for answer in answers
        if answer.request.resource_type == "script"
    }
    assert sum(scripts.values()) > MOST_SCRIPT / 2, "sizes are seen"
    assert sum(scripts.values()) <= MOST_SCRIPT, scripts
