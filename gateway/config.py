"""The settings of the gateway, read from the environment with the prefix `GATEWAY_`."""

from functools import cache
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from shared.settings import CommonSettings, Environment

Network = IPv4Network | IPv6Network
Positive = Annotated[float, Field(gt=0)]
AtLeastOne = Annotated[int, Field(ge=1)]

# On a developer's machine everybody comes from one address: the demonstration's people, the seed, the tests.
IN_DEVELOPMENT = {
    "account_burst": 2_000,
    "account_per_second": 500,
    "address_burst": 20_000,
    "address_per_second": 5_000,
    "sign_in_burst": 2_000,
    "sign_in_per_minute": 6_000,
}


class Settings(CommonSettings):
    model_config = SettingsConfigDict(env_prefix="GATEWAY_", extra="ignore", frozen=True)

    # Whose X-Forwarded-For and X-Forwarded-Proto are believed: the load balancer in front.
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = (
        IPv4Network("127.0.0.0/8"),
        IPv6Network("::1/128"),
    )
    most_running: AtLeastOne = 16_384
    # For each service: requests that it works on, and requests that wait for that.
    in_flight: AtLeastOne = 256
    waiting: AtLeastOne = 4096
    # Answers that go on for minutes, of all services; they take no place from those.
    streams: Annotated[int, Field(ge=0)] = 512

    limits: bool = True
    # How long Redis may take to say whether a request is within its limit; then this process decides by itself.
    limit_budget_ms: AtLeastOne = 50
    account_burst: AtLeastOne = 120
    account_per_second: Positive = 20
    # Of callers without a valid token; many people may share an address.
    address_burst: AtLeastOne = 300
    address_per_second: Positive = 60
    # Of an address on sign-in, registration and forgotten passwords: 60 in the first minute.
    sign_in_burst: AtLeastOne = 20
    sign_in_per_minute: Positive = 40
    # Of an address that sends webhooks; the payment provider has few and much to say on the day of a sale.
    webhook_burst: AtLeastOne = 2_000
    webhook_per_second: Positive = 500

    @model_validator(mode="before")
    @classmethod
    def _generous_in_development(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**IN_DEVELOPMENT, **values} if values.get("ENV") == Environment.DEVELOPMENT else values

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, (part.strip() for part in value.split(",")))) if isinstance(value, str) else value


@cache
def settings() -> Settings:
    return Settings()
