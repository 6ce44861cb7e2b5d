from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

# What `.env.example` says to ask the real Stripe for. That an intent was created is known: it was asked for.
NEEDED_EVENTS = (
    "payment_intent.amount_capturable_updated,payment_intent.canceled,payment_intent.payment_failed,"
    "payment_intent.processing,payment_intent.requires_action,payment_intent.succeeded,charge.refunded,"
    "refund.created,refund.updated,refund.failed,charge.dispute.created,charge.dispute.updated,charge.dispute.closed"
)


class Settings(BaseSettings):
    """Keys must be test keys: a live key has no business here."""

    model_config = SettingsConfigDict(env_prefix="STRIPE_STAND_IN_", frozen=True)

    env: Literal["development"] = Field(validation_alias="ENV")
    public_url: str = Field("http://localhost:8080", validation_alias="PUBLIC_URL")
    cors_origins: str = Field("", validation_alias="CORS_ORIGINS")

    host: str = "127.0.0.1"
    port: int = 12111
    data: Path
    api_key: Annotated[str, StringConstraints(pattern=r"^sk_test_\w{8,}$")]
    publishable_key: Annotated[str, StringConstraints(pattern=r"^pk_test_\w{8,}$")]
    webhook_secret: Annotated[str, StringConstraints(pattern=r"^whsec_\w{16,}$")]
    webhook_url: str = ""
    webhook_events: str = NEEDED_EVENTS
    control: Annotated[str, StringConstraints(min_length=8)]
    page_url: str = ""
    settle_after: Annotated[float, Field(ge=0, le=3600)] = 2.0

    @property
    def pages(self) -> str:
        """Where a browser finds this process, without a trailing slash."""
        return (self.page_url or f"{self.public_url}/stand-ins/stripe").rstrip("/")

    @property
    def allowed_origins(self) -> frozenset[str]:
        listed = {origin.strip().rstrip("/") for origin in self.cors_origins.split(",")}
        return frozenset(listed | {self.public_url.rstrip("/")} - {""})
