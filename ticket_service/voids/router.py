from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import LiveCaller
from shared.web.transactions import Transaction
from ticket_service.check_ins.errors import TicketIsInside
from ticket_service.tickets.errors import TicketNotFound, TicketNotValid
from ticket_service.tickets.schemas import TicketId
from ticket_service.voids import service as voids
from ticket_service.voids.schemas import VoidCreate, VoidRead

router = idempotency.router(tags=["tickets"])


@router.post(
    "/tickets/{ticket_id}/void",
    dependencies=[idempotency.required],
    responses=problems.responses(TicketNotFound, TicketNotValid, TicketIsInside),
)
async def void_ticket(ticket_id: TicketId, body: VoidCreate, caller: LiveCaller, session: Transaction) -> VoidRead:
    """Ends a ticket of an event that you organize. It admits nobody any more and is on sale again; no money moves."""
    voided = await voids.void(session, ticket_id, caller, reason=body.reason, is_forced=body.force)
    return VoidRead.model_validate(voided)
