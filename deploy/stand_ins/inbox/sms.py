"""The SMS side: the HTTP API of a simple provider. A repeated `id` is one message."""

import asyncio
import re
from secrets import compare_digest, token_hex
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from deploy.stand_ins.inbox.faults import Faults
from deploy.stand_ins.inbox.messages import Arrival
from deploy.stand_ins.inbox.store import Store

SHOWN = 80  # of the text, in lists
NUMBER = re.compile(r"\+[1-9]\d{6,14}")


def _is_number(value: str) -> str:
    if not NUMBER.fullmatch(value):
        raise ValueError("a number looks like +4915112345678")
    return value


class Sms(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    id: Annotated[str, Field(max_length=255)] = Field(default_factory=lambda: f"sms_{token_hex(12)}")
    sender: Annotated[str, Field(alias="from", max_length=40)] = ""
    to: Annotated[str, AfterValidator(_is_number)]
    text: Annotated[str, Field(min_length=1, max_length=1600)]


class SmsApi:
    def __init__(self, store: Store, faults: Faults, token: str) -> None:
        self._store = store
        self._faults = faults
        self._token = token
        self._one_at_a_time = asyncio.Lock()

    async def post(self, request: Request) -> Response:
        """202 with the id, once the message is on disk."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._token and not compare_digest(given.encode(), self._token.encode()):
            return _refusal(401, "unauthorized", "The token is missing or wrong.")
        try:
            sms = Sms.model_validate_json(await request.body())
        except ValidationError as wrong:
            return _refusal(400, "invalid_request", "; ".join(_problems(wrong)))
        rule = self._faults.for_sms(sms.to)
        if rule and rule.fault == "refuse":
            return _refusal(rule.code, "refused", "On purpose.")
        if rule and rule.fault == "lost_request":
            return _dropped(request)
        await self._keep(sms)
        if rule and rule.fault == "stall":
            await asyncio.sleep(rule.seconds)
        if rule and rule.fault == "lost_response":
            return _dropped(request)
        return JSONResponse({"id": sms.id, "status": "accepted", "to": sms.to}, 202)

    async def _keep(self, sms: Sms) -> None:
        async with self._one_at_a_time:
            if self._store.known("sms", sms.id) is not None:
                return
            await self._store.add(Arrival("sms", sms.sender, (sms.to,), sms.text[:SHOWN], sms.id, sms.text.encode()))


def _problems(wrong: ValidationError) -> list[str]:
    errors = wrong.errors(include_url=False, include_input=False, include_context=False)
    return [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in errors]


def _refusal(status: int, code: str, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status)


def _dropped(request: Request) -> Response:
    """Close the connection; what is returned reaches nobody."""
    request.scope["extensions"]["drop_connection"]["now"]()
    return Response(status_code=503)
