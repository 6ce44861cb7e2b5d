"""The settings of the event service, read from the environment with the prefix `EVENT_`."""

from functools import cache
from typing import Annotated

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="EVENT_", extra="ignore", frozen=True)

    # How many may watch figures live at one of its processes; the others ask now and then.
    live_streams: Annotated[int, Field(ge=0)] = 200


@cache
def settings() -> Settings:
    return Settings()
