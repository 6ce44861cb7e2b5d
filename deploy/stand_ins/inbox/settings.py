from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`data` is a folder. Without `control` nobody can plan faults; without `sms_token` any SMS client may post."""

    model_config = SettingsConfigDict(env_prefix="INBOX_", frozen=True)

    env: Literal["development"] = Field(validation_alias="ENV")
    host: str = "127.0.0.1"
    smtp_port: int = 11025
    web_port: int = 18025
    data: Path
    control: str = ""
    sms_token: str = ""
