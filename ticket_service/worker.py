"""The Celery worker of the ticket service and its schedule."""

from shared.workers import worker
from ticket_service.config import settings
from ticket_service.disputes import tasks as _dispute_tasks  # noqa: F401
from ticket_service.holds import tasks as _hold_tasks  # noqa: F401  importing them registers them
from ticket_service.listeners import listeners
from ticket_service.payments import tasks as _payment_tasks  # noqa: F401
from ticket_service.payments.models import DISPUTES_TASK, EVENTS_TASK, SETTLE_TASK
from ticket_service.receipts import tasks as _receipt_tasks  # noqa: F401
from ticket_service.receipts.models import MAKE_TASK
from ticket_service.reconciliations import tasks as _reconciliation_tasks  # noqa: F401
from ticket_service.reconciliations.models import RECONCILE_TASK
from ticket_service.refunds import tasks as _refund_tasks  # noqa: F401
from ticket_service.refunds.models import CANCELED_TASK, SEND_TASK
from ticket_service.sales import tasks as _sales_tasks  # noqa: F401
from ticket_service.stock import tasks as _stock_tasks  # noqa: F401
from ticket_service.transfers import tasks as _transfer_tasks  # noqa: F401
from ticket_service.waitlist import tasks as _waitlist_tasks  # noqa: F401
from ticket_service.waitlist.service import SERVE_TASK

app = worker.create(
    "ticket",
    settings(),
    listeners,
    schedule={
        "ticket.expire_holds": 2.0,
        "ticket.expire_orders": 2.0,
        SETTLE_TASK: 1.0,
        SEND_TASK: 2.0,
        CANCELED_TASK: 5.0,
        MAKE_TASK: 5.0,
        "ticket.expire_transfers": 5.0,
        SERVE_TASK: 2.0,
        "ticket.tell_sale_status": 5.0,
        "ticket.forget_holds": 3600.0,
        "ticket.forget_webhooks": 3600.0,
        DISPUTES_TASK: 10.0,
        EVENTS_TASK: 10.0,
        RECONCILE_TASK: 10.0,
        "ticket.begin_reconciliation": 3600.0,
    },
    children=2,  # one expires, offers and listens while the other waits for the payment provider
)
