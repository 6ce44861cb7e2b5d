from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from auth_service.signing_keys import service as signing_keys
from auth_service.signing_keys.errors import NoSigningKey
from auth_service.signing_keys.service import RETIRES_AFTER, SIGNS_AFTER
from shared.access import secrets, tokens
from shared.ids import new_id


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    secrets.make(tmp_path)
    return tmp_path


def verified(token: str, directory: Path, moment: datetime) -> dict[str, object]:
    keys = tokens.public_keys({"keys": [key.public_jwk for key in signing_keys.published(directory)]})
    return tokens.verify(token, keys, aud="api", typ=tokens.ACCESS, now=moment.timestamp())


def kids(directory: Path) -> list[str]:
    return [key.kid for key in signing_keys.published(directory)]


async def test_the_public_keys_are_public_and_cacheable_and_nothing_else(browser: httpx.AsyncClient, secrets_dir: Path):
    answer = await browser.get("/auth/jwks")
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.json()["keys"] == [key.public_jwk for key in signing_keys.published(secrets_dir)]
    assert set(answer.json()["keys"][0]) == {"kty", "crv", "x", "y", "kid", "alg", "use"}


def test_the_only_key_signs_at_once(directory: Path):
    assert signing_keys.signing(directory, datetime.now(UTC)).kid == kids(directory)[0]


def test_a_new_key_is_published_before_it_signs(directory: Path):
    now = datetime.now(UTC)
    old = kids(directory)[0]
    new = signing_keys.rotate(directory, now)
    assert kids(directory) == [old, new]
    assert signing_keys.signing(directory, now).kid == old
    assert signing_keys.signing(directory, now + SIGNS_AFTER + timedelta(seconds=1)).kid == new


def test_the_old_key_goes_when_nothing_that_it_signed_is_valid_any_more(directory: Path):
    start = datetime.now(UTC)
    old = kids(directory)[0]
    signing_keys.rotate(directory, start)
    last = start + SIGNS_AFTER - timedelta(seconds=1)
    token = signing_keys.access_token(directory, "usr_1", "ses_1", ["User"], last)
    signing_keys.rotate(directory, start + SIGNS_AFTER + timedelta(minutes=1))
    assert old in kids(directory)
    assert verified(token, directory, last + timedelta(minutes=4))["sub"] == "usr_1"
    signing_keys.rotate(directory, start + SIGNS_AFTER + RETIRES_AFTER + timedelta(seconds=1))
    assert old not in kids(directory)
    with pytest.raises(tokens.Denied):
        verified(token, directory, last)


def test_nobody_but_the_service_can_read_a_new_key(directory: Path):
    kid = signing_keys.rotate(directory, datetime.now(UTC))
    assert (directory / "auth-signing" / f"{kid}.pem").stat().st_mode & 0o777 == 0o600


def test_without_a_key_nobody_can_sign_in(tmp_path: Path):
    with pytest.raises(NoSigningKey):
        signing_keys.signing(tmp_path, datetime.now(UTC))


def test_a_key_of_another_name_counts_as_the_oldest(directory: Path):
    (directory / "auth-signing" / "imported.pem").write_bytes(tokens.new_private_key())
    assert kids(directory)[0] == "imported"
    assert signing_keys.signing(directory, datetime.now(UTC) + SIGNS_AFTER + timedelta(seconds=1)).kid != "imported"


def test_what_is_no_key_stops_the_signing_and_is_not_passed_over(directory: Path):
    secrets.write(directory / "auth-signing" / f"{new_id('sig')}.pem", b"not a key")
    with pytest.raises(ValueError):  # noqa: PT011  the library's own words
        signing_keys.published(directory)
