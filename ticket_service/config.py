"""The settings of the ticket service, read from the environment with the prefix `TICKET_`."""

from functools import cache
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

Seconds = Annotated[int, Field(gt=0)]


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="TICKET_", extra="ignore", frozen=True)

    stripe_api_key: SecretStr
    stripe_publishable_key: str
    stripe_webhook_secret: SecretStr
    # Empty: Stripe itself. A development system names the stand-in here.
    stripe_api_base: str = ""

    hold_seconds: Seconds = 600
    hold_extensions: Annotated[int, Field(ge=0)] = 2
    # How long an order that has been placed may wait for its payment.
    payment_seconds: Seconds = 900
    # How long an offered ticket waits for an answer; never beyond the moment from which its holder is fixed.
    transfer_seconds: Seconds = 259_200
    # From when before doors a ticket's holder is fixed: no transfer and no other name.
    holder_change_closes_seconds: Annotated[int, Field(ge=0)] = 0
    # How long tickets that have returned wait for whoever is first in line; less when doors open soon.
    waitlist_offer_seconds: Seconds = 1800

    @property
    def stripe_is_live(self) -> bool:
        """Whether the key moves real money."""
        return "_live_" in self.stripe_api_key.get_secret_value()

    @model_validator(mode="after")
    def _refuse_stand_in_in_production(self) -> Self:
        if self.stripe_api_base and not self.in_development:
            raise ValueError("TICKET_STRIPE_API_BASE is for development; production talks to Stripe itself")
        return self


@cache
def settings() -> Settings:
    return Settings()
