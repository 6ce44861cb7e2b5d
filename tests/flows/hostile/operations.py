"""The operations of an OpenAPI document, and values that its schemas accept."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
Known = Mapping[str, str]
Place = tuple[str | int, ...]

_METHODS = frozenset({"get", "put", "post", "delete", "patch"})
_ID = re.compile(r"\^([a-z]+)_\[0-9a-f\]\{32\}\$")


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    parameters: tuple[dict[str, Any], ...]
    media_type: str
    body: Schema | None
    needs_token: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_final(self) -> bool:
        """Whether other operations find less after it."""
        return self.method == "DELETE" or self.path.endswith(("/cancel", "/postpone", "/discard"))

    def named(self, place: str) -> list[dict[str, Any]]:
        """Its parameters in the path, the query or the headers."""
        return [parameter for parameter in self.parameters if parameter["in"] == place]


def operations_of(document: dict[str, Any]) -> list[Operation]:
    """All of them, those that take something away last."""
    found = [
        _operation(document, method.upper(), path, entry)
        for path, entries in document["paths"].items()
        for method, entry in entries.items()
        if method in _METHODS
    ]
    return sorted(found, key=lambda operation: operation.is_final)


def _operation(document: dict[str, Any], method: str, path: str, entry: dict[str, Any]) -> Operation:
    content = entry.get("requestBody", {}).get("content", {})
    media_type = next(iter(content), "")
    schema = _resolved(document, content[media_type]["schema"]) if media_type == "application/json" else None
    parameters = tuple({**each, "schema": _resolved(document, each["schema"])} for each in entry.get("parameters", ()))
    return Operation(method, path, parameters, media_type, schema, bool(entry.get("security")))


def _resolved(document: dict[str, Any], part: Any) -> Any:
    """The same without references. Our schemas do not refer to themselves."""
    if isinstance(part, list):
        return [_resolved(document, item) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _resolved(document, document["components"]["schemas"][part["$ref"].rpartition("/")[2]])
    return {name: _resolved(document, item) for name, item in part.items()}


def types_of(schema: Schema) -> set[str]:
    return set().union(*(types_of(one) for one in _choices(schema))) if "anyOf" in schema else {schema.get("type", "")}


def is_moment(schema: Schema) -> bool:
    return any(one.get("format") == "date-time" for one in _choices(schema))


def good_value(schema: Schema, name: str, known: Known) -> Any:
    """Something that the schema accepts: what is known by this name, an example, or the least there is."""
    schema = next((one for one in _choices(schema) if one.get("type") != "null"), schema)
    if name in known:
        return known[name]
    if schema.get("type") == "object":
        return _good_object(schema, known)
    if schema.get("type") == "array":
        return [good_value(schema["items"], name, known)]
    if "enum" in schema:
        return schema["enum"][0]
    if found := _ID.search(schema.get("pattern", "")):
        return f"{found.group(1)}_{'0' * 31}1"
    if schema.get("examples"):
        return schema["examples"][0]
    return {"integer": 1, "boolean": False, "number": 1}.get(schema["type"], "Text")


def _good_object(schema: Schema, known: Known) -> dict[str, Any]:
    """With every field, but of an order's two ways the one that needs no hold."""
    names = schema.get("properties", {}).keys()
    left_out = {"hold_id"} if "items" in names else set()
    return {name: good_value(schema["properties"][name], name, known) for name in names - left_out}


def _choices(schema: Schema) -> list[Schema]:
    return list(schema.get("anyOf", [schema]))


def places(schema: Schema, at: Place = ()) -> Iterator[tuple[Place, Schema]]:
    """Every field of a body, nested ones and the first of each list too."""
    for choice in _choices(schema):
        for name, inner in choice.get("properties", {}).items():
            yield (*at, name), inner
            yield from places(inner, (*at, name))
        if choice.get("type") == "array":
            yield (*at, 0), choice["items"]
            yield from places(choice["items"], (*at, 0))


def with_value(body: Any, place: Place, value: Any) -> Any:
    changed = copy.deepcopy(body)
    inner = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return changed
