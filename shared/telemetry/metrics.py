"""What every process counts, as Prometheus reads it."""

from functools import lru_cache

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Gauge, Histogram, generate_latest
from prometheus_client.registry import Collector
from starlette.responses import Response

REQUEST_SECONDS = Histogram(
    "http_request_duration_seconds",
    "Time from a request's first byte to its answer's last.",
    ("method", "route", "status"),
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
REQUESTS_RUNNING = Gauge("http_requests_running", "Requests that are being handled now.")
POKES_LOST = Counter("message_pokes_lost_total", "Pokes that could not be sent; the schedule covers them.")


@lru_cache(maxsize=4096)
def request_seconds(method: str, route: str, status: int) -> Histogram:
    """The histogram of one kind of request; looking it up is what counting costs."""
    return REQUEST_SECONDS.labels(method, route, status)


def render(*more: Collector) -> Response:
    """What this process counts, and more that somebody else collects."""
    return Response(b"".join(map(generate_latest, (REGISTRY, *more))), media_type=CONTENT_TYPE_LATEST)
