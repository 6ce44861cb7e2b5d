"""Settings that every process of the system has; a service adds its own in its `config.py`."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class CommonSettings(BaseSettings):
    """Read from the environment; a missing or malformed value stops the process at its start with its name.

    A file in SECRETS_DIR with the name of a setting gives its value too, so that no password has to stand in an environment.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    env: Environment = Field(Environment.PRODUCTION, validation_alias="ENV")
    public_url: str = Field(validation_alias="PUBLIC_URL")
    redis_url: str = Field(validation_alias="REDIS_URL")
    broker_url: str = Field(validation_alias="BROKER_URL")
    secrets_dir: Path = Field(validation_alias="SECRETS_DIR")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field((), validation_alias="CORS_ORIGINS")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = Field("INFO", validation_alias="LOG_LEVEL")
    service_addresses: Annotated[dict[str, tuple[str, ...]], NoDecode] = Field(
        default_factory=dict, validation_alias="SERVICE_ADDRESSES"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  `.env` is read by who starts the system
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  its folder is known too early
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        folder = os.environ.get("SECRETS_DIR", "")
        files = SecretsSettingsSource(settings_cls, secrets_dir=folder if Path(folder).is_dir() else None)
        return init_settings, env_settings, files

    @property
    def in_development(self) -> bool:
        return self.env is Environment.DEVELOPMENT

    @field_validator("public_url")
    @classmethod
    def _without_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        origins = tuple(origin.strip() for origin in value.split(",") if origin.strip())
        if "*" in origins or "null" in origins:
            raise ValueError("CORS_ORIGINS names exact origins; `*` and `null` are refused")
        return origins

    @field_validator("service_addresses", mode="before")
    @classmethod
    def _split_addresses(cls, value: object) -> object:
        """`auth=127.0.0.1:18001,auth=127.0.0.1:18011,user=…` to `{"auth": (…, …), "user": (…,)}`."""
        if not isinstance(value, str):
            return value
        addresses: dict[str, tuple[str, ...]] = {}
        for pair in filter(None, (part.strip() for part in value.split(","))):
            service, found, address = pair.partition("=")
            if not found or ":" not in address:
                raise ValueError(f"SERVICE_ADDRESSES: `{pair}` is not of the form service=host:port")
            addresses[service] = (*addresses.get(service, ()), address)
        return addresses


class ServiceSettings(CommonSettings):
    """A service with a database. Subclasses set `env_prefix`, so that these read `TICKET_DATABASE_URL` and so on."""

    database_url: str
