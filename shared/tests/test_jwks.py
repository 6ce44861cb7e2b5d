"""Access tokens are checked with auth's keys also while auth is slow or away."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest

from shared.access import tokens
from shared.peers import jwks
from shared.peers.discovery import Directory
from shared.peers.jwks import KeySet
from shared.testing.accounts import Signer


class NoRegistry(Directory):
    """Only the configured address: these tests are about what stands behind it."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def pick(self, service: str) -> str:  # noqa: ARG002  there is only one
        return self._address


class Auth:
    """Serves a key set; `frozen` accepts connections and says nothing. `asked` counts them."""

    def __init__(self, document: object) -> None:
        self._body = orjson.dumps(document)
        self.frozen = False
        self.asked = 0
        self.asked_twice = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                self.asked += 1
                if self.asked == 2:
                    self.asked_twice.set()
                if self.frozen:
                    await reader.read()
                    break
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(self._body) + self._body)
        writer.close()


@contextlib.asynccontextmanager
async def key_set(signer: Signer) -> AsyncIterator[tuple[KeySet, Auth]]:
    auth = Auth(signer.jwks())
    server = await asyncio.start_server(auth.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    keys = KeySet(NoRegistry(f"{host}:{port}"))
    try:
        yield keys, auth
    finally:
        await keys.close()
        server.close()


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer(tmp_path)


async def test_the_first_token_waits_for_the_keys(signer: Signer):
    async with key_set(signer) as (keys, auth):
        several = [keys.claims(signer.access_token(f"usr_{number}")) for number in range(5)]
        assert [claims["sub"] for claims in await asyncio.gather(*several)] == [f"usr_{n}" for n in range(5)]
        assert auth.asked == 1


async def test_nobody_waits_for_a_frozen_auth_when_the_keys_grow_old(signer: Signer, monkeypatch: pytest.MonkeyPatch):
    async with key_set(signer) as (keys, auth):
        await keys.fetch()
        auth.frozen = True
        monkeypatch.setattr(jwks, "FRESH_SECONDS", 0.0)
        started = time.monotonic()
        for number in range(20):
            assert (await keys.claims(signer.access_token(f"usr_{number}")))["sub"] == f"usr_{number}"
        assert time.monotonic() - started < 1


@pytest.mark.parametrize(("expired_for", "is_valid"), [(tokens.LEEWAY - 10, True), (tokens.LEEWAY + 1, False)])
async def test_a_token_that_is_remembered_expires_when_a_new_one_does(
    signer: Signer, monkeypatch: pytest.MonkeyPatch, expired_for: int, is_valid: bool
):
    async with key_set(signer) as (keys, _), key_set(signer) as (stranger, _):
        token = signer.access_token("usr_1")
        expires = (await keys.claims(token))["exp"]
        monkeypatch.setattr(time, "time", lambda: float(expires + expired_for))
        for key_set_asked in (keys, keys, stranger, stranger):
            if is_valid:
                assert (await key_set_asked.claims(token))["exp"] == expires
            else:
                with pytest.raises(tokens.Denied):
                    await key_set_asked.claims(token)


async def test_old_keys_are_asked_for_again(signer: Signer, monkeypatch: pytest.MonkeyPatch):
    async with key_set(signer) as (keys, auth):
        await keys.fetch()
        monkeypatch.setattr(jwks, "FRESH_SECONDS", 0.0)
        await keys.claims(signer.access_token("usr_1"))
        async with asyncio.timeout(5):
            await auth.asked_twice.wait()


async def test_keys_that_nobody_could_confirm_for_a_day_verify_nothing(signer: Signer, monkeypatch: pytest.MonkeyPatch):
    async with key_set(signer) as (keys, auth):
        await keys.fetch()
        monkeypatch.setattr(jwks, "NO_KEYS_PAUSE_SECONDS", 0.0)
        keys._fetched_at -= jwks.STALE_SECONDS
        auth.frozen = True
        with pytest.raises(tokens.Denied):
            await keys.claims(signer.access_token("usr_1"))
        auth.frozen = False
        assert (await keys.claims(signer.access_token("usr_1")))["sub"] == "usr_1"


async def test_a_stranger_who_names_unknown_keys_makes_us_ask_once(signer: Signer, tmp_path: Path):
    stranger = Signer(tmp_path / "other")
    async with key_set(signer) as (keys, auth):
        await keys.fetch()
        for number in range(5):
            with pytest.raises(tokens.Denied):
                await keys.claims(stranger.access_token(f"usr_{number}"))
        assert auth.asked == 2
