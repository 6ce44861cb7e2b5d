"""The verifier of access and service tokens, against a corpus of hostile ones."""

import time
from typing import Any

import pytest
from jose import jwt
from jose.exceptions import JOSEError

from shared.access import tokens
from shared.testing.hostile_tokens import Forge

NOW = int(time.time())
OURS, SERVICE = tokens.new_private_key(), tokens.new_private_key()
PUBLIC_JWK = tokens.public_jwk(OURS, "k1")
KEYS = tokens.public_keys({"keys": [PUBLIC_JWK]})
SERVICE_KEYS = tokens.public_keys({"keys": [tokens.public_jwk(SERVICE, "event")]})
CLAIMS: dict[str, Any] = {
    "iss": tokens.ISSUER,
    "aud": "api",
    "sub": "usr_1",
    "sid": "ses_1",
    "jti": "jti_1",
    "roles": ["User"],
    "iat": NOW,
    "nbf": NOW,
    "exp": NOW + 300,
}
FORGE = Forge(OURS, "k1", CLAIMS)
CORPUS = FORGE.corpus()


def is_denied(token: object) -> bool:
    try:
        tokens.verify(token, KEYS, aud="api", typ=tokens.ACCESS, now=NOW)
    except tokens.Denied:
        return True
    return False


def test_the_corpus_is_as_large_as_promised() -> None:
    names = [name for name, _ in CORPUS]
    assert len(names) == len(set(names))
    assert len(names) >= 84


def test_every_hostile_token_is_denied() -> None:
    assert [name for name, token in CORPUS if not is_denied(token)] == []


def test_the_token_from_which_they_are_made_is_accepted() -> None:
    assert tokens.verify(FORGE.valid, KEYS, aud="api", typ=tokens.ACCESS, now=NOW) == CLAIMS


def test_the_library_alone_accepts_many_of_them() -> None:
    """The control: hostile tokens that no verifier would accept would prove nothing."""

    def accepts(token: object) -> bool:
        try:
            jwt.decode(token, PUBLIC_JWK, algorithms=None, options={"verify_aud": False})
        except (JOSEError, ValueError, TypeError, AttributeError, RecursionError):
            return False
        return True

    now = int(time.time())  # the library takes no other
    fresh = Forge(OURS, "k1", {**CLAIMS, "iat": now, "nbf": now, "exp": now + 300})
    assert sum(accepts(token) for _, token in fresh.corpus()) >= 40


def test_naming_the_key_of_a_hostile_token_fails_in_one_way_only() -> None:
    for _, token in CORPUS:
        if isinstance(token, str):
            try:
                assert isinstance(tokens.kid_of(token), str)
            except tokens.Denied:
                continue


def test_clocks_may_differ_by_the_leeway_and_no_more() -> None:
    for now in (CLAIMS["iat"] - tokens.LEEWAY, CLAIMS["exp"] + tokens.LEEWAY - 1):
        tokens.verify(FORGE.valid, KEYS, aud="api", typ=tokens.ACCESS, now=now)
    for now in (CLAIMS["iat"] - tokens.LEEWAY - 1, CLAIMS["exp"] + tokens.LEEWAY):
        with pytest.raises(tokens.Denied):
            tokens.verify(FORGE.valid, KEYS, aud="api", typ=tokens.ACCESS, now=now)


def test_a_service_token_is_good_for_its_target_alone_and_never_as_an_access_token() -> None:
    claims = {name: CLAIMS[name] for name in ("iss", "jti", "iat", "nbf")}
    claims |= {"aud": "ticket", "sub": "event", "exp": NOW + 60}
    token = tokens.sign(claims, private_pem=SERVICE, kid="event", typ=tokens.SERVICE)
    assert tokens.verify(token, SERVICE_KEYS, aud="ticket", typ=tokens.SERVICE, now=NOW)["sub"] == "event"
    for aud, typ in (("auth", tokens.SERVICE), ("ticket", tokens.ACCESS), ("api", tokens.ACCESS)):
        with pytest.raises(tokens.Denied):
            tokens.verify(token, SERVICE_KEYS, aud=aud, typ=typ, now=NOW)


def test_a_malformed_key_set_is_refused_as_a_whole() -> None:
    documents: list[dict[str, Any]] = [
        {},
        {"keys": None},
        {"keys": [{}]},
        {"keys": [{"kid": "k", "kty": "oct", "k": "AA"}]},
    ]
    for document in documents:
        with pytest.raises(ValueError, match="JWK set"):
            tokens.public_keys(document)
