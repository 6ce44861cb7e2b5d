"""Whose path it is: the table made of the services' own documents, `gateway/routes.json`.

`python -m gateway.routes --write` makes it anew; without `--write` it says whether it is stale.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import orjson

from gateway import claims
from shared.web.bodies import IMAGE_LIMIT, JSON_LIMIT

FILE = Path(__file__).with_name("routes.json")
SECONDS = 10.0
# The service asks the payment provider while the caller waits.
PAYMENT_SECONDS = 12.0

_PAYMENTS = frozenset({"/api/v1/orders/{}/payment"})
_IMAGES = frozenset({"/api/v1/events/{}/image"})
# What is answered goes on for minutes.
_STREAMS = frozenset({"/api/v1/events/{}/analytics/live"})
_WEBHOOKS = frozenset({"/api/v1/payments/stripe/webhook"})
_SIGN_IN = frozenset(
    f"/api/v1/auth/{name}"
    for name in ("login", "register", "verify-email", "resend-verification", "forgot-password", "reset-password")
)


@dataclass(frozen=True, slots=True)
class Route:
    """A path of a service as its document writes it, and how its requests are passed on."""

    path: str
    service: str
    seconds: float
    body_limit: int
    is_image: bool
    is_stream: bool
    # Which limit its requests count for; the caller's own unless the route has one.
    limit: Literal["caller", "sign-in", "webhook"]
    # Which methods honour an `Idempotency-Key`.
    keyed: frozenset[str]

    @classmethod
    def of(cls, path: str, service: str, keyed: Iterable[str]) -> "Route":
        shape = claims.shape(path)
        is_image = shape in _IMAGES
        return cls(
            path,
            service,
            seconds=PAYMENT_SECONDS if shape in _PAYMENTS else SECONDS,
            body_limit=IMAGE_LIMIT if is_image else JSON_LIMIT,
            is_image=is_image,
            is_stream=shape in _STREAMS,
            limit="sign-in" if shape in _SIGN_IN else "webhook" if shape in _WEBHOOKS else "caller",
            keyed=frozenset(keyed),
        )


class _Node:
    """What may follow after some segments of a path. A parameter with a suffix is `{ticket_id}.pdf`."""

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.suffixes: dict[str, _Node] = {}
        self.parameter: _Node | None = None
        self.route: Route | None = None

    def make(self, segment: str) -> "_Node":
        if not segment.startswith("{"):
            return self.words.setdefault(segment, _Node())
        suffix = segment.partition("}")[2]
        if suffix:
            return self.suffixes.setdefault(suffix, _Node())
        self.parameter = self.parameter or _Node()
        return self.parameter

    def matching(self, segment: str) -> "Iterator[_Node]":
        """The most particular first."""
        if segment in self.words:
            yield self.words[segment]
        for suffix, node in self.suffixes.items():
            if segment.endswith(suffix) and segment != suffix:
                yield node
        if self.parameter is not None and segment:
            yield self.parameter


class Table:
    """Raises ValueError when two services claim one path, or when a path is not one that the gateway may pass on."""

    def __init__(self, paths: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        claims.refuse_conflicts(paths)
        self._root = _Node()
        self.services = tuple(sorted(paths))
        for service, own in paths.items():
            for path, keyed in own.items():
                node = self._root
                for segment in path.split("/")[1:]:
                    node = node.make(segment)
                node.route = Route.of(path, service, keyed)

    @classmethod
    def read(cls) -> "Table":
        return cls(orjson.loads(FILE.read_bytes()))

    def match(self, path: str) -> Route | None:
        return _find(self._root, path.split("/"), 1)


def _find(node: _Node, segments: list[str], at: int) -> Route | None:
    if at == len(segments):
        return node.route
    for following in node.matching(segments[at]):
        if (route := _find(following, segments, at + 1)) is not None:
            return route
    return None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m gateway.routes", description=__doc__)
    parser.add_argument("--write", action="store_true", help="make the table anew from the services' documents")
    given = parser.parse_args()
    content = claims.written(claims.documents())
    if given.write:
        FILE.write_bytes(content)
    elif FILE.read_bytes() != content:
        sys.exit("gateway/routes.json is stale: python -m gateway.routes --write")


if __name__ == "__main__":
    main()
