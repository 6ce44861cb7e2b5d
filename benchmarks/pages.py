"""How soon a page is there on a slow telephone: python -m benchmarks.pages

Starts a system of its own, filled as a development system is filled, with the front end as it is built for production. Each
visit is somebody's first: nothing is in the browser's cache, the network is slow 4G, the processor four times slower.
"""

import argparse
import os
import statistics
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

from benchmarks import system
from benchmarks.measuring import say
from deploy.native.stack import Stack
from deploy.people import Person, System
from tests.browser import chromium, sales
from tests.browser.visitor import Visitor

# What Lighthouse calls slow 4G; the telephone that it has in mind is four times slower than a desk's computer.
SLOW_4G = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8, "offline": False}
SLOWER_PROCESSOR = 4
TELEPHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
PATIENCE_MS = 60_000
# Noted from the page's first moment on.
_NOTE = """
    globalThis.noted = {};
    for (const type of ['largest-contentful-paint', 'layout-shift', 'longtask']) {
        noted[type] = [];
        const note = ({ startTime, duration, value, element }) =>
            noted[type].push({ startTime, duration, value, element: element?.outerHTML.slice(0, 60) });
        new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
    }
"""
# A task may take so long before anybody notices.
UNNOTICED_MS = 50


@dataclass
class Visit:
    """`shifted` adds up all shifts of the layout, so it is no less than the CLS; `blocked_ms` is the total blocking time."""

    lcp_ms: float
    largest: str
    shifted: float
    blocked_ms: float
    bytes: Counter[str] = field(default_factory=Counter)

    @property
    def kilobytes(self) -> float:
        return self.bytes.total() / 1000


class Transfer:
    """What comes over the network, by kind."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes: Counter[str] = Counter()
        self._kinds: dict[str, str] = {}
        session.on("Network.responseReceived", self._began)
        session.on("Network.loadingFinished", self._ended)

    def _began(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _ended(self, event: dict[str, Any]) -> None:
        self.bytes[self._kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])


def visit(browser: Browser, url: str, person: Person | None, path: str) -> Visit:
    visitor = Visitor(browser, url, person, **TELEPHONE)
    page = visitor.page
    page.set_default_timeout(PATIENCE_MS)
    session = visitor.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    transfer = Transfer(session)
    page.add_init_script(_NOTE)
    visitor.open(path)
    page.wait_for_load_state("networkidle")
    noted = page.evaluate("() => noted")
    *_, largest = noted["largest-contentful-paint"]
    visitor.context.close()
    assert not visitor.problems, visitor.problems
    return Visit(
        lcp_ms=largest["startTime"],
        largest=largest["element"],
        shifted=sum(shift["value"] for shift in noted["layout-shift"]),
        blocked_ms=sum(max(0, task["duration"] - UNNOTICED_MS) for task in noted["longtask"]),
        bytes=transfer.bytes,
    )


def pages(stack: Stack, people: System) -> list[tuple[str, Person | None, str]]:
    """What they are called, who looks, and where."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        stack.seed(Path(folder) / "accounts.json")
    buyer = Person.new(people, "Berta Buyer").join()
    event, *_ = buyer.get("/events", q="Spring Concert")["data"]
    held = sales.hold(buyer, event, 2)
    return [
        ("home", None, "/"),
        ("event", None, f"/e/{event['slug']}"),
        ("checkout", buyer, f"/checkout/{held['id']}"),
    ]


def report(name: str, visits: list[Visit]) -> None:
    say(f"{name}: {len(visits)} visits, the median and the worst")
    for what, unit, decimals in (
        ("lcp_ms", "ms until the largest thing is there", 0),
        ("shifted", "shifted", 3),
        ("blocked_ms", "ms blocked", 0),
        ("kilobytes", "kB over the network", 0),
    ):
        values = [getattr(visit, what) for visit in visits]
        say(f"  {statistics.median(values):.{decimals}f}, {max(values):.{decimals}f} {unit}")
    worst = max(visits, key=lambda visit: visit.lcp_ms)
    parts = ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in worst.bytes.most_common())
    say(f"  of the worst: largest {worst.largest}; kB: {parts}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--visits", type=int, default=5, help="of each page")
    given = parser.parse_args()
    with system.running(front_end=True) as stack, sync_playwright() as playwright:
        people = System(stack.settings.public_url)
        browser = chromium.launch(playwright)
        for name, person, path in pages(stack, people):
            say(f"load average {os.getloadavg()[0]:.1f}")
            report(name, [visit(browser, people.url, person, path) for _ in range(given.visits)])
        browser.close()
        people.close()


if __name__ == "__main__":
    main()
