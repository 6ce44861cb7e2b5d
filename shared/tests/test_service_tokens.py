import time
from pathlib import Path
from typing import Any

import orjson
import pytest

from shared.access import tokens
from shared.access.verified import ServiceTokens
from shared.testing.accounts import Signer


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer(tmp_path)


def public_keys(signer: Signer) -> dict[str, Any]:
    return tokens.public_keys(orjson.loads((signer.secrets_dir / "service-keys.json").read_bytes()))


def test_a_token_is_verified_once(signer: Signer):
    keys = public_keys(signer)
    known = ServiceTokens("ticket", keys)
    first, second = (signer.service_token("event", "ticket") for _ in range(2))
    assert known.caller(first) == "event"
    keys.clear()
    assert known.caller(first) == "event"
    with pytest.raises(tokens.Denied):
        known.caller(second)


def test_a_token_that_is_remembered_expires(signer: Signer, monkeypatch: pytest.MonkeyPatch):
    known = ServiceTokens("ticket", public_keys(signer))
    token = signer.service_token("event", "ticket")
    known.caller(token)
    later = time.time() + tokens.LONGEST_LIFE + tokens.LEEWAY
    monkeypatch.setattr(time, "time", lambda: later)
    for _ in range(2):
        with pytest.raises(tokens.Denied):
            known.caller(token)


def test_one_service_cannot_speak_for_another_or_with_a_token_for_another(signer: Signer):
    known = ServiceTokens("ticket", public_keys(signer))
    for forged in (signer.service_token("event", "ticket", signed_by="user"), signer.service_token("event", "user")):
        for _ in range(2):
            with pytest.raises(tokens.Denied):
                known.caller(forged)
