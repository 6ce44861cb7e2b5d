"""The settings of the user service, read from the environment with the prefix `USER_`."""

from functools import cache

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="USER_", extra="ignore", frozen=True)


@cache
def settings() -> Settings:
    return Settings()
