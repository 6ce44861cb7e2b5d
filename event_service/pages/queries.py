"""The events that search engines are led to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events.models import Event, EventStatus

# The most that one sitemap may name (sitemaps.org/protocol.html).
MOST_IN_SITEMAP = 50_000


async def list_slugs_ahead(session: AsyncSession, now: datetime, most: int) -> Sequence[str]:
    """Of public events that are not over, the next first."""
    public = (Event.status != EventStatus.DRAFT, Event.ends_at > now)
    slugs = select(Event.slug).where(*public).order_by(Event.starts_at, Event.id).limit(most)
    return (await session.execute(slugs)).scalars().all()
