"""The settings of the event service, read from the environment with the prefix `EVENT_`."""

from functools import cache

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="EVENT_", extra="ignore", frozen=True)


@cache
def settings() -> Settings:
    return Settings()
