"""The notification service's application."""

from notification_service.config import settings
from notification_service.notifications import measures
from notification_service.notifications import router as notifications
from shared.web import application

app = application.create(
    "notification",
    settings(),
    routers=[notifications.router],
    measures=measures.MEASURES,
    description="What people are told: by e-mail, by SMS and in the application; and what became of it.",
)
