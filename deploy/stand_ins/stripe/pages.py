"""The stand-in's own pages, without scripts, under a strict policy, with relative links only."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from deploy.stand_ins.stripe.cards import Card

FOLDER = Path(__file__).parent / "templates"
LATER = {"fails_later": "pays; a refund of it fails later", "pending": "pays; a refund of it is pending at first"}


def grouped(number: str) -> str:
    """A card number as it is printed."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def meaning(card: Card) -> str:
    """What a test card does, in words."""
    first = "asks for authentication, then " if card.must_authenticate else ""
    if card.declines:
        reason = (card.declines.decline_code or card.declines.code).replace("_", " ")
        return f"{first}declined: {reason}"
    if card.dispute:
        return f"pays, then disputed: {card.dispute.replace('_', ' ')}"
    return first + LATER.get(card.refund, "pays")


class Pages:
    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._environment.filters.update(grouped=grouped, meaning=meaning)

    def show(
        self,
        template: str,
        *,
        status: int = 200,
        up: str = "",
        form_action: str = "",
        **values: Any,
    ) -> Response:
        """A page; `up` leads to the root, `form_action` is another origin that a form may lead to."""
        policy = (
            f"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {form_action}; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        html = self._environment.get_template(template).render(up=up, **values)
        return HTMLResponse(html, status, headers)
