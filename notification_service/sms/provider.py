"""Sends an SMS through a provider's HTTP API: a POST of JSON with a bearer token. `id` makes a repetition harmless."""

import httpx  # noqa: TID251  asks the provider, outside

TIMEOUT = httpx.Timeout(10.0, connect=2.0)


class SmsRefused(Exception):
    """The provider will not take this message, now or later."""


class SmsNotTaken(Exception):
    """The provider did not take it this time."""


class SmsProvider:
    def __init__(self, url: str, token: str, sender: str) -> None:
        self._url = url
        self._token = token
        self._sender = sender
        self._client: httpx.AsyncClient | None = None

    async def send(self, *, message_id: str, to: str, text: str) -> str:
        """What the provider answered. Raises SmsRefused or SmsNotTaken."""
        body = {"id": message_id, "from": self._sender, "to": to, "text": text}
        try:
            response = await self._opened().post(self._url, json=body)
        except httpx.HTTPError as error:
            raise SmsNotTaken(type(error).__name__) from error
        answer = f"{response.status_code} {response.text[:200]}"
        if response.is_success:
            return answer
        may_pass = response.status_code >= 500 or response.status_code in {401, 403, 408, 409, 429}
        raise (SmsNotTaken if may_pass else SmsRefused)(answer)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    def _opened(self) -> httpx.AsyncClient:
        """Made by the first message: it reads the system's certificates, which takes a while."""
        if self._client is None:
            headers = {"Authorization": f"Bearer {self._token}"}
            self._client = httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, headers=headers)
        return self._client
