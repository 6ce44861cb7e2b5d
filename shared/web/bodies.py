"""Bodies of requests, read whole: their bytes counted, their JSON strict (no NaN, Infinity, lone surrogates, BOM or NUL)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.types import Message, Receive, Scope

from shared.web.problems import Refused

JSON_LIMIT = 64 * 1024
IMAGE_LIMIT = 5 * 1024 * 1024
# Deeper than anything of ours, and shallow enough for everybody who walks through it, orjson's writer included.
MOST_NESTED = 32
BODYLESS = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})


async def checked(
    scope: Scope, headers: Mapping[bytes, bytes], receive: Receive, *, pictures: Sequence[re.Pattern[str]] = ()
) -> Receive:
    """Where a service reads a body from that has arrived and is what it says: JSON, or a picture on the paths of `pictures`.

    Raises Refused.
    """
    if scope["method"] in BODYLESS and b"content-length" not in headers and b"transfer-encoding" not in headers:
        return receive
    media_type = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    is_image = media_type.startswith(b"image/") and any(path.match(scope["path"]) for path in pictures)
    body = await read(receive, IMAGE_LIMIT if is_image else JSON_LIMIT)
    if body and not is_image:
        if media_type != b"application/json":
            raise Refused(415, "unsupported_media_type", "Send `Content-Type: application/json`.")
        _check_json(body)
    return _replayed(body, receive)


async def read(receive: Receive, limit: int) -> bytes:
    """The whole body. Raises Refused when it is longer than `limit` bytes or its sender goes away."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "incomplete_body", "The connection ended before the body did.")
        body += message.get("body", b"")
        if len(body) > limit:
            raise too_large(limit)
        if not message.get("more_body", False):
            return bytes(body)


def too_large(limit: int) -> Refused:
    return Refused(413, "body_too_large", f"The body may have at most {limit} bytes.")


def _check_json(body: bytes) -> None:
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(400, "malformed_json", f"The body is not valid JSON: {error.msg}.") from None
    if body.count(b"[") + body.count(b"{") > MOST_NESTED and _is_nested(value, MOST_NESTED):
        raise Refused(400, "nested_too_deep", f"The body may be nested {MOST_NESTED} levels deep at most.")
    if b"\\u0000" in body and _has_nul(value):
        raise Refused(400, "nul_character", "Text must not contain the NUL character.")


def _is_nested(value: Any, levels: int) -> bool:
    """Whether there are lists and objects in each other more than `levels` deep."""
    if not isinstance(value, list | dict):
        return False
    items = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_nested(item, levels - 1) for item in items)


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, list):
        return any(_has_nul(item) for item in value)
    if isinstance(value, dict):
        return any("\x00" in key or _has_nul(item) for key, item in value.items())
    return False


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
