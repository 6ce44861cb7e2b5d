"""What is found at the front door without the API: an event's page, the sitemap, what robots may read.

Of the page this service writes the head and what is seen first, which needs no script; nginx puts in what the built front
end has to add, which takes over and fills the rest.
"""

from pathlib import Path

from fastapi import APIRouter, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from event_service.config import settings
from event_service.events import queries as events
from event_service.pages import facts
from event_service.pages.queries import MOST_IN_SITEMAP, list_slugs_ahead
from shared.errors import NotFound
from shared.persistence import clock
from shared.web import identity
from shared.web.transactions import Transaction

PUBLIC = {"Cache-Control": "public, max-age=1"}

router = APIRouter(include_in_schema=False, dependencies=[identity.public])

# All files are written as HTML or XML, which escape alike.
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/e/{slug}")
async def event_page(slug: str, session: Transaction) -> Response:
    """An event's page for everybody; one that says so, with 404, when there is no such public event."""
    try:
        event = await events.get_visible_by_slug(session, slug, None)
    except NotFound:
        return _html("no_event.html", status=404)
    public_url = settings().public_url
    response = _html(
        "event.html",
        title=facts.title(event),
        name=event.title,
        summary=event.summary,
        description=facts.description(event),
        url=facts.address(public_url, event.slug),
        image=facts.image(event, public_url),
        picture=facts.picture(event),
        asked=facts.asked(event),
        structured=facts.structured(event, public_url),
    )
    response.headers.update(PUBLIC)
    return response


@router.get("/sitemap.xml")
async def sitemap(session: Transaction) -> Response:
    """The first page, and every public event that is not over."""
    public_url = settings().public_url
    slugs = await list_slugs_ahead(session, await clock.now(session), MOST_IN_SITEMAP - 1)
    addresses = [f"{public_url}/", *(facts.address(public_url, slug) for slug in slugs)]
    text = _templates.get_template("sitemap.xml").render(addresses=addresses)
    return Response(text, media_type="application/xml", headers=PUBLIC)


@router.get("/robots.txt")
async def robots() -> Response:
    """What needs an account is nothing to be found."""
    text = _templates.get_template("robots.txt").render(public_url=settings().public_url)
    return Response(text, media_type="text/plain", headers=PUBLIC)


def _html(template: str, *, status: int = 200, **values: object) -> Response:
    text = _templates.get_template(template).render(**values)
    return Response(text, status, media_type="text/html")
