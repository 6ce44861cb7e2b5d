"""The keys that sign access tokens: the files `auth-signing/<kid>.pem`, read anew so that a key may be added while we run.

A rotation has three steps. The new key is published at once, it signs once every verifier has had time to fetch it, and
the old one goes when nothing that it signed is valid or remembered any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from auth_service.signing_keys.errors import NoSigningKey
from shared.access import secrets, tokens
from shared.ids import new_id, to_uuid

SIGNS_AFTER = timedelta(minutes=10)
RETIRES_AFTER = timedelta(minutes=20)
ACCESS_LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class SigningKey:
    kid: str
    private_pem: bytes
    public_jwk: dict[str, str]
    made_at: datetime


def published(secrets_dir: Path) -> Sequence[SigningKey]:
    """All keys, the oldest first. Raises NoSigningKey when there is none."""
    keys = [_read(path, path.stat().st_mtime_ns) for path in _folder(secrets_dir).glob("*.pem")]
    if not keys:
        raise NoSigningKey(retry_after=5)
    return sorted(keys, key=lambda key: (key.made_at, key.kid))


def signing(secrets_dir: Path, moment: datetime) -> SigningKey:
    """The newest key that has been published for long enough; the oldest when none has."""
    keys = published(secrets_dir)
    return next((key for key in reversed(keys) if key.made_at + SIGNS_AFTER <= moment), keys[0])


def access_token(secrets_dir: Path, account_id: str, session_id: str, roles: Sequence[str], moment: datetime) -> str:
    """What an account shows to every service for the next five minutes."""
    key = signing(secrets_dir, moment)
    issued_at = int(moment.timestamp())
    claims = {
        "iss": tokens.ISSUER,
        "aud": "api",
        "sub": account_id,
        "sid": session_id,
        "jti": new_id("jti"),
        "roles": list(roles),
        "iat": issued_at,
        "nbf": issued_at,
        "exp": issued_at + int(ACCESS_LIFE.total_seconds()),
    }
    return tokens.sign(claims, private_pem=key.private_pem, kid=key.kid, typ=tokens.ACCESS)


def rotate(secrets_dir: Path, moment: datetime) -> str:
    """Adds a key and removes those whose last signatures have run out. Returns the new key's id."""
    present = signing(secrets_dir, moment)
    if present.made_at + SIGNS_AFTER + RETIRES_AFTER <= moment:
        for key in published(secrets_dir):
            if key.made_at < present.made_at:
                (_folder(secrets_dir) / f"{key.kid}.pem").unlink()
    kid = new_id("sig")
    secrets.write(_folder(secrets_dir) / f"{kid}.pem", tokens.new_private_key())
    return kid


def _folder(secrets_dir: Path) -> Path:
    return secrets_dir / "auth-signing"


@lru_cache(maxsize=16)
def _read(path: Path, _changed_at: int) -> SigningKey:
    pem = path.read_bytes()
    return SigningKey(path.stem, pem, tokens.public_jwk(pem, path.stem), _made_at(path.stem))


def _made_at(kid: str) -> datetime:
    """The moment inside our own ids (UUIDv7): the same on every machine, whatever copying did to the file's dates."""
    try:
        milliseconds = to_uuid("sig", kid).int >> 80
    except ValueError:
        milliseconds = 0
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
