"""The ticket service's application."""

from shared import application
from ticket_service.config import settings

app = application.create(
    "ticket",
    settings(),
    routers=[],
    internal_routers=[],
    description="Stock, holds, orders, payments, tickets and check-ins.",
)
