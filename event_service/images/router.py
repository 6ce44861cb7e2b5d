"""The picture of an event: uploaded as it is, served as we made it anew."""

from typing import Annotated, Literal

from fastapi import Query, Request, Response

from event_service import etags
from event_service.events import queries
from event_service.events.errors import EventIsCanceled
from event_service.events.schemas import EventId
from event_service.images import errors, service
from event_service.images.reading import KINDS, Reader
from event_service.images.schemas import ImageId, ImageRead
from event_service.organizers.access import Manager, check_live_manager
from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import Caller, OptionalCaller
from shared.web.transactions import Transaction

router = idempotency.router(tags=["images"])

MEDIA_TYPE = "image/jpeg"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_reader = Reader()


@router.put(
    "/events/{event_id}/image",
    openapi_extra={"requestBody": {"required": True, "content": dict.fromkeys(KINDS, _BINARY)}},
    responses=problems.responses(
        errors.ImageKindNotAccepted,
        errors.NotAnImage,
        errors.ImageTooLarge,
        errors.ImageMoves,
        errors.ImageHidesSomething,
        errors.ImageTakesTooMuch,
        errors.ImageTookTooLong,
        errors.TooManyImages,
        EventIsCanceled,
    ),
)
async def put_image(
    event_id: EventId, caller: Caller, key: idempotency.LateKey, session: Transaction, request: Request
) -> ImageRead:
    """Gives the event its image: JPEG or PNG of at most 24 million pixels, or WebP of 10 million; at most 5 MB."""
    async with key.keeping_refusals(session):
        async with request.app.state.runtime.database.transaction() as before:
            await check_live_manager(before, caller)
            await key.replay(before)
            (await queries.get_managed(before, event_id, caller)).check_changeable()
        # No transaction is open while the upload is read: `session` begins with its first statement, below.
        new = await _reader.read(await request.body(), request.headers.get("content-type", ""))
    await key.claim(session)
    event = await queries.get_managed_for_update(session, event_id, caller)
    await service.put(session, event, new)
    assert event.image_url is not None, "the event has the image that was just put"
    return ImageRead(image_url=event.image_url, width=new.width, height=new.height)


@router.get(
    "/events/{event_id}/image",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: _BINARY}}, **problems.responses(errors.NoImage)},
)
async def read_image(
    event_id: EventId,
    caller: OptionalCaller,
    session: Transaction,
    request: Request,
    v: Annotated[ImageId | None, Query(description="As in `image_url`: lets the image be kept for good.")] = None,
    size: Annotated[Literal["small"] | None, Query(description="`small`: at most 1,200 pixels wide.")] = None,
    if_none_match: etags.IfNoneMatch = None,
) -> Response:
    """The image of an event that you may see."""
    event = await queries.get_visible(session, event_id, caller)
    if event.image_id is None:
        raise errors.NoImage
    headers = {
        "ETag": etags.of(event.image_id),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": f'inline; filename="{event.image_id}.jpg"',
    }
    if event.is_public and "authorization" not in request.headers:
        is_for_good = v == event.image_id
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_for_good else "public, max-age=1"
    if etags.is_fresh(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    content = await service.get_content(session, event.image_id, small=size is not None)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


@router.delete(
    "/events/{event_id}/image",
    status_code=204,
    dependencies=[idempotency.accepted],
    responses=problems.responses(errors.NoImage, EventIsCanceled),
)
async def delete_image(event_id: EventId, caller: Manager, session: Transaction) -> None:
    """Takes the image away."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    await service.remove(session, event)
