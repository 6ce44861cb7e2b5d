"""The event service's application."""

from event_service.accounts import measures as account_measures
from event_service.analytics import router as analytics
from event_service.config import settings
from event_service.duplication import router as duplication
from event_service.events import router as events
from event_service.images import router as images
from event_service.listing import router as listing
from event_service.live import router as live
from event_service.organizers import router as organizers
from event_service.pages import router as pages
from event_service.publication import router as publication
from event_service.sale_rules import router as sale_rules
from event_service.staff import router as staff
from event_service.ticket_types import measures as ticket_type_measures
from event_service.ticket_types import router as ticket_types
from event_service.updates import router as updates
from event_service.venues import router as venues
from shared.web import application

app = application.create(
    "event",
    settings(),
    routers=[
        events.rush_router,  # the busiest first: a request is compared with one route after the other
        organizers.router,
        venues.router,
        listing.router,
        events.router,
        pages.router,
        publication.router,
        duplication.router,
        ticket_types.router,
        sale_rules.router,
        staff.router,
        images.router,
        analytics.router,
        live.router,
        updates.router,
    ],
    measures=[*account_measures.MEASURES, *ticket_type_measures.MEASURES],
    description="Organizers, venues, events, ticket types, sale rules, staff, images and sales figures.",
)
