"""Questions and commands between services: HTTP under `/internal`, signed with the caller's own key, short timeouts."""

import time
from pathlib import Path
from typing import Any

import httpx  # noqa: TID251  the one way in which services ask each other
import orjson
import structlog

from shared.access import tokens
from shared.errors import DomainError, Unavailable
from shared.ids import new_id
from shared.peers.discovery import Directory, NoInstance
from shared.telemetry.logs import current_traceparent

TOKEN_SECONDS = 60
TIMEOUT = httpx.Timeout(3.0, connect=0.5)


class CallRefused(DomainError):
    """The other service answered with an error; `status` and `problem` say which."""

    detail = "Another part of the system refused the request."

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__()
        self.status = status
        self.problem = problem


class ServiceCalls:
    """Calls others as `service`. Methods raise Unavailable when the other is away, CallRefused when it says no (4xx)."""

    def __init__(self, service: str, secrets_dir: Path, directory: Directory) -> None:
        self._service = service
        self._private_pem = (secrets_dir / f"{service}.key.pem").read_bytes()
        self._directory = directory
        self._client = httpx.AsyncClient(timeout=TIMEOUT, trust_env=False)
        self._tokens: dict[str, tuple[str, float]] = {}

    async def get(self, service: str, path: str, *, params: dict[str, Any] | None = None) -> Any:
        return orjson.loads(await self.send("GET", service, path, params=params))

    async def send(
        self,
        method: str,
        service: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        json: Any = None,
        language: str | None = None,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> bytes:
        """The body of the other's answer, in a language if one is named.

        What is sent must be safe to send twice: a lost answer is repeated by callers.
        """
        try:
            address = await self._directory.pick(service)
            response = await self._client.request(
                method,
                f"http://{address}{path}",
                params=params,
                content=None if json is None else orjson.dumps(json),
                headers=self._headers(service, has_body=json is not None, language=language),
                timeout=timeout,
            )
        except (NoInstance, httpx.HTTPError) as error:
            raise Unavailable(retry_after=1) from error
        if response.status_code >= 500 or response.status_code == 429:
            raise Unavailable(retry_after=1)
        if response.status_code >= 400:
            raise CallRefused(response.status_code, _problem(response.content))
        return response.content

    async def close(self) -> None:
        await self._client.aclose()

    def _headers(self, service: str, *, has_body: bool, language: str | None) -> dict[str, str]:
        context = structlog.contextvars.get_contextvars()
        headers = {"Authorization": f"Bearer {self._token_for(service)}"}
        if has_body:
            headers["Content-Type"] = "application/json"
        if language is not None:
            headers["Accept-Language"] = language
        if request_id := context.get("request_id"):
            headers["X-Request-ID"] = str(request_id)
        if traceparent := current_traceparent():
            headers["traceparent"] = traceparent
        return headers

    def _token_for(self, service: str) -> str:
        """A token for the target, used again for half of its life."""
        token, renew_at = self._tokens.get(service, ("", 0.0))
        now = time.time()
        if now >= renew_at:
            claims = {
                "iss": tokens.ISSUER,
                "aud": service,
                "sub": self._service,
                "jti": new_id("jti"),
                "iat": int(now),
                "nbf": int(now),
                "exp": int(now) + TOKEN_SECONDS,
            }
            token = tokens.sign(claims, private_pem=self._private_pem, kid=self._service, typ=tokens.SERVICE)
            self._tokens[service] = (token, now + TOKEN_SECONDS / 2)
        return token


def _problem(content: bytes) -> dict[str, Any]:
    try:
        problem = orjson.loads(content)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
