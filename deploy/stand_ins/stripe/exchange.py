"""Reading a request and sending an answer, or none."""

from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from deploy.stand_ins.stripe.errors import Refusal

LARGEST_BODY = 256 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


class ConnectionDropped(Exception):
    """The connection is closed instead of an answer, or behind the head of the answer that was to be `cut`."""

    def __init__(self, *, cut: Answer | None = None) -> None:
        super().__init__()
        self.cut = cut


async def read_body(receive: Receive) -> bytes:
    """The whole body; raises ConnectionDropped when the client is gone."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionDropped
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            raise Refusal("Request body is too large.", status=413)
        if not message.get("more_body"):
            return b"".join(parts)


async def send_answer(send: Send, answer: Answer) -> None:
    await send_head(send, answer)
    await send({"type": "http.response.body", "body": answer.body})


async def send_head(send: Send, answer: Answer) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(answer.body)).encode()),
        (b"cache-control", b"no-cache, no-store"),
        *answer.headers,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})


async def drop(scope: Scope, receive: Receive) -> None:
    """Close the connection and wait until the server has noticed, so that it does not answer by itself."""
    scope["extensions"]["drop_connection"]["now"]()
    while (await receive())["type"] != "http.disconnect":
        continue
