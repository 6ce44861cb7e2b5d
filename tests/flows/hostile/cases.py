"""The hostile requests for one operation, each wrong in one place and otherwise as good as can be."""

import itertools
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from tests.flows.hostile import bodies, heads
from tests.flows.hostile.judging import Case
from tests.flows.hostile.operations import Known, Operation, good_value, is_moment, places, types_of, with_value

HERE = "the hostile value stands here"
JSON = b"application/json"
Made = tuple[str, "Request", bool]
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Caller:
    """`name` is for people; without a token it is anonymous."""

    name: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A good one, to be made worse by `replace`. A header in `more` takes the place of ours."""

    method: str
    target: bytes
    host: bytes = b"localhost"
    token: str = ""
    media_type: bytes = JSON
    body: bytes | None = None
    more: tuple[bytes, ...] = ()

    def data(self) -> bytes:
        """Each has an idempotency key and an address for mail of its own, so that no earlier answer hides the next one."""
        number = next(_numbers)
        ours = [b"Host: " + self.host, b"Connection: close", b"Idempotency-Key: hostile-%d" % number]
        body = self.body.replace(b"somebody@", b"somebody-%d@" % number) if self.body else self.body
        if self.token:
            ours.append(b"Authorization: Bearer " + self.token.encode())
        if body is not None:
            ours += [b"Content-Type: " + self.media_type, b"Content-Length: %d" % len(body)]
        said = {_name(line) for line in self.more}
        kept = [line for line in ours if _name(line) not in said]
        first = b"%b %b HTTP/1.1" % (self.method.encode(), self.target)
        return b"\r\n".join([first, *kept, *self.more, b"", body or b""])


def _name(line: bytes) -> bytes:
    return line.partition(b":")[0].lower()


@dataclass(frozen=True, slots=True)
class Hostile:
    """The requests for one operation by one caller: `known` are the ids and values that make the rest of them good."""

    operation: Operation
    caller: Caller
    known: Known

    def cases(self, share: float, seed: str) -> Iterator[Case]:
        """A share of everything, chosen by the seed: a smaller one for a caller who is nobody where somebody is needed."""
        everything: Iterable[Made] = itertools.chain(
            self._bodies(),
            self._headers(),
            self._methods(),
            self._fields(),
            self._paths(),
            self._queries(),
            self._tokens(),
        )
        who = f"{self.operation.name} as {self.caller.name}"
        chance = random.Random(f"{seed} {who}")
        is_locked_out = self.operation.needs_token and not self.caller.token
        if is_locked_out:
            yield Case(f"{who}: only without a token", self.good.data())
        # Few, and each may stay in a table and be read by everybody: always all of them.
        for what, request, may_succeed in () if is_locked_out else self._moments():
            yield Case(f"{who}: {what}", request.data(), may_succeed)
        for what, request, may_succeed in everything:
            if chance.random() < (share / 10 if is_locked_out else share):
                yield Case(f"{who}: {what}", request.data(), may_succeed and not is_locked_out)

    @property
    def good(self) -> Request:
        operation = self.operation
        body = good_value(operation.body, "", self.known) if operation.body else None
        return Request(
            operation.method,
            self._target({}),
            host=self.known["host"].encode(),
            token=self.caller.token,
            media_type=(operation.media_type or "application/json").encode(),
            body=None if body is None else json.dumps(body).encode(),
        )

    def _target(self, values: Mapping[str, str]) -> bytes:
        path = self.operation.path
        for parameter in self.operation.named("path"):
            name = parameter["name"]
            value = values.get(name, quote(str(good_value(parameter["schema"], name, self.known))))
            path = path.replace(f"{{{name}}}", value)
        return path.encode()

    def _bodies(self) -> Iterator[Made]:
        """A GET has no body; whoever does not look at one may leave it lying."""
        is_read = self.operation.method != "GET"
        for body in bodies.NOT_JSON:
            yield f"body {body[:40]!r}", replace(self.good, body=body, media_type=JSON), not is_read
        for body in bodies.NOT_FIELDS:
            yield f"body {body[:40]!r}", replace(self.good, body=body, media_type=JSON), self.operation.body is None
        for media_type in bodies.MEDIA_TYPES:
            request = replace(self.good, body=self.good.body or b"{}", media_type=media_type)
            yield f"content type {media_type[:40]!r}", request, not is_read
        for body in bodies.NOT_IMAGES if self.operation.media_type.startswith("image/") else ():
            yield f"image {body[:20]!r}", replace(self.good, body=body), False

    def _fields(self) -> Iterator[Made]:
        schema = self.operation.body
        if schema is None:
            return
        good = good_value(schema, "", self.known)
        for place, inner in places(schema):
            text = json.dumps(with_value(good, place, HERE)).encode()
            for value, kind in bodies.VALUES:
                body = text.replace(json.dumps(HERE).encode(), value)
                may_succeed = kind in types_of(inner)
                yield f"{place} is {value[:40]!r}", replace(self.good, body=body), may_succeed

    def _moments(self) -> Iterator[Made]:
        schema = self.operation.body
        good = good_value(schema, "", self.known) if schema else None
        for place, inner in places(schema) if schema else ():
            for moment, may_succeed in bodies.MOMENTS if is_moment(inner) else ():
                body = json.dumps(with_value(good, place, moment)).encode()
                yield f"{place} is {moment}", replace(self.good, body=body), may_succeed
        for parameter in self.operation.named("query"):
            for moment, may_succeed in bodies.MOMENTS if is_moment(parameter["schema"]) else ():
                yield from self._query(f"{parameter['name']}={moment}", may_succeed=may_succeed)

    def _paths(self) -> Iterator[Made]:
        for parameter in self.operation.named("path"):
            for value in heads.UNKNOWN_IDS:
                target = self._target({parameter["name"]: value})
                is_an_id = bool(re.fullmatch(parameter["schema"].get("pattern", "[a-z0-9-]+"), value))
                yield f"{parameter['name']} is {value[:40]!r}", replace(self.good, target=target), is_an_id

    def _queries(self) -> Iterator[Made]:
        named = self.operation.named("query")
        yield from self._query("unknown=1", may_succeed=not named)
        for query in ("%00=1", "a=%00", "\u00e9=1", "q=" + "x" * 9_000):
            yield from self._query(query, may_succeed=False)
        for query in ("&&&=", "=", "?", "a[]=1&a[b]=2", "%ff=%ff", "&".join(["a=b"] * 1_000)):
            yield from self._query(query, may_succeed=True)
        for parameter in named:
            name = parameter["name"]
            values = {"limit": heads.LIMITS, "after": heads.CURSORS}.get(name, heads.FILTERS)
            for value in values:
                yield from self._query(f"{name}={value}", may_succeed=name != "limit")
            yield from self._query(f"{name}=1&{name}=2", may_succeed=True)

    def _query(self, query: str, *, may_succeed: bool) -> Iterator[Made]:
        needed = [
            f"{each['name']}={good_value(each['schema'], each['name'], self.known)}"
            for each in self.operation.named("query")
            if each.get("required") and f"{each['name']}=" not in query
        ]
        target = b"%b?%b" % (self.good.target, "&".join([query, *needed]).encode())
        yield f"?{query[:60]}", replace(self.good, target=target), may_succeed

    def _headers(self) -> Iterator[Made]:
        for header in heads.EXTRA_HEADERS:
            yield f"header {header[:60]!r}", replace(self.good, more=(header,)), True

    def _methods(self) -> Iterator[Made]:
        for method in ("TRACE", "PROPFIND", "get", "G\x7fT"):
            yield f"method {method!r}", replace(self.good, method=method), False

    def _tokens(self) -> Iterator[Made]:
        for header in heads.credentials(self.caller.token):
            yield f"{header[:60]!r}", replace(self.good, more=header), not self.operation.needs_token
