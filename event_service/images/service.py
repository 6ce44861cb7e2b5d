from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events import service as events
from event_service.events.models import Event
from event_service.images.errors import NoImage
from event_service.images.models import EventImage
from event_service.images.reading import NewImage
from shared.ids import new_id
from shared.persistence import clock


async def put(session: AsyncSession, event: Event, new: NewImage) -> EventImage:
    """The event has this image and no other. Hold its lock. Raises EventIsCanceled."""
    event.check_changeable()
    now = await clock.now(session)
    image = await _find_for_update(session, event.id)
    if image is None:
        image = EventImage(event_id=event.id)
        session.add(image)
    # Another image has another id, and so another address.
    image.id, image.created_at = new_id("img"), now
    image.content, image.small, image.width, image.height = new.content, new.small, new.width, new.height
    event.image_id = image.id
    await events.show(session, event)
    return image


async def remove(session: AsyncSession, event: Event) -> None:
    """Hold its lock. Raises NoImage, EventIsCanceled."""
    event.check_changeable()
    image = await _find_for_update(session, event.id)
    if image is None:
        raise NoImage
    await session.delete(image)
    event.image_id = None
    await events.show(session, event)


async def get_content(session: AsyncSession, image_id: str, *, small: bool = False) -> bytes:
    """Raises NoImage when it has just been replaced."""
    wanted = func.coalesce(EventImage.small, EventImage.content) if small else EventImage.content
    content = (await session.execute(select(wanted).where(EventImage.id == image_id))).scalar_one_or_none()
    if content is None:
        raise NoImage
    return content


async def _find_for_update(session: AsyncSession, event_id: str) -> EventImage | None:
    query = select(EventImage).where(EventImage.event_id == event_id).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()
