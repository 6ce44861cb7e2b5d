"""Several OpenAPI documents as one: what has the same name and another meaning is renamed."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

Document = dict[str, Any]
_SCHEMA = "#/components/schemas/"


def merged(own: Document, documents: Mapping[str, Document], *, missing: Sequence[str] = ()) -> Document:
    """`own` with the paths and components of the services' documents.

    A path that two claim stays the first one's: a document that is served must not fail because of one that is wrong.
    """
    together: Document = {**own, "paths": {}, "components": {"schemas": {}, "securitySchemes": {}}}
    if missing:
        away = ", ".join(missing)
        description = (
            f"{own['info'].get('description', '')}\n\n**Away, or did not answer in time, and missing here:** {away}."
        )
        together["info"] = {**own["info"], "description": description}
    renamed = _conflicts({"gateway": own, **documents})
    for service, document in {"gateway": own, **documents}.items():
        given = _with_names(document, {name: f"{service.capitalize()}{name}" for name in renamed})
        for path, operations in given["paths"].items():
            together["paths"].setdefault(path, operations)
        for kind in ("schemas", "securitySchemes"):
            together["components"][kind].update(given.get("components", {}).get(kind, {}))
    return together


def _schemas(document: Document) -> dict[str, Any]:
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    return schemas


def _conflicts(documents: Mapping[str, Document]) -> set[str]:
    """Names that mean different things, and names whose meaning refers to one of those."""
    meanings: dict[str, set[bytes]] = {}
    for document in documents.values():
        for name, schema in _schemas(document).items():
            meanings.setdefault(name, set()).add(orjson.dumps(schema, option=orjson.OPT_SORT_KEYS))
    conflicts = {name for name, found in meanings.items() if len(found) > 1}
    shared = {name for name in meanings if sum(name in _schemas(document) for document in documents.values()) > 1}
    while True:
        referring = {
            name
            for name in shared - conflicts
            if any(f'"{_SCHEMA}{other}"'.encode() in meaning for meaning in meanings[name] for other in conflicts)
        }
        if not referring:
            return conflicts
        conflicts |= referring


def _with_names(document: Document, names: Mapping[str, str]) -> Document:
    """The document with schemas renamed, where they are defined and where they are referred to."""
    if not names:
        return document
    references = {f"{_SCHEMA}{old}": f"{_SCHEMA}{new}" for old, new in names.items()}
    renamed: Document = _replaced(document, references)
    schemas = {names.get(name, name): schema for name, schema in _schemas(renamed).items()}
    return {**renamed, "components": {**renamed.get("components", {}), "schemas": schemas}}


def _replaced(value: Any, references: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return references.get(value, value)
    if isinstance(value, list):
        return [_replaced(item, references) for item in value]
    if isinstance(value, dict):
        return {key: _replaced(item, references) for key, item in value.items()}
    return value
