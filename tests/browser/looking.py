"""What can be found out about a page by looking at it: barriers, errors, and what does not fit."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from deploy.native.settings import PROJECT
from tests.browser.visitor import SCHEMES, Visitor

AXE = PROJECT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# A phone that is held upright, and a page that is magnified four times: WCAG's reflow.
NARROW = {"width": 320, "height": 640}
_REQUEST = re.compile(r"\breq_\w+")
_RUN = """async () => {
    const rules = { 'target-size': { enabled: true } };
    const { violations } = await axe.run(document, { rules, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary]));
}"""
_TOO_WIDE = """() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const isOutside = ({ left, right, width }) => width > 0 && (right > clientWidth + 1 || left < -1);
    const sticksOut = (element) => {
        const inside = document.createRange();
        inside.selectNodeContents(element);
        return [element, inside].some((one) => isOutside(one.getBoundingClientRect()));
    };
    const found = [...document.body.querySelectorAll('*')].filter(sticksOut);
    const said = found.slice(-12).map((element) => element.outerHTML.slice(0, 160));
    return [`${scrollWidth} px of content in ${clientWidth} px`, ...said];
}"""


def barriers(page: Page) -> list[str]:
    """What axe has against the page, by WCAG 2.2 and its own good practice, and still has once the page is at rest.

    On a busy machine a page is drawn in parts: half in one scheme, half in the other.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source(AXE))
    found = _found(page)
    if found:
        page.evaluate("() => new Promise((rest) => requestIdleCallback(() => requestAnimationFrame(rest)))")
        found = [one for one in _found(page) if one in found]
    return found


def _found(page: Page) -> list[str]:
    said: list[list[Any]] = page.evaluate(_RUN)
    return [f"{rule}: {html[:200]}: {summary}" for rule, html, summary in said]


def errors(page: Page) -> list[str]:
    """What the page says has gone wrong, in whichever language: notices of errors, and numbers of requests to quote."""
    said = page.locator("[role=alert][data-tone=bad]").or_(page.get_by_text(_REQUEST))
    return [one.inner_text() for one in said.all() if one.is_visible()]


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found


def nothing(found: list[str], where: str = "") -> None:
    """Raises AssertionError with everything that was found."""
    assert not found, "\n".join([where, *found])


def looks_well(visitor: Visitor) -> None:
    """In both schemes without barriers, and on a narrow screen without a way to scroll sideways."""
    for scheme in SCHEMES:
        visitor.use_scheme(scheme)
        nothing(barriers(visitor.page), scheme)
    visitor.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    nothing(sideways(visitor.page))


def _source(path: Path) -> str:
    # Evaluated and not loaded: the page's own policy lets nobody add a script.
    return path.read_text(encoding="utf-8")
