"""Signed tokens: the only module that touches python-jose.

`verify` is strict where the library is lenient: it accepts exactly ES256, exactly our header, canonical base64url, a known
`kid`, integer times and exact issuer and audience, and it turns every failure into `Denied`.
"""

import re
import time
from collections.abc import Mapping
from typing import Any, Final

import jose.backends  # noqa: TID251  here
import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jose import jwk, jws  # noqa: TID251  here
from jose.exceptions import JOSEError  # noqa: TID251  here
from jose.utils import base64url_decode, base64url_encode  # noqa: TID251  here

assert jose.backends.ECKey.__module__ == "jose.backends.cryptography_backend", "python-jose needs `cryptography`"

ACCESS: Final = "at+jwt"
SERVICE: Final = "svc+jwt"
ISSUER: Final = "event-ticketing"
LONGEST_LIFE = 900
LEEWAY = 30
_SEGMENT = re.compile(r"[A-Za-z0-9_-]+")

PublicKeys = Mapping[str, Any]


class Denied(Exception):
    """The token is not one of ours, or not valid now."""


def new_private_key() -> bytes:
    """A fresh P-256 key as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_jwk(private_pem: bytes, kid: str) -> dict[str, str]:
    """The public half as a JWK. Raises ValueError when the PEM is not a P-256 key."""
    key = load_pem_private_key(private_pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise ValueError("not a P-256 private key")
    numbers = key.public_key().public_numbers()
    x, y = (base64url_encode(n.to_bytes(32, "big")).decode() for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, "alg": "ES256", "use": "sig"}


def public_keys(jwks: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a JWK set by `kid`, ready for `verify`. Raises ValueError when the set is malformed."""
    try:
        return {str(key["kid"]): jwk.construct(key, "ES256") for key in jwks["keys"]}
    except (JOSEError, KeyError, TypeError) as error:
        raise ValueError("not a JWK set of P-256 keys") from error


def sign(claims: Mapping[str, Any], *, private_pem: bytes, kid: str, typ: str) -> str:
    """The claims as a compact ES256 token; the caller sets iss, aud, sub, iat, nbf and exp."""
    header = {"alg": "ES256", "kid": kid, "typ": typ}
    signing_input = b".".join(base64url_encode(orjson.dumps(part)) for part in (header, claims))
    signature = jwk.construct(private_pem.decode(), "ES256").sign(signing_input)
    return f"{signing_input.decode()}.{base64url_encode(signature).decode()}"


def verify(token: object, keys: PublicKeys, *, aud: str, typ: str, now: float | None = None) -> dict[str, Any]:
    """The claims of a valid token. Raises Denied for anything else, whatever the bytes are."""
    try:
        return _verify(token, keys, aud=aud, typ=typ, now=time.time() if now is None else now)
    except (
        JOSEError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise Denied from error


def kid_of(token: str) -> str:
    """The key that an unverified token names; used only to decide whether to fetch the key set again."""
    try:
        kid = orjson.loads(_segment(token.split(".", maxsplit=1)[0]))["kid"]
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise Denied from error
    if not isinstance(kid, str):
        raise Denied
    return kid


def _verify(token: object, keys: PublicKeys, *, aud: str, typ: str, now: float) -> dict[str, Any]:
    if not isinstance(token, str) or not token.isascii() or len(token) > 4096:
        raise Denied
    head, body, signature = token.split(".")
    header = orjson.loads(_segment(head))
    if type(header) is not dict or set(header) != {"alg", "kid", "typ"}:
        raise Denied
    if header["alg"] != "ES256" or header["typ"] != typ or type(header["kid"]) is not str:
        raise Denied
    if len(_segment(signature)) != 64:
        raise Denied
    claims = orjson.loads(_segment(body))
    if type(claims) is not dict:
        raise Denied
    jws.verify(token, keys[header["kid"]], ["ES256"])
    _check_claims(claims, aud=aud, now=now)
    if typ == ACCESS:
        _check_account(claims)
    return claims


def _check_claims(claims: dict[str, Any], *, aud: str, now: float) -> None:
    if claims.get("iss") != ISSUER or claims.get("aud") != aud:
        raise Denied
    if any(type(claims.get(name)) is not int for name in ("iat", "nbf", "exp")):
        raise Denied
    if not all(_is_short_text(claims.get(name)) for name in ("sub", "jti")):
        raise Denied
    issued, not_before, expires = claims["iat"], claims["nbf"], claims["exp"]
    if not 0 < expires - issued <= LONGEST_LIFE or max(issued, not_before) > now + LEEWAY or is_expired(claims, now):
        raise Denied


def is_expired(claims: Mapping[str, Any], now: float) -> bool:
    """`now` in Unix seconds. Clocks may differ by the leeway, for a token that is remembered as for one that is new."""
    return bool(claims["exp"] <= now - LEEWAY)


def _check_account(claims: dict[str, Any]) -> None:
    """What only access tokens have: a session, and roles as a list of names."""
    roles = claims.get("roles")
    if not _is_short_text(claims.get("sid")) or type(roles) is not list or not all(map(_is_short_text, roles)):
        raise Denied


def _is_short_text(value: object) -> bool:
    return type(value) is str and 1 <= len(value) <= 64


def _segment(text: str) -> bytes:
    """Decodes base64url and refuses what does not encode to itself again."""
    if not _SEGMENT.fullmatch(text):
        raise Denied
    raw: bytes = base64url_decode(text.encode())
    if base64url_encode(raw).decode() != text:
        raise Denied
    return raw
