"""The ticket service's application."""

from shared.web import application
from ticket_service.attendees import router as attendees
from ticket_service.check_ins import router as check_ins
from ticket_service.config import settings
from ticket_service.disputes import measures as dispute_measures
from ticket_service.disputes import router as disputes
from ticket_service.holdings import router as holdings
from ticket_service.holds import router as holds
from ticket_service.orders import measures as order_measures
from ticket_service.orders import router as orders
from ticket_service.payments import measures as payment_measures
from ticket_service.payments import router as payments
from ticket_service.pricing import router as pricing
from ticket_service.receipts import measures as receipt_measures
from ticket_service.receipts import router as receipts
from ticket_service.reconciliations import measures as reconciliation_measures
from ticket_service.reconciliations import router as reconciliations
from ticket_service.refunds import measures as refund_measures
from ticket_service.refunds import router as refunds
from ticket_service.reviews import router as reviews
from ticket_service.sales import router as sales
from ticket_service.stock import router as stock
from ticket_service.tickets import router as tickets
from ticket_service.timeline import router as timeline
from ticket_service.transfers import router as transfers
from ticket_service.voids import router as voids
from ticket_service.waitlist import router as waitlist

app = application.create(
    "ticket",
    settings(),
    routers=[
        sales.rush_router,  # the busiest first: a request is compared with one route after the other
        check_ins.rush_router,
        stock.rush_router,
        sales.router,
        holds.rush_router,
        holds.router,
        orders.rush_router,
        orders.router,
        payments.router,
        tickets.router,
        holdings.router,
        check_ins.router,
        refunds.router,
        transfers.router,
        voids.router,
        waitlist.router,
        disputes.router,
        reviews.router,
        reconciliations.router,
        timeline.router,
        attendees.router,
        pricing.router,
        receipts.router,
    ],
    internal_routers=[stock.internal_router, tickets.internal_router],
    measures=[
        *order_measures.MEASURES,
        *payment_measures.MEASURES,
        *refund_measures.MEASURES,
        *receipt_measures.MEASURES,
        *dispute_measures.MEASURES,
        *reconciliation_measures.MEASURES,
    ],
    description="Stock, holds, orders, payments, tickets, transfers, waitlists, check-ins and refunds.",
)
