"""JSON lines on stdout, with the request's id and trace, and without anything that must not be written down."""

import asyncio
import logging
import re
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
import structlog

# Whole words: `refresh_token`, `refreshToken` and `X-Token` name secrets, `discarded` and `tokens_used` do not.
_SECRET_WORDS = frozenset({"password", "token", "secret", "authorization", "cookie", "card", "cvc", "email"})
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Possessive and anchored: the time is linear in the length of what a stranger sends.
_SECRET_TEXT = re.compile(
    r"eyJ[\w-]{8,1024}+\.[\w-]++(?:\.[\w-]++)?"  # JSON web tokens
    r"|\b(?:sk|rk|pk|whsec|key)_[A-Za-z0-9_]{8,}+"  # keys of ours and of the payment provider
    r"|://[^/\s:@]++:[^/\s@]++@"  # credentials in addresses
    r"|\b(?:\d[ -]?){12,18}\d\b"  # card numbers
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]++"  # e-mail addresses
)
# Set by ourselves, on every line; looking for secrets there would cost more than the rest of the line.
_OURS = frozenset({"level", "logger", "method", "request_id", "route", "service", "timestamp", "traceparent"})


_NOISY = (
    *("httpx", "httpcore", "uvicorn.access", "stripe"),
    *("celery.beat", "celery.worker.strategy", "celery.app.trace"),  # three lines about each task
)

# How long lines about requests wait for others: to write each by itself costs as much as to make it, and who collects
# the logs has as much to do with it again.
GATHERED_SECONDS = 0.1

_requests_of: str | None = None
_gathered: list[bytes] = []


def current_traceparent() -> str | None:
    """The W3C trace context of the request or task that is being handled."""
    value = structlog.contextvars.get_contextvars().get("traceparent")
    return value if isinstance(value, str) else None


def configure(service: str, level: str = "INFO") -> None:
    """Sends structlog's and the standard library's records alike to stdout, one JSON object a line."""
    global _requests_of  # noqa: PLW0603  set once, at the start of the process
    shared_processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
        _naming(service),
        _redact,
    ]
    structlog.configure(
        processors=[*shared_processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared_processors,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=_dumps),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    _requests_of = service if root.isEnabledFor(logging.INFO) else None
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def request(*, method: str, route: str, path: str, status: int, ms: float) -> None:
    """A line about a request that was answered. It looks like all others and costs a tenth: it is written for each one.

    Call it in an event loop. The line is written within a tenth of a second, with those that came meanwhile.
    """
    if _requests_of is None:
        return
    line = {
        "event": "request",
        "method": method,
        "route": route,
        "path": redact(path),
        "status": status,
        "ms": ms,
        **structlog.contextvars.get_contextvars(),
        "logger": "access",
        "level": "info",
        "timestamp": datetime.now(UTC),
        "service": _requests_of,
    }
    if not _gathered:
        asyncio.get_running_loop().call_later(GATHERED_SECONDS, write_gathered)
    _gathered.append(orjson.dumps(line, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE))


def write_gathered() -> None:
    """Writes the lines about requests that still wait; at the end of a process too."""
    lines = b"".join(_gathered).decode()
    _gathered.clear()
    sys.stdout.write(lines)
    sys.stdout.flush()


def redact(value: Any, key: str = "") -> Any:
    """The value without secrets: by the name it is kept under, and by its looks inside text."""
    if value is not None and _is_secret(key):
        return "[redacted]"
    if isinstance(value, str):
        return _SECRET_TEXT.sub("[redacted]", value)
    if isinstance(value, dict):
        return {name: redact(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [redact(inner) for inner in value]
    return value


@lru_cache(maxsize=1024)
def _is_secret(key: str) -> bool:
    is_plain = key.lower().removesuffix("s") in _SECRET_WORDS
    return is_plain or "password" in key.lower() or any(word.lower() in _SECRET_WORDS for word in _WORD.findall(key))


def _redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if key not in _OURS and not key.startswith("_"):
            event[key] = redact(value, key)
    return event


def _naming(service: str) -> Any:
    def name(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = service
        return event

    return name


def _dumps(value: Any, **_options: Any) -> str:
    return orjson.dumps(value, default=str).decode()
