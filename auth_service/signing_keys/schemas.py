from pydantic import Field

from shared.web.wire import Response


class PublicKeyRead(Response):
    kty: str = Field(examples=["EC"])
    crv: str = Field(examples=["P-256"])
    x: str
    y: str
    kid: str = Field(examples=["sig_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    alg: str = Field(examples=["ES256"])
    use: str = Field(examples=["sig"])


class PublicKeySet(Response):
    """A JWK set (RFC 7517)."""

    keys: list[PublicKeyRead]
