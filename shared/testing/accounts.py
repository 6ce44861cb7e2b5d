"""Access tokens for tests, signed like auth's, and service tokens, signed like a service's."""

import time
from pathlib import Path

import httpx

from shared.access import secrets, tokens
from shared.ids import new_id


class Signer:
    """Signs for any account and for any service, with the keys of a directory that `shared.access.secrets` made."""

    def __init__(self, secrets_dir: Path) -> None:
        secrets.make(secrets_dir)
        self.secrets_dir = secrets_dir
        self._signing_key = next((secrets_dir / "auth-signing").glob("*.pem"))

    def jwks(self) -> dict[str, object]:
        return {"keys": [tokens.public_jwk(self._signing_key.read_bytes(), self._signing_key.stem)]}

    def access_token(
        self, account_id: str, *roles: str, session_id: str | None = None, lifetime_seconds: int = 300
    ) -> str:
        now = int(time.time())
        claims = {
            "iss": tokens.ISSUER,
            "aud": "api",
            "sub": account_id,
            "sid": session_id or new_id("ses"),
            "jti": new_id("jti"),
            "iat": now,
            "nbf": now,
            "exp": now + lifetime_seconds,
            "roles": ["User", *roles],
        }
        pem = self._signing_key.read_bytes()
        return tokens.sign(claims, private_pem=pem, kid=self._signing_key.stem, typ=tokens.ACCESS)

    def service_token(self, caller: str, target: str, *, signed_by: str | None = None) -> str:
        """`signed_by` is the caller itself, if nobody else is named."""
        signer = signed_by or caller
        now = int(time.time())
        claims = {
            "iss": tokens.ISSUER,
            "aud": target,
            "sub": caller,
            "jti": new_id("jti"),
            "iat": now,
            "nbf": now,
            "exp": now + 60,
        }
        pem = (self.secrets_dir / f"{signer}.key.pem").read_bytes()
        return tokens.sign(claims, private_pem=pem, kid=signer, typ=tokens.SERVICE)


class Person(httpx.Auth):
    """An account whose requests carry its access token: `client.get(…, auth=person)`."""

    def __init__(self, signer: Signer, *roles: str) -> None:
        self.account_id = new_id("usr")
        self.session_id = new_id("ses")
        self._token = signer.access_token(self.account_id, *roles, session_id=self.session_id)

    def auth_flow(self, request: httpx.Request):  # type: ignore[no-untyped-def]  # noqa: ANN201  httpx's generator protocol
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class CallingService(httpx.Auth):
    """Another service: `client.put("/internal/…", auth=CallingService(signer, "event", "ticket"))`."""

    def __init__(self, signer: Signer, caller: str, target: str) -> None:
        self._token = signer.service_token(caller, target)

    def auth_flow(self, request: httpx.Request):  # type: ignore[no-untyped-def]  # noqa: ANN201  httpx's generator protocol
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request
