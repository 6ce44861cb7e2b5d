"""The JSON API for tests and demonstrations, and the control of faults."""

import re
import time
from secrets import compare_digest
from urllib.parse import quote

import orjson
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.stand_ins.inbox.faults import Faults, Plan
from deploy.stand_ins.inbox.messages import Attachment, Content, Message, read
from deploy.stand_ins.inbox.store import Store

LONGEST_WAIT = 60.0
MOST = 500
SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


class Api:
    def __init__(self, store: Store, faults: Faults, control: str) -> None:
        self._store = store
        self._faults = faults
        self._control = control

    def routes(self) -> list[Route]:
        return [
            Route("/api/messages", self.list, methods=["GET"]),
            Route("/api/messages", self.erase, methods=["DELETE"]),
            Route("/api/messages/{id:int}", self.show, methods=["GET"]),
            Route("/api/messages/{id:int}/raw", self.raw, methods=["GET"]),
            Route("/api/messages/{id:int}/attachments/{n:int}", self.attachment, methods=["GET"]),
            Route("/api/counts", self.counts, methods=["GET"]),
            Route("/control/faults", self.faults, methods=["GET", "POST", "DELETE"]),
        ]

    async def list(self, request: Request) -> Response:
        """Newest first; with `wait`, answers as soon as something matches, or empty after that many seconds."""
        query = request.query_params
        try:
            after, limit = int(query.get("after", "0")), int(query.get("limit", "50"))
            wait = min(float(query.get("wait", "0")), LONGEST_WAIT)
        except ValueError:
            return _error(400, "after, limit and wait are numbers")
        deadline = time.monotonic() + wait
        while True:
            found = self._store.find(
                to=query.get("to", ""),
                subject=query.get("subject", ""),
                kind=query.get("kind", ""),
                after=after,
                limit=max(1, min(limit, MOST)),
            )
            left = deadline - time.monotonic()
            if found or left <= 0:
                return JSONResponse({"data": [message.summary for message in found]})
            await self._store.wait_for_arrival(left)

    async def erase(self, _: Request) -> Response:
        return JSONResponse({"erased": self._store.erase()})

    async def show(self, request: Request) -> Response:
        found = self._store.get(request.path_params["id"])
        if found is None:
            return _error(404, "no such message")
        message, raw = found
        return JSONResponse(detail(message, read(message.kind, raw)))

    async def raw(self, request: Request) -> Response:
        found = self._store.get(request.path_params["id"])
        if found is None:
            return _error(404, "no such message")
        headers = {**SAFE, "Content-Disposition": f'attachment; filename="message-{found[0].id}.eml"'}
        return Response(found[1], media_type="message/rfc822", headers=headers)

    async def attachment(self, request: Request) -> Response:
        found = self._store.get(request.path_params["id"])
        attachments = read(found[0].kind, found[1]).attachments if found else []
        if request.path_params["n"] >= len(attachments):
            return _error(404, "no such attachment")
        one = attachments[request.path_params["n"]]
        headers = {**SAFE, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(one.name)}"}
        return Response(one.content, headers=headers, media_type=_media_type(one))

    async def counts(self, request: Request) -> Response:
        """How often each Message-ID arrived."""
        copies = self._store.copies(request.query_params.get("message_id"))
        return JSONResponse({"messages": self._store.count(), "data": copies})

    async def faults(self, request: Request) -> Response:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not self._control or not compare_digest(given.encode(), self._control.encode()):
            return _error(401, "the control token opens this")
        if request.method != "GET":
            try:
                self._faults.set(Plan.model_validate_json(await request.body() or b"{}"))
            except ValidationError as wrong:
                problems = orjson.loads(wrong.json(include_url=False, include_input=False))
                return JSONResponse({"error": problems}, 422)
        plan = orjson.loads(self._faults.plan.model_dump_json())
        return JSONResponse({"plan": plan, "struck": dict(self._faults.struck)})


def detail(message: Message, content: Content) -> dict[str, object]:
    """Everything of one message; attachments are fetched by their paths, relative to the API's root."""
    return message.summary | {
        "headers": content.headers,
        "text": content.text,
        "html": content.html,
        "links": content.links,
        "attachments": [
            {
                "name": one.name,
                "content_type": one.content_type,
                "size": len(one.content),
                "path": f"api/messages/{message.id}/attachments/{n}",
            }
            for n, one in enumerate(content.attachments)
        ],
    }


def _media_type(attachment: Attachment) -> str:
    known = re.fullmatch(r"[\w.+-]+/[\w.+-]+", attachment.content_type)
    return attachment.content_type if known else "application/octet-stream"


def _error(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)
