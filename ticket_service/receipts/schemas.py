from typing import Literal

from pydantic import ConfigDict

from shared.web.wire import Response


class ReceiptWanted(Response):
    """The receipt is being made: ask again after the seconds that `Retry-After` names."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "being_made"}]})

    status: Literal["being_made"] = "being_made"
