"""Has uploads read by `reencode.py` in processes of their own: few at a time, each with limits, none with our secrets."""

import asyncio
import contextlib
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog

from event_service.images import reencode
from event_service.images.errors import (
    ImageHidesSomething,
    ImageKindNotAccepted,
    ImageMoves,
    ImageTakesTooMuch,
    ImageTookTooLong,
    ImageTooLarge,
    NotAnImage,
    TooManyImages,
)
from shared.errors import DomainError

log = structlog.get_logger()

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
AT_ONCE = 2
MOST_WAITING = 8
# The process may use two seconds of processor time; on a busy machine that takes longer.
WALL_SECONDS = 5.0

_REFUSALS: dict[int, type[DomainError]] = {
    reencode.NOT_AN_IMAGE: NotAnImage,
    reencode.TOO_LARGE: ImageTooLarge,
    reencode.MOVES: ImageMoves,
    reencode.HIDES_SOMETHING: ImageHidesSomething,
    reencode.TAKES_TOO_MUCH: ImageTakesTooMuch,
    -signal.SIGXCPU: ImageTakesTooMuch,
    -signal.SIGKILL: ImageTakesTooMuch,
}


@dataclass(frozen=True)
class NewImage:
    """A JPEG of ours, and a smaller one for telephones."""

    content: bytes
    small: bytes
    width: int
    height: int


class Reader:
    """`read` makes a new image from an upload; further ones wait for their turn, and too many are turned away."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def read(self, upload: bytes, content_type: str) -> NewImage:
        """Raises one of this noun's errors."""
        kind = KINDS.get(content_type.partition(";")[0].strip().lower())
        if kind is None:
            raise ImageKindNotAccepted(param="Content-Type")
        if self._waiting >= MOST_WAITING:
            raise TooManyImages(retry_after=2)
        self._waiting += 1
        try:
            async with self._turns:
                return await _read(upload, kind)
        finally:
            self._waiting -= 1


async def _read(upload: bytes, kind: str) -> NewImage:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(Path(reencode.__file__)),
        kind,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={},
        cwd="/",
    )
    try:
        async with asyncio.timeout(WALL_SECONDS):
            output, complaint = await process.communicate(upload)
    except TimeoutError as error:
        raise ImageTookTooLong(retry_after=2) from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0:
        log.warning("image_refused", code=process.returncode, complaint=complaint[-500:].decode(errors="replace"))
        raise _REFUSALS.get(process.returncode or 0, NotAnImage)
    sizes, _, images = output.partition(b"\n")
    width, height, length = (int(size) for size in sizes.split())
    return NewImage(images[:length], images[length:], width, height)
