"""What the gateway counts beside what every process counts."""

from functools import lru_cache

from prometheus_client import Counter, Gauge, Histogram

UPSTREAM_SECONDS = Histogram(
    "gateway_upstream_seconds",
    "Time from sending a request to an instance to the head of its answer, or to giving up.",
    ("service", "route", "outcome"),
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
RUNNING = Gauge("gateway_upstream_running", "Requests that a service works on.", ("service",))
WAITING = Gauge("gateway_upstream_waiting", "Requests that wait for a place at a service.", ("service",))
STREAMS = Gauge("gateway_streams_open", "Answers that go on.")
RETRIES = Counter("gateway_retries_total", "Requests that were sent a second time.", ("service",))
EJECTED = Gauge(
    "gateway_instances_ejected", "Instances that get no requests although they are registered.", ("service",)
)
LIMITED = Counter("gateway_limited_total", "Requests that were over a limit.", ("limit",))
LIMITED_LOCALLY = Counter("gateway_limited_locally_total", "Requests that were counted here because Redis was away.")


@lru_cache(maxsize=4096)
def upstream_seconds(service: str, route: str, outcome: str) -> Histogram:
    """The histogram of one outcome of one route; looking it up is what counting costs."""
    return UPSTREAM_SECONDS.labels(service, route, outcome)
