import ipaddress
from functools import cache
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="AUTH_", extra="ignore", frozen=True)

    attempts_per_address: int = Field(60, ge=1, description="Sign-ins and registrations per minute and client address.")

    @property
    def origins(self) -> frozenset[str]:
        """The origins whose pages may use the refresh cookie."""
        public = urlsplit(self.public_url)
        return frozenset({f"{public.scheme}://{public.netloc}", *self.cors_origins})

    @property
    def has_secure_cookies(self) -> bool:
        """Browsers refuse Secure cookies over plain http, which is for development on loopback only."""
        public = urlsplit(self.public_url)
        return public.scheme != "http" or not _is_loopback(public.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@cache
def settings() -> Settings:
    return Settings()
