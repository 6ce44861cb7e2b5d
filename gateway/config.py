"""The settings of the gateway, read from the environment with the prefix `GATEWAY_`."""

from functools import cache
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from shared.settings import CommonSettings

Network = IPv4Network | IPv6Network
Positive = Annotated[float, Field(gt=0)]
AtLeastOne = Annotated[int, Field(ge=1)]


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

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, (part.strip() for part in value.split(",")))) if isinstance(value, str) else value


@cache
def settings() -> Settings:
    return Settings()
