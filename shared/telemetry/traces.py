"""W3C trace contexts: one trace from a request through the messages it causes to the calls of whoever hears them."""

import re
import secrets
from contextlib import AbstractContextManager

import structlog

_TRACEPARENT = re.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def child(given: str | None) -> str:
    """The same trace with a span of our own; a new trace when none, or nonsense, is given."""
    trace = given[3:35] if given and _TRACEPARENT.fullmatch(given) else secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"


def continued(given: str | None, **names: str) -> AbstractContextManager[None]:
    """Within the block log lines, calls and messages belong to the given trace; `names` are on the lines too."""
    bound: AbstractContextManager[None] = structlog.contextvars.bound_contextvars(traceparent=child(given), **names)
    return bound
