"""HTTP/1.1 from clients: uvicorn's connections and answers, stricter, kinder at their end, and cheaper."""

import asyncio
import re
from typing import Any

import orjson
from starlette.types import Message
from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from shared.ids import new_id
from shared.web.edge import CONTENT_SECURITY_POLICY, SECURITY_HEADERS

HEAD_LIMIT = 64 * 1024
_REQUEST_ID = re.compile(rb"\nx-request-id:[ \t]*([A-Za-z0-9_-]{8,64})\r?\n", re.IGNORECASE)
_ABOUT_THE_CONNECTION = frozenset({b"connection", b"transfer-encoding"})


class Exchange(RequestResponseCycle):
    """uvicorn's, which looks at each header of an answer with two regular expressions: a tenth of all that a gateway does.

    What must not be in a header would make lines of its own, or end the head, so here the head is looked at as a whole.
    """

    async def send(self, message: Message) -> None:  # type: ignore[override]  # uvicorn has types of its own for messages
        """Raises RuntimeError for a header that cannot be sent, and for messages in another order than ASGI's."""
        if message["type"] != "http.response.start" or not self._writes_at_once():
            await super().send(message)  # type: ignore[arg-type]
            return
        headers = [*self.default_headers, *message["headers"]]
        values = dict(headers)
        if b"content-length" not in values or not _ABOUT_THE_CONNECTION.isdisjoint(values):
            await super().send(message)  # type: ignore[arg-type]
            return
        head = _head(STATUS_LINE[message["status"]], headers)
        self.expected_content_length = int(values[b"content-length"])
        self.response_started, self.waiting_for_100_continue, self.chunked_encoding = True, False, False
        self.transport.write(head)

    def _writes_at_once(self) -> bool:
        return self.keep_alive and not (self.response_started or self.disconnected or self.flow.write_paused)


# uvicorn makes one for each request and has no setting for its class.
httptools_impl.RequestResponseCycle = Exchange  # type: ignore[misc]


def _head(status_line: bytes, headers: list[tuple[bytes, bytes]]) -> bytes:
    """Raises RuntimeError when a header contains what headers never contain."""
    head = b"%b%b\r\n\r\n" % (status_line, b"\r\n".join([b"%b: %b" % pair for pair in headers]))
    lines = len(headers) + 2
    if head.count(b"\n") != lines or head.count(b"\r") != lines or b"\x00" in head:
        raise RuntimeError("a header contains what headers never contain")
    return head


class Connection(HttpToolsProtocol):
    """uvicorn's, which answers what is not HTTP as everything else is answered, and can end kindly.

    While the server `closes`, each answer says that it is the connection's last one, so that no client sends a request
    into a connection that is just being closed. What is neither a whole head nor a part of a body is bounded. Trailers are
    dropped: uvicorn would add them to the headers after these were looked at.
    """

    def __init__(self, *, closes: asyncio.Event, **given: Any) -> None:
        super().__init__(**given)
        self._closes = closes
        self._has_head = False
        self._not_understood = 0
        self._newest = b""

    def data_received(self, data: bytes) -> None:
        self._not_understood += len(data)
        self._newest = data
        super().data_received(data)
        if self._not_understood > HEAD_LIMIT and not self.transport.is_closing():
            self.send_400_response("")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._has_head = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._has_head:
            super().on_header(name, value)

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._not_understood = 0

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._not_understood = 0

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._has_head = True
        self._not_understood = 0
        if self._closes.is_set():
            self.cycle.keep_alive = False

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's own words, which are not ours
        is_answering = getattr(self.cycle, "response_started", False) and not self.cycle.response_complete
        if not is_answering:
            self.transport.write(_not_http(self._newest))
        self.transport.close()


def _not_http(data: bytes) -> bytes:
    """The answer to what could not be read, under the request id that is in it if it got as far as that."""
    given = _REQUEST_ID.search(data)
    request_id = given.group(1) if given else new_id("req").encode()
    body = orjson.dumps(
        {
            "type": "urn:problem:malformed_request",
            "title": "Bad Request",
            "status": 400,
            "code": "malformed_request",
            "detail": "This is not a valid HTTP request.",
            "request_id": request_id.decode(),
        }
    )
    headers = (
        (b"content-type", b"application/problem+json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
        (b"cache-control", b"no-store"),
        (b"x-request-id", request_id),
        (b"content-security-policy", CONTENT_SECURITY_POLICY),
        *SECURITY_HEADERS,
    )
    lines = b"".join(b"%b: %b\r\n" % pair for pair in headers)
    return b"HTTP/1.1 400 Bad Request\r\n%b\r\n%b" % (lines, body)
