"""What the others are told of a ticket type."""

from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events.models import Event
from event_service.events.ticket_type import TicketType
from shared.message_log import outbox
from shared.messages.event import TicketTypeChanged, TicketTypeState


def state_of(ticket_type: TicketType) -> TicketTypeState:
    return TicketTypeState(
        ticket_type_id=ticket_type.id,
        event_id=ticket_type.event_id,
        position=ticket_type.position,
        name=ticket_type.name,
        description=ticket_type.description,
        price=ticket_type.price,
        currency=ticket_type.currency,
        max_per_order=ticket_type.max_per_order,
        max_per_account=ticket_type.max_per_account,
        sales_start_at=ticket_type.sales_start_at,
        sales_end_at=ticket_type.sales_end_at,
        valid_from=ticket_type.valid_from,
        valid_until=ticket_type.valid_until,
        is_withdrawn=ticket_type.is_withdrawn,
        is_hidden=ticket_type.is_hidden,
        version=ticket_type.version,
    )


async def tell_changed(session: AsyncSession, event: Event, ticket_type: TicketType) -> None:
    """The page shows it too, so the event's version rises. A draft's types are nobody's business."""
    event.touch()
    if event.is_public:
        state = state_of(ticket_type)
        await outbox.add(session, TicketTypeChanged(event_id=event.id, ticket_type=state, version=event.version))
