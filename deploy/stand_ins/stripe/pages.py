"""The stand-in's own pages, without scripts, under a strict policy, with relative links only."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

FOLDER = Path(__file__).parent / "templates"


class Pages:
    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

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
            f"default-src 'none'; style-src 'self'; form-action 'self' {form_action}; base-uri 'none'; "
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
