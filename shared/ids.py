"""Opaque prefixed ids: `evt_` and the 32 hex digits of a UUIDv7, so that ids sort by time. A column holds the bare UUID."""

import re
import uuid
from datetime import datetime

import uuid_utils
from pydantic import StringConstraints
from sqlalchemy import Dialect, TypeDecorator, Uuid

_SUFFIX = re.compile(r"[0-9a-f]{32}")


def new_id(prefix: str) -> str:
    return f"{prefix}_{uuid_utils.uuid7().hex}"


def earliest_id(prefix: str, moment: datetime) -> str:
    """Comes before every id that was made at the moment or later."""
    return f"{prefix}_{int(moment.timestamp() * 1000) << 80:032x}"


def to_uuid(prefix: str, value: str) -> uuid.UUID:
    """The UUID inside an id. Raises ValueError when it does not have the prefix or the form."""
    head, _, suffix = value.rpartition("_")
    if head != prefix or not _SUFFIX.fullmatch(suffix):
        raise ValueError(f"not an id that begins with {prefix}_")
    return uuid.UUID(suffix)


def id_field(prefix: str) -> StringConstraints:
    """The shape of an id on the wire: `EventId = Annotated[str, id_field("evt")]`."""
    return StringConstraints(pattern=f"^{prefix}_[0-9a-f]{{32}}$", max_length=len(prefix) + 33, strict=True)


class Id(TypeDecorator[str]):
    """A column that holds the UUID and shows the prefixed id. An id of another kind is found nowhere, never an error."""

    impl = Uuid
    cache_ok = True

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self.prefix = prefix

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> uuid.UUID | None:
        return None if value is None else to_uuid(self.prefix, value)

    def process_result_value(self, value: uuid.UUID | None, _dialect: Dialect) -> str | None:
        return None if value is None else f"{self.prefix}_{value.hex}"
