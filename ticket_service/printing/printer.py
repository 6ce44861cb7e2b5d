"""Has documents printed in another process: drawing them takes milliseconds that whoever sells does not have."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import structlog
from anyio import BrokenWorkerProcess, CapacityLimiter, to_process
from fastapi import Request, Response

from shared.errors import Unavailable
from ticket_service.printing.typesetting import Document

log = structlog.get_logger()

T = TypeVar("T")


def _one_at_a_time() -> CapacityLimiter:
    return CapacityLimiter(1)


@dataclass(frozen=True)
class Printer:
    """One per web process. People do not wait behind mails: each have a process, started at their first document."""

    for_people: CapacityLimiter = field(default_factory=_one_at_a_time)
    for_mails: CapacityLimiter = field(default_factory=_one_at_a_time)


def of(request: Request) -> Printer:
    """The process's, from its first document on."""
    state = request.app.state
    if not hasattr(state, "printer"):
        state.printer = Printer()
    printer: Printer = state.printer
    return printer


async def run(render: Callable[[T], Document], pages: T, turn: CapacityLimiter) -> bytes:
    """What `render` makes of the pages, in another process. Raises Unavailable when that was killed."""
    try:
        document = await to_process.run_sync(render, pages, limiter=turn)
    except BrokenWorkerProcess as error:
        raise Unavailable(retry_after=1) from error
    if document.flaw:
        log.warning("document_not_in_pdf_ua", error=document.flaw)
    return document.content


def attachment(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)
