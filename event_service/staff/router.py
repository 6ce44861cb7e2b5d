"""The people at the doors of an event."""

from event_service.events import queries
from event_service.events.errors import EventIsCanceled
from event_service.events.schemas import EventId
from event_service.organizers.access import Manager
from event_service.staff import service
from event_service.staff.errors import AlreadyStaff, TooManyStaff
from event_service.staff.models import Staff
from event_service.staff.schemas import StaffId, StaffInvite, StaffList, StaffRead
from shared.deciding import idempotency
from shared.web import problems
from shared.web.transactions import Transaction

router = idempotency.router(tags=["staff"])


@router.get("/events/{event_id}/staff", response_model=StaffList)
async def list_staff(event_id: EventId, caller: Manager, session: Transaction) -> dict[str, object]:
    """Who may check tickets at the event, and who has been invited to."""
    event = await queries.get_managed(session, event_id, caller)
    return {"data": await service.list_all(session, event.id)}


@router.post(
    "/events/{event_id}/staff",
    status_code=201,
    response_model=StaffRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(AlreadyStaff, TooManyStaff, EventIsCanceled),
)
async def invite_staff(event_id: EventId, body: StaffInvite, caller: Manager, session: Transaction) -> Staff:
    """Lets whoever has the e-mail address check tickets, at once or as soon as they have verified it."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    return await service.invite(session, event, body.email)


@router.delete("/events/{event_id}/staff/{staff_id}", status_code=204, dependencies=[idempotency.accepted])
async def remove_staff(event_id: EventId, staff_id: StaffId, caller: Manager, session: Transaction) -> None:
    """Takes somebody off the staff, or an invitation back."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    await service.remove(session, event, staff_id)
