"""Tokens that were verified once are remembered until they expire: the signature is the cost, and it stays true."""

import time
from collections import OrderedDict
from typing import Any

from shared.access import tokens


class VerifiedTokens:
    """Claims by token. Of too many the oldest are forgotten, and verified again."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._claims: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def find(self, token: str) -> dict[str, Any] | None:
        """None for a token that is new here. Raises tokens.Denied for one that has expired since."""
        claims = self._claims.get(token)
        if claims is not None and tokens.is_expired(claims, time.time()):
            del self._claims[token]
            raise tokens.Denied
        return claims

    def keep(self, token: str, claims: dict[str, Any]) -> None:
        self._claims[token] = claims
        if len(self._claims) > self._most:
            self._claims.popitem(last=False)


class ServiceTokens:
    """Who of the services calls `service`, proved by its own key."""

    def __init__(self, service: str, keys: tokens.PublicKeys) -> None:
        self._service = service
        self._keys = keys
        self._verified = VerifiedTokens(most=1_000)  # a few a minute for each process that calls

    def caller(self, token: str) -> str:
        """Raises tokens.Denied, also for a service that signs with another one's key."""
        claims = self._verified.find(token)
        if claims is None:
            claims = tokens.verify(token, self._keys, aud=self._service, typ=tokens.SERVICE)
            if claims["sub"] != tokens.kid_of(token):
                raise tokens.Denied
            self._verified.keep(token, claims)
        caller: str = claims["sub"]
        return caller
