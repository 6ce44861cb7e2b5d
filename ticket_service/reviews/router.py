from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import LiveCaller
from shared.web.transactions import Transaction
from ticket_service.catalog.ids import OrderId
from ticket_service.orders.errors import OrderNotFound, OrderNotUnderReview
from ticket_service.orders.schemas import OrderRead
from ticket_service.payments.errors import MoneyIsUnderway
from ticket_service.reviews import service as reviews
from ticket_service.reviews.errors import MoneyIsDisputed, MoneyWasCollected, NoMoneyWasCollected
from ticket_service.reviews.schemas import ReviewClose

router = idempotency.router(tags=["orders"])


@router.post(
    "/orders/{order_id}/close-review",
    dependencies=[idempotency.required],
    responses=problems.responses(
        OrderNotFound, OrderNotUnderReview, MoneyWasCollected, NoMoneyWasCollected, MoneyIsDisputed, MoneyIsUnderway
    ),
)
async def close_review(order_id: OrderId, body: ReviewClose, caller: LiveCaller, session: Transaction) -> OrderRead:
    """Closes an order under `review` for your event, once you have done elsewhere what there was to do about its money."""
    return OrderRead.of(await reviews.close(session, order_id, caller, body.outcome, body.how))
