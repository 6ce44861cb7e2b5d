from fastapi import Request, Response

from shared.deciding import idempotency
from shared.persistence.database import Database
from shared.web import identity, problems
from shared.web.identity import Caller
from ticket_service.catalog.ids import OrderId
from ticket_service.orders.errors import OrderNotFound
from ticket_service.printing import printer
from ticket_service.receipts import pdf
from ticket_service.receipts import service as receipts
from ticket_service.receipts.errors import NothingWasPaid
from ticket_service.receipts.facts import Facts
from ticket_service.receipts.schemas import ReceiptWanted

router = idempotency.router(tags=["orders"])


@router.get(
    "/orders/{order_id}/receipt.pdf",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {"example": "%PDF-1.7 …"}}},
        202: {"model": ReceiptWanted},
        **problems.responses(OrderNotFound, NothingWasPaid),
    },
)
async def print_receipt(request: Request, order_id: OrderId, caller: Caller) -> Response:
    """The receipt of a paid order as an accessible PDF, with a credit note for each refund whose money has gone.

    It is made when it is first asked for: until then the answer is 202 with `Retry-After`. For the buyer, the event's
    organizer and admins.
    """
    database: Database = request.app.state.runtime.database
    # Over before anything is drawn: requests that wait for their turn must not hold connections.
    async with database.transaction() as session:
        await identity.require_live(session, caller)
        found = await receipts.find_or_ask(session, order_id, caller)
    if not found:
        body = ReceiptWanted().model_dump_json()
        return Response(body, 202, headers={"Retry-After": "1"}, media_type="application/json")
    documents = [Facts.model_validate(receipt.facts) for receipt in found]
    content = await printer.run(pdf.render_patiently, documents, printer.of(request).for_people)
    return printer.attachment(content, f"receipt-{documents[0].order_number}.pdf")
