"""Random tokens that only their holder knows: 256 bits, of which we keep the hash."""

import base64
import hashlib
import hmac
import secrets

BYTES = 32


def new() -> str:
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def new_salt() -> bytes:
    return secrets.token_bytes(BYTES)


def successor(token: str, salt: bytes) -> str:
    """The token that follows `token`: the same one each time, and unknown to whoever lacks either the token or the salt."""
    digest = hmac.digest(token.encode(), salt, "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
