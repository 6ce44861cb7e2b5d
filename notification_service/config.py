"""The settings of the notification service, read from the environment with the prefix `NOTIFICATION_`."""

from email.headerregistry import Address
from email.utils import parseaddr
from functools import cache, cached_property
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings

SMTP_SCHEMES = frozenset({"smtp", "smtps", "smtp+starttls"})


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="NOTIFICATION_", extra="ignore", frozen=True)

    # smtp://host:port (no TLS), smtp+starttls://user:password@host:port or smtps://user:password@host:port
    smtp_url: SecretStr
    # `Name <address>`: the name is the brand that people read.
    mail_from: str

    # Empty: no SMS is sent.
    sms_url: str = ""
    sms_token: SecretStr = SecretStr("")
    sms_from: str = ""

    @cached_property
    def sender(self) -> Address:
        name, address = parseaddr(self.mail_from)
        return Address(name, addr_spec=address)

    @property
    def brand(self) -> str:
        return self.sender.display_name or self.sender.domain

    @field_validator("mail_from")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if "@" not in parseaddr(value)[1]:
            raise ValueError("NOTIFICATION_MAIL_FROM is of the form `Name <address@domain>`")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_an_smtp_server(cls, value: SecretStr) -> SecretStr:
        url = urlsplit(value.get_secret_value())
        if url.scheme not in SMTP_SCHEMES or not url.hostname:
            raise ValueError("NOTIFICATION_SMTP_URL begins with smtp://, smtps:// or smtp+starttls:// and names a host")
        if url.scheme == "smtp" and url.password:
            raise ValueError("NOTIFICATION_SMTP_URL: a password is sent over TLS only: smtps:// or smtp+starttls://")
        return value


@cache
def settings() -> Settings:
    return Settings()
