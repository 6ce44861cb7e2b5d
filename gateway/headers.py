"""Which headers pass in each direction, and which the gateway writes itself."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

Headers = list[tuple[bytes, bytes]]

# A longer name means nothing to any service, and would only fill what is remembered of names.
NAME_LIMIT = 64
# RFC 9110 §7.6.1: they speak of one connection only.
_OF_THE_CONNECTION = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
# Written by the gateway, or nobody's to say.
_OURS = frozenset(
    {b"content-length", b"expect", b"forwarded", b"host", b"traceparent", b"via", b"x-time-left", b"x-real-ip"}
    | {b"x-request-id"}
)
_OURS_FROM = (b"x-forwarded-", b"x-internal-", b"x-user-")
# The edge writes them, uvicorn writes the date, and a service behind the gateway speaks for no origin.
_NOT_IN_ANSWERS = frozenset({b"date", b"server", b"via", b"x-request-id"})
_NOT_IN_ANSWERS_FROM = (b"access-control-", b"ratelimit", b"x-internal-")


@lru_cache(maxsize=1024)
def _goes_in(name: bytes) -> bool:
    # A name with an underscore is another name to some servers and the same as one with a hyphen to others.
    return not (name in _OF_THE_CONNECTION or name in _OURS or name.startswith(_OURS_FROM) or b"_" in name)


@lru_cache(maxsize=1024)
def _comes_out(name: bytes) -> bool:
    return not (name in _OF_THE_CONNECTION or name in _NOT_IN_ANSWERS or name.startswith(_NOT_IN_ANSWERS_FROM))


def to_service(headers: Mapping[bytes, bytes], given: Headers) -> Headers:
    """A client's headers without what it may not say to a service. `headers` are the same ones by name."""
    named = _named_in_connection(headers)
    return [pair for pair in given if len(pair[0]) <= NAME_LIMIT and _goes_in(pair[0]) and pair[0] not in named]


def to_client(given: Headers) -> Headers:
    named = _named_in_connection(dict(given))
    return [pair for pair in given if _comes_out(pair[0]) and pair[0] not in named]


def _named_in_connection(headers: Mapping[bytes, bytes]) -> Iterable[bytes]:
    value = headers.get(b"connection")
    if value is None:
        return ()
    return {name.strip().lower() for name in value.split(b",")}
