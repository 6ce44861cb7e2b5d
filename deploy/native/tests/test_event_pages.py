"""An event's page is put together by nginx: a head from the event service, the rest from the front end's files."""

from collections.abc import Iterator

import httpx
import pytest

from deploy.native.services import EVENT
from deploy.native.stack import Stack
from deploy.native.tests.upstream import Upstream, listening

PAGE = b'<title>Jazz</title><!--# include virtual="/page/head.html" --><!--# include virtual="/page/body.html" -->'


@pytest.fixture
def front_end(stack: Stack) -> None:
    """What a build leaves."""
    web_root = stack.servers.data / "no-front-end"
    (web_root / "page").mkdir(exist_ok=True)
    for name in ("index.html", "page/head.html", "page/body.html"):
        (web_root / name).write_text(f"({name})")


@pytest.fixture
def event_service(stack: Stack) -> Iterator[Upstream]:
    with listening(stack.settings.ports.instance_port(EVENT, 0)) as service:
        service.headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'"}
        service.body = PAGE
        yield service


def test_the_front_ends_parts_are_put_into_the_head_that_the_service_wrote(
    front_end: None, event_service: Upstream, site: httpx.Client
):
    answer = site.get("/e/jazz", headers={"Accept-Encoding": "gzip"})
    assert answer.text == "<title>Jazz</title>(page/head.html)(page/body.html)"
    [policy] = answer.headers.get_list("content-security-policy")
    assert "script-src 'self'" in policy
    assert event_service.asked[0].path == "/e/jazz"
    assert event_service.asked[0].headers["Accept-Encoding"] is None


def test_a_page_that_is_not_there_keeps_its_status(front_end: None, event_service: Upstream, site: httpx.Client):
    event_service.status = 404
    answer = site.get("/e/never-was")
    assert (answer.status_code, answer.text) == (404, "<title>Jazz</title>(page/head.html)(page/body.html)")


def test_a_second_is_remembered_of_what_is_public(front_end: None, event_service: Upstream, site: httpx.Client):
    event_service.headers["Cache-Control"] = "public, max-age=1"
    pages = [site.get("/e/remembered") for _ in range(20)]
    assert {page.text for page in pages} == {"<title>Jazz</title>(page/head.html)(page/body.html)"}
    assert len(event_service.asked) < len(pages)
    site.get("/e/remembered", headers={"Authorization": "Bearer somebody"})
    assert event_service.asked[-1].headers["Authorization"] == "Bearer somebody"


def test_without_the_service_the_application_opens_all_the_same(front_end: None, site: httpx.Client):
    answer = site.get("/e/jazz-in-the-dark")
    assert (answer.status_code, answer.text) == (200, "(index.html)")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_what_robots_read_comes_from_the_service(event_service: Upstream, site: httpx.Client, path: str):
    event_service.body = b"<urlset/>"
    assert site.get(path).text == "<urlset/>"
    assert event_service.asked[0].path == path
