"""Hostile tokens, made around one good one, for tests of the verifier and of running services."""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from jose import jwk

from shared.access import tokens

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

Named = Iterator[tuple[str, object]]


class Forge:
    """Makes tokens that are wrong in one thing each. It has the signing key: most of them are signed rightly."""

    def __init__(self, private_pem: bytes, kid: str, claims: Mapping[str, Any]) -> None:
        self.private_pem = private_pem
        self.header = {"alg": "ES256", "kid": kid, "typ": tokens.ACCESS}
        self.claims = dict(claims)
        self.moment: int = claims["iat"]
        self.valid = self._signed()
        self.parts = self.valid.split(".")
        self.stranger = tokens.new_private_key()

    def corpus(self) -> list[tuple[str, object]]:
        """Every hostile token with a name that says what is wrong with it."""
        return [
            *self._not_tokens(),
            *self._encodings(),
            *self._headers(),
            *self._algorithms(),
            *self._signatures(),
            *self._claims(),
            *self._bodies(),
        ]

    def _signed_bytes(self, header: bytes, claims: bytes, private_pem: bytes | None = None) -> str:
        signing_input = f"{_encoded(header)}.{_encoded(claims)}"
        key = jwk.construct((private_pem or self.private_pem).decode(), "ES256")
        return f"{signing_input}.{_encoded(key.sign(signing_input.encode()))}"

    def _signed(self, header: Any = None, claims: Any = None, private_pem: bytes | None = None) -> str:
        head = orjson.dumps(self.header if header is None else header)
        return self._signed_bytes(head, orjson.dumps(self.claims if claims is None else claims), private_pem)

    def _headed(self, **changes: Any) -> str:
        return self._signed(header={**self.header, **changes})

    def _claiming(self, **changes: Any) -> str:
        return self._signed(claims={**self.claims, **changes})

    def _not_tokens(self) -> Named:
        head, body, signature = self.parts
        serialized = {"protected": head, "payload": body, "signature": signature}
        yield from {
            "nothing": None,
            "a number": 5,
            "bytes": self.valid.encode(),
            "a list": [self.valid],
            "an object": {"token": self.valid},
            "empty": "",
            "one dot": ".",
            "two dots": "..",
            "three dots": "...",
            "one part": head,
            "two parts": f"{head}.{body}",
            "four parts": f"{self.valid}.{signature}",
            "five parts, as if encrypted": f"{head}.{body}.{body}.{body}.{signature}",
            "a space before": f" {self.valid}",
            "a line break after": f"{self.valid}\n",
            "a NUL after": f"{self.valid}\x00",
            "the scheme before": f"Bearer {self.valid}",
            "not ASCII": f"{self.valid}ä",
            "a full-width dot": self.valid.replace(".", "．"),
            "too long": f"{head}.{'A' * 5000}.{signature}",
            "an empty header": f".{body}.{signature}",
            "an empty body": f"{head}..{signature}",
            "percent-encoded dots": self.valid.replace(".", "%2E"),
            "a JSON serialization": orjson.dumps(serialized).decode(),
        }.items()

    def _encodings(self) -> Named:
        head, body, signature = self.parts
        header, claims = orjson.dumps(self.header), orjson.dumps(self.claims)
        # The last character's spare bits are ignored by lenient decoders.
        uncanonical = signature[:-1] + chr(ord(signature[-1]) + 1)
        yield from {
            "padding in the header": f"{head}==.{body}.{signature}",
            "padding in the body": f"{head}.{body}=.{signature}",
            "padding in the signature": f"{self.valid}==",
            "junk in the signature": f"{head}.{body}.{signature[:20]}!{signature[20:]}",
            "a space in the signature": f"{head}.{body}.{signature[:20]} {signature[20:]}",
            "a plus": f"{head}.{body}.+{signature[1:]}",
            "a slash": f"{head}.{body}./{signature[1:]}",
            "spare bits set": f"{head}.{body}.{uncanonical}",
            "an impossible length": f"{head}A.{body}.{signature}",
            "a header that is not JSON": self._signed_bytes(b"hello", claims),
            "a header with a byte order mark": self._signed_bytes(b"\xef\xbb\xbf" + header, claims),
            "a header in UTF-16": self._signed_bytes(header.decode().encode("utf-16"), claims),
            "a body that is not JSON": self._signed_bytes(header, b"hello"),
            "a body that is no UTF-8": self._signed_bytes(header, b'{"sub": "\xff"}'),
            "a body with NaN": self._signed_bytes(header, b'{"exp": NaN}'),
        }.items()

    def _headers(self) -> Named:
        kid = self.header["kid"]
        for typ in ("JWT", "svc+jwt", "AT+JWT", "application/at+jwt", "", None, ["at+jwt"]):
            yield f"typ {typ!r}", self._headed(typ=typ)
        for other in ("unknown", "", None, 1, [kid], {kid: 1}, f"../auth-signing/{kid}", f"{kid}' OR '1'='1"):
            yield f"kid {other!r}", self._headed(kid=other)
        for name in self.header:
            shorter = {key: value for key, value in self.header.items() if key != name}
            yield f"a header without {name}", self._signed(header=shorter)
        foreign = tokens.public_jwk(self.stranger, kid)
        yield "a key that the token brings", self._signed({**self.header, "jwk": foreign}, private_pem=self.stranger)
        address = {**self.header, "jku": "https://example.com/jwks"}
        yield "an address of a key set", self._signed(address, private_pem=self.stranger)
        extras = {"crit": ["exp"], "x5u": "https://example.com", "x5c": [], "b64": False, "zip": "DEF", "cty": "JWT"}
        for name, value in extras.items():
            yield f"a header with {name}", self._headed(**{name: value})
        claims = orjson.dumps(self.claims)
        for name, text in {"a list": b"[]", "a string": b'"ES256"', "a number": b"1", "null": b"null"}.items():
            yield f"a header that is {name}", self._signed_bytes(text, claims)
        yield "a deep header", self._signed_bytes(b"[" * 3000, b"{}")
        yield "a deep value in the header", self._signed_bytes(b'{"alg":' + b"[" * 2000 + b"]" * 2000 + b"}", b"{}")

    def _algorithms(self) -> Named:
        others = ("none", "None", "NONE", "nOnE", "", None, ["ES256"], "es256")
        for alg in (*others, "ES384", "ES512", "ES256K", "RS256", "EdDSA"):
            yield f"alg {alg!r}", self._headed(alg=alg)
        head = _encoded(orjson.dumps({**self.header, "alg": "none"}))
        yield "alg none without a signature", f"{head}.{self.parts[1]}."
        public = load_pem_private_key(self.private_pem, None).public_key()
        pem, der = (
            public.public_bytes(form, PublicFormat.SubjectPublicKeyInfo) for form in (Encoding.PEM, Encoding.DER)
        )
        jwk_text = orjson.dumps(tokens.public_jwk(self.private_pem, self.header["kid"]))
        for name, secret in {"PEM": pem, "DER": der, "JWK": jwk_text, "nothing": b""}.items():
            head = _encoded(orjson.dumps({**self.header, "alg": "HS256"}))
            signing_input = f"{head}.{self.parts[1]}"
            digest = hmac.digest(secret, signing_input.encode(), hashlib.sha256)
            yield f"HS256 with the public key as {name}", f"{signing_input}.{_encoded(digest)}"

    def _signatures(self) -> Named:
        head, body, signature = self.parts
        raw = base64.urlsafe_b64decode(signature + "==")
        r, s = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
        wrong = {
            "no signature": b"",
            "a short signature": raw[:63],
            "a long signature": raw + b"\x00",
            "a signature of zeros": bytes(64),
            "a signature of the curve's order": P256_ORDER.to_bytes(32, "big") * 2,
            "r beyond the curve's order": ((r + P256_ORDER) % 2**256).to_bytes(32, "big") + raw[32:],
            "a signature in DER": encode_dss_signature(r, s),
            "r and s swapped": raw[32:] + raw[:32],
        }
        for bit in (0, 77, 255, 256, 511):
            flipped = int.from_bytes(raw, "big") ^ (1 << bit)
            wrong[f"bit {bit} of the signature flipped"] = flipped.to_bytes(64, "big")
        yield from ((name, f"{head}.{body}.{_encoded(value)}") for name, value in wrong.items())
        _, other_body, other_signature = self._claiming(sub="usr_2").split(".")
        yield "another token's signature", f"{head}.{body}.{other_signature}"
        yield "another token's body", f"{head}.{other_body}.{signature}"
        yield "another key", self._signed(private_pem=self.stranger)

    def _claims(self) -> Named:
        now = self.moment
        for name in self.claims:
            yield f"no {name}", self._signed(claims={key: value for key, value in self.claims.items() if key != name})
        beyond = [now - 31, 0, -1, str(now + 300), now + 300.5, True, None, 2**63, now + 901, now - 1000]
        wrong: dict[str, list[Any]] = {
            "iss": ["somebody", "", None, [tokens.ISSUER]],
            "aud": ["event", "", None, ["api"], "API"],
            "exp": beyond,
            "iat": [now + 3600, str(now), None, float(now), True, now - 1000, now + 300],
            "nbf": [now + 3600, str(now), None, float(now), [now]],
            "sub": ["", "u" * 65, 1, None, ["usr_1"], {"id": "usr_1"}],
            "jti": ["", "j" * 65, 1, None],
            "sid": ["", "s" * 65, 1, None, ["ses_1"]],
            "roles": ["Admin", None, {"Admin": True}, [1], [["Admin"]], ["r" * 65]],
        }
        for name, values in wrong.items():
            for value in values:
                yield f"{name} {value!r:.40}", self._claiming(**{name: value})

    def _bodies(self) -> Named:
        header = orjson.dumps(self.header)
        for name, text in {"a list": b"[]", "a string": b'"usr_1"', "null": b"null", "a number": b"1"}.items():
            yield f"claims that are {name}", self._signed_bytes(header, text)
        yield "deep claims", self._signed_bytes(header, b'{"a":' + b"[" * 900 + b"]" * 900 + b"}")


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
