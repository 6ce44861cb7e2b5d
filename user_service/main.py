"""The user service's application."""

from shared.web import application
from user_service.config import settings
from user_service.profiles import router as profiles
from user_service.purchases import router as purchases

app = application.create(
    "user",
    settings(),
    routers=[profiles.router, purchases.router],
    description="Profiles, settings and the purchase history of accounts.",
)
