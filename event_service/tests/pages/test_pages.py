"""The page of an event as machines read it, the sitemap, and what robots may read."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from event_service.config import settings
from event_service.tests.images.pictures import picture
from event_service.tests.stage import V1, moment

ICON = "/favicon.svg"
HOSTILE = '</script><script>alert(1)</script> "quoted" & \'single\' <!--# include virtual="/internal/x" -->'


class Page(HTMLParser):
    """What a machine reads: the title, links and metadata by name, the structured data, and the tags in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.comments: list[str] = []
        self._inside = ""
        self.texts: dict[str, str] = {}
        self.facts: dict[str, str] = {}
        self.preloaded: list[str] = []
        self.pictures: list[str] = []
        self.choices: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self._inside = tag
        if given.get("rel") == "preload":
            self.preloaded.append(given["href"] or "")
        self.choices += filter(None, [given.get("srcset"), given.get("imagesrcset")])
        if tag == "img":
            self.pictures.append(given["src"] or "")
        name = given.get("name") or given.get("property") or given.get("rel")
        if name:
            self.facts[name] = given.get("content") or given.get("href") or ""

    def handle_data(self, data):
        self.texts[self._inside] = self.texts.get(self._inside, "") + data

    def handle_endtag(self, _tag):
        self._inside = ""

    def handle_comment(self, data):
        self.comments.append(data.strip())

    @property
    def structured(self):
        return json.loads(self.texts["script"])


async def _page(client, slug) -> Page:
    answer = await client.get(f"/e/{slug}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.text
    assert answer.headers["cache-control"] == "public, max-age=1"
    return Page(answer.text)


async def test_a_published_event_says_what_it_is_to_search_engines_and_where_links_are_shown(stage, client):
    event = await stage.published(title="Jazz at the Mill & Friends")
    url = f"{settings().public_url}/e/{event['slug']}"
    page = await _page(client, event["slug"])
    assert page.texts["title"] == "Jazz at the Mill & Friends · Old Mill, Graz"
    assert page.facts["description"] == page.facts["og:description"] == "An evening with the Riverside Trio"
    assert page.facts["canonical"] == page.facts["og:url"] == url
    assert page.facts["og:title"] == "Jazz at the Mill & Friends"
    assert "og:image" not in page.facts
    assert page.preloaded == [f"/api/v1/events/by-slug/{event['slug']}", f"/api/v1/events/{event['id']}/availability"]
    said = page.structured
    assert (said["@type"], said["name"], said["url"]) == ("Event", "Jazz at the Mill & Friends", url)
    assert said["eventStatus"] == "https://schema.org/EventScheduled"
    assert said["startDate"].endswith(("+01:00", "+02:00"))
    assert said["location"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Mill Lane 1",
        "addressLocality": "Graz",
        "addressCountry": "AT",
    }
    [offer] = said["offers"]
    assert (offer["name"], offer["price"], offer["priceCurrency"], offer["url"]) == ("Standing", "25.00", "EUR", url)
    assert offer["availability"] == "https://schema.org/InStock"
    assert page.comments == ['# include virtual="/page/head.html"', '# include virtual="/page/body.html"']


async def test_title_summary_and_picture_are_painted_before_any_script_runs(stage, client):
    event = await stage.published(title="Jazz at the Mill & Friends")
    page = await _page(client, event["slug"])
    assert page.texts["h1"] == "Jazz at the Mill & Friends"
    assert page.texts["p"] == "An evening with the Riverside Trio"
    assert page.pictures == [ICON]

    upload = {"content": picture(), "headers": {"Content-Type": "image/jpeg"}, "auth": stage.person}
    answer = await client.put(f"{V1}/events/{event['id']}/image", **upload)
    assert answer.status_code == 200, answer.text
    page = await _page(client, event["slug"])
    image = answer.json()["image_url"]
    assert page.pictures == [ICON, image]
    assert page.preloaded[0] == image
    assert page.choices == [f"{image}&size=small 1200w, {image} 2000w"] * 2


async def test_no_room_is_left_for_a_summary_that_is_not_there(stage, client):
    event = await stage.published(summary="")
    assert "p" not in (await _page(client, event["slug"])).tags


async def test_hostile_words_stay_words(stage, client):
    event = await stage.published(title=HOSTILE, summary=HOSTILE)
    page = await _page(client, event["slug"])
    assert page.texts["title"].startswith(HOSTILE)
    assert page.facts["description"] == page.facts["og:title"] == HOSTILE
    assert page.structured["name"] == HOSTILE
    assert page.texts["h1"] == page.texts["p"] == HOSTILE
    assert page.tags.count("script") == 1
    assert len(page.comments) == 2


@pytest.mark.parametrize(
    ("act", "status", "availability"),
    [("cancel", "EventCancelled", "Discontinued"), ("postpone", "EventPostponed", "OutOfStock")],
)
async def test_a_canceled_or_postponed_event_is_still_found_and_says_so(stage, client, act, status, availability):
    event = await stage.published()
    await stage.made(f"/events/{event['id']}/{act}", {"reason": "Storm"})
    said = (await _page(client, event["slug"])).structured
    assert said["eventStatus"] == f"https://schema.org/{status}"
    assert said["offers"][0]["availability"] == f"https://schema.org/{availability}"
    assert "previousStartDate" not in said


async def test_an_event_that_is_postponed_to_a_known_date_says_both(stage, client):
    event = await stage.published()
    before = (await _page(client, event["slug"])).structured["startDate"]
    times = {"doors_at": moment(days=60, hours=-1), "starts_at": moment(days=60), "ends_at": moment(days=60, hours=3)}
    await stage.made(f"/events/{event['id']}/postpone", {"reason": "Storm", **times})
    said = (await _page(client, event["slug"])).structured
    assert said["eventStatus"] == "https://schema.org/EventRescheduled"
    assert said["previousStartDate"] == before != said["startDate"]


async def test_a_draft_and_what_never_was_are_not_there_and_not_for_robots(stage, client):
    draft = await stage.draft()
    for slug in (draft["slug"], "never-was", "x" * 200, "%22%3E"):
        answer = await client.get(f"/e/{slug}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert answer.headers["cache-control"] == "no-store"
        page = Page(answer.text)
        assert page.facts["robots"] == "noindex"
        assert len(page.comments) == 2


async def test_a_long_description_is_cut_and_one_of_several_lines_stands_on_one(stage, client):
    event = await stage.published(summary="", description="First this.\n\nThen that. " + "And more. " * 60)
    said = (await _page(client, event["slug"])).facts["description"]
    assert said.startswith("First this. Then that. And more.")
    assert len(said) == 300
    assert said.endswith("…")


async def test_prices_of_offers_are_all_in(stage, client):
    event = await stage.published()
    await stage.ask("PATCH", f"/events/{event['id']}/sale-rules", {"fee_per_ticket": 150})
    assert (await _page(client, event["slug"])).structured["offers"][0]["price"] == "26.50"


async def test_a_currency_without_decimals_has_none(stage, client):
    draft = await stage.draft()
    await stage.ticket_type(draft, price=4500, currency="JPY")
    await stage.made(f"/events/{draft['id']}/publish", None)
    assert (await _page(client, draft["slug"])).structured["offers"][0]["price"] == "4500"


async def test_the_sitemap_has_every_public_event_that_is_ahead(stage, client):
    published, draft = await stage.published(title="月光 Session"), await stage.draft()
    answer = await client.get("/sitemap.xml")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert answer.headers["cache-control"] == "public, max-age=1"
    locations = [element.text or "" for element in ET.fromstring(answer.content).iter() if element.tag.endswith("loc")]
    assert f"{settings().public_url}/" in locations
    [found] = [location for location in locations if re.search(r"/e/%E6%9C%88%E5%85%89-session", location)][-1:]
    assert (await client.get(found.removeprefix(settings().public_url))).status_code == 200
    assert published["slug"] != draft["slug"]
    assert not any(location.endswith(f"/{draft['slug']}") for location in locations)


async def test_robots_are_led_to_the_sitemap_and_not_to_what_needs_an_account(client):
    answer = await client.get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Disallow: /orders" in answer.text
    assert f"Sitemap: {settings().public_url}/sitemap.xml" in answer.text
