"""The verifier of access and service tokens against a corpus of hostile ones."""

import base64
import hashlib
import hmac
import time
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from jose import jwk, jwt
from jose.exceptions import JOSEError

from shared import tokens

NOW = int(time.time())
OURS, OTHER, SERVICE = (tokens.new_private_key() for _ in range(3))
PUBLIC_JWK = tokens.public_jwk(OURS, "k1")
KEYS = tokens.public_keys({"keys": [PUBLIC_JWK]})
SERVICE_KEYS = tokens.public_keys({"keys": [tokens.public_jwk(SERVICE, "event")]})
HEADER = {"alg": "ES256", "kid": "k1", "typ": "at+jwt"}
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
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def signed_bytes(header: bytes, claims: bytes, private_pem: bytes = OURS) -> str:
    """A token whose signature is right, whatever it says."""
    signing_input = f"{encoded(header)}.{encoded(claims)}"
    signature = jwk.construct(private_pem.decode(), "ES256").sign(signing_input.encode())
    return f"{signing_input}.{encoded(signature)}"


def signed(header: Any = HEADER, claims: Any = CLAIMS, private_pem: bytes = OURS) -> str:
    return signed_bytes(orjson.dumps(header), orjson.dumps(claims), private_pem)


def headed(**changes: Any) -> str:
    return signed({**HEADER, **changes})


def headed_without(name: str) -> str:
    return signed({key: value for key, value in HEADER.items() if key != name})


def claiming(**changes: Any) -> str:
    return signed(HEADER, {**CLAIMS, **changes})


def claiming_without(name: str) -> str:
    return signed(HEADER, {key: value for key, value in CLAIMS.items() if key != name})


def with_hmac(secret: bytes, **header: Any) -> str:
    """Signed with a secret that everybody knows: a form of our public key."""
    head = orjson.dumps({**HEADER, "alg": "HS256", **header})
    signing_input = f"{encoded(head)}.{encoded(orjson.dumps(CLAIMS))}"
    return f"{signing_input}.{encoded(hmac.digest(secret, signing_input.encode(), hashlib.sha256))}"


VALID = signed()
HEAD, BODY, SIGNATURE = VALID.split(".")
RAW = base64.urlsafe_b64decode(SIGNATURE + "==")
R, S = int.from_bytes(RAW[:32], "big"), int.from_bytes(RAW[32:], "big")
PUBLIC = load_pem_private_key(OURS, None).public_key()
PEM, DER = (PUBLIC.public_bytes(form, PublicFormat.SubjectPublicKeyInfo) for form in (Encoding.PEM, Encoding.DER))
UNCANONICAL = SIGNATURE[:-1] + chr(ord(SIGNATURE[-1]) + 1)  # its last bits are ignored by lenient decoders


def with_signature(raw: bytes) -> str:
    return f"{HEAD}.{BODY}.{encoded(raw)}"


def not_tokens() -> Iterator[tuple[str, object]]:
    yield from {
        "nothing": None,
        "a number": 5,
        "bytes": VALID.encode(),
        "a list": [VALID],
        "an object": {"token": VALID},
        "empty": "",
        "one dot": ".",
        "two dots": "..",
        "three dots": "...",
        "one part": HEAD,
        "two parts": f"{HEAD}.{BODY}",
        "four parts": f"{VALID}.{SIGNATURE}",
        "five parts, as if encrypted": f"{HEAD}.{BODY}.{BODY}.{BODY}.{SIGNATURE}",
        "a space before": f" {VALID}",
        "a line break after": f"{VALID}\n",
        "a NUL after": f"{VALID}\x00",
        "the scheme before": f"Bearer {VALID}",
        "not ASCII": f"{VALID}ä",
        "a full-width dot": VALID.replace(".", "．"),
        "too long": f"{HEAD}.{'A' * 5000}.{SIGNATURE}",
        "an empty header": f".{BODY}.{SIGNATURE}",
        "an empty body": f"{HEAD}..{SIGNATURE}",
        "percent-encoded dots": VALID.replace(".", "%2E"),
        "a JSON serialization": orjson.dumps({"protected": HEAD, "payload": BODY, "signature": SIGNATURE}).decode(),
    }.items()


def encodings() -> Iterator[tuple[str, object]]:
    yield from {
        "padding in the header": f"{HEAD}==.{BODY}.{SIGNATURE}",
        "padding in the body": f"{HEAD}.{BODY}=.{SIGNATURE}",
        "padding in the signature": f"{VALID}==",
        "junk in the signature": f"{HEAD}.{BODY}.{SIGNATURE[:20]}!{SIGNATURE[20:]}",
        "a space in the signature": f"{HEAD}.{BODY}.{SIGNATURE[:20]} {SIGNATURE[20:]}",
        "a plus": f"{HEAD}.{BODY}.+{SIGNATURE[1:]}",
        "a slash": f"{HEAD}.{BODY}./{SIGNATURE[1:]}",
        "spare bits set": f"{HEAD}.{BODY}.{UNCANONICAL}",
        "an impossible length": f"{HEAD}A.{BODY}.{SIGNATURE}",
        "a header that is not JSON": signed_bytes(b"hello", orjson.dumps(CLAIMS)),
        "a header with a byte order mark": signed_bytes(b"\xef\xbb\xbf" + orjson.dumps(HEADER), orjson.dumps(CLAIMS)),
        "a header in UTF-16": signed_bytes(orjson.dumps(HEADER).decode().encode("utf-16"), orjson.dumps(CLAIMS)),
        "a body that is not JSON": signed_bytes(orjson.dumps(HEADER), b"hello"),
        "a body that is no UTF-8": signed_bytes(orjson.dumps(HEADER), b'{"sub": "\xff"}'),
        "a body with NaN": signed_bytes(orjson.dumps(HEADER), b'{"exp": NaN}'),
    }.items()


def headers() -> Iterator[tuple[str, object]]:
    for alg in (
        "none",
        "None",
        "NONE",
        "nOnE",
        "",
        None,
        ["ES256"],
        "es256",
        "ES384",
        "ES512",
        "ES256K",
        "RS256",
        "EdDSA",
    ):
        yield f"alg {alg!r}", headed(alg=alg)
    yield "alg none without a signature", f"{encoded(orjson.dumps({**HEADER, 'alg': 'none'}))}.{BODY}."
    for name, secret in {"PEM": PEM, "DER": DER, "JWK": orjson.dumps(PUBLIC_JWK), "nothing": b""}.items():
        yield f"HS256 with our public key as {name}", with_hmac(secret)
    for typ in ("JWT", "svc+jwt", "AT+JWT", "application/at+jwt", "", None, ["at+jwt"]):
        yield f"typ {typ!r}", headed(typ=typ)
    for kid in ("k2", "", None, 1, ["k1"], {"k1": 1}, "../auth-signing/k1", "k1' OR '1'='1"):
        yield f"kid {kid!r}", headed(kid=kid)
    for name in HEADER:
        yield f"a header without {name}", headed_without(name)
    foreign = tokens.public_jwk(OTHER, "k1")
    yield "a key that the token brings", signed({**HEADER, "jwk": foreign}, CLAIMS, OTHER)
    yield "an address of a key set", signed({**HEADER, "jku": "https://example.com/jwks"}, CLAIMS, OTHER)
    for name, value in {
        "crit": ["exp"],
        "x5u": "https://example.com",
        "x5c": [],
        "b64": False,
        "zip": "DEF",
        "cty": "JWT",
    }.items():
        yield f"a header with {name}", headed(**{name: value})
    for name, header in {"a list": [], "a string": "ES256", "a number": 1, "null": None}.items():
        yield f"a header that is {name}", signed(header)
    yield "a deep header", signed_bytes(b"[" * 3000, b"{}")
    yield "a deep value in the header", signed_bytes(b'{"alg":' + b"[" * 2000 + b"]" * 2000 + b"}", b"{}")


def signatures() -> Iterator[tuple[str, object]]:
    yield "no signature", f"{HEAD}.{BODY}."
    yield "a short signature", with_signature(RAW[:63])
    yield "a long signature", with_signature(RAW + b"\x00")
    yield "a signature of zeros", with_signature(bytes(64))
    yield "a signature of the curve's order", with_signature(P256_ORDER.to_bytes(32, "big") * 2)
    yield "r beyond the curve's order", with_signature(((R + P256_ORDER) % 2**256).to_bytes(32, "big") + RAW[32:])
    yield "a signature in DER", with_signature(encode_dss_signature(R, S))
    yield "r and s swapped", with_signature(RAW[32:] + RAW[:32])
    for bit in (0, 77, 255, 256, 511):
        flipped = int.from_bytes(RAW, "big") ^ (1 << bit)
        yield f"bit {bit} of the signature flipped", with_signature(flipped.to_bytes(64, "big"))
    other = claiming(sub="usr_2")
    yield "another token's signature", f"{HEAD}.{BODY}.{other.split('.')[2]}"
    yield "another token's body", f"{HEAD}.{other.split('.')[1]}.{SIGNATURE}"
    yield "another key", signed(private_pem=OTHER)
    yield "a service's key", signed({**HEADER, "kid": "event"}, CLAIMS, SERVICE)


def claims() -> Iterator[tuple[str, object]]:
    for name in CLAIMS:
        yield f"no {name}", claiming_without(name)
    wrong: dict[str, list[Any]] = {
        "iss": ["somebody", "", None, [tokens.ISSUER]],
        "aud": ["event", "", None, ["api"], "API"],
        "exp": [NOW - 31, 0, -1, str(NOW + 300), NOW + 300.5, True, None, 2**63, NOW + 901, NOW - 1000],
        "iat": [NOW + 31, str(NOW), None, float(NOW), True, NOW - 1000, NOW + 300],
        "nbf": [NOW + 31, str(NOW), None, float(NOW), [NOW]],
        "sub": ["", "u" * 65, 1, None, ["usr_1"], {"id": "usr_1"}],
        "jti": ["", "j" * 65, 1, None],
        "sid": ["", "s" * 65, 1, None, ["ses_1"]],
        "roles": ["Admin", None, {"Admin": True}, [1], [["Admin"]], ["r" * 65]],
    }
    for name, values in wrong.items():
        for value in values:
            yield f"{name} {value!r:.40}", claiming(**{name: value})
    bodies: dict[str, Any] = {"a list": [], "a string": "usr_1", "null": None, "a number": 1}
    for name, body in bodies.items():
        yield f"claims that are {name}", signed(HEADER, body)
    yield "deep claims", signed_bytes(orjson.dumps(HEADER), b'{"a":' + b"[" * 900 + b"]" * 900 + b"}")


CORPUS = [*not_tokens(), *encodings(), *headers(), *signatures(), *claims()]


def test_the_corpus_is_as_large_as_promised() -> None:
    names = [name for name, _ in CORPUS]
    assert len(names) == len(set(names))
    assert len(names) >= 84


def is_denied(token: object) -> bool:
    try:
        tokens.verify(token, KEYS, aud="api", typ=tokens.ACCESS, now=NOW)
    except tokens.Denied:
        return True
    return False


def test_every_hostile_token_is_denied() -> None:
    assert [name for name, token in CORPUS if not is_denied(token)] == []


def test_the_token_from_which_they_are_made_is_accepted() -> None:
    assert tokens.verify(VALID, KEYS, aud="api", typ=tokens.ACCESS, now=NOW) == CLAIMS


def test_the_library_alone_accepts_many_of_them() -> None:
    """The control: hostile tokens that no verifier would accept would prove nothing."""

    def accepts(token: object) -> bool:
        try:
            jwt.decode(token, PUBLIC_JWK, algorithms=None, options={"verify_aud": False})
        except (JOSEError, ValueError, TypeError, AttributeError, RecursionError):
            return False
        return True

    assert sum(accepts(token) for _, token in CORPUS) >= 40


def test_naming_a_key_of_a_hostile_token_fails_in_one_way_only() -> None:
    for _, token in CORPUS:
        if isinstance(token, str):
            try:
                assert isinstance(tokens.kid_of(token), str)
            except tokens.Denied:
                continue


def test_clocks_may_differ_by_the_leeway_and_no_more() -> None:
    for now in (CLAIMS["iat"] - tokens.LEEWAY, CLAIMS["exp"] + tokens.LEEWAY - 1):
        tokens.verify(VALID, KEYS, aud="api", typ=tokens.ACCESS, now=now)
    for now in (CLAIMS["iat"] - tokens.LEEWAY - 1, CLAIMS["exp"] + tokens.LEEWAY):
        with pytest.raises(tokens.Denied):
            tokens.verify(VALID, KEYS, aud="api", typ=tokens.ACCESS, now=now)


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
