"""Stripe's request format: form pairs whose names nest by brackets (`metadata[order_id]`, `expand[]`)."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

import orjson

from deploy.stand_ins.stripe.errors import Refusal

Json = dict[str, Any]
Pairs = list[tuple[str, str]]

NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
MAX_DEPTH = 6
MAX_FIELDS = 500


def pairs(raw: bytes) -> Pairs:
    """The pairs of a form or query string."""
    try:
        return parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as problem:
        raise Refusal("Invalid request body: it could not be read as a form.") from problem


def nested(given: Iterable[tuple[str, str]]) -> Json:
    """Pairs as nested dictionaries; lists stay dictionaries with their positions as keys."""
    root: Json = {}
    for name, value in given:
        parts = _parts(name)
        node = root
        for part in parts[:-1]:
            node = node.setdefault(part or str(len(node)), {})
            if not isinstance(node, dict):
                raise Refusal(f"Invalid parameter: {name}", param=name)
        last = parts[-1] or str(len(node))
        if isinstance(node.get(last), dict):
            raise Refusal(f"Invalid parameter: {name}", param=name)
        node[last] = value
    return root


def _parts(name: str) -> list[str]:
    found = NAME.fullmatch(name)
    if found is None:
        raise Refusal(f"Invalid parameter name: {name[:100]}", param=name[:100])
    parts = [found[1], *re.findall(r"\[([^\[\]]*)\]", found[2])]
    if len(parts) > MAX_DEPTH:
        raise Refusal(f"Invalid parameter: {name} is nested too deeply.", param=name)
    return parts


def encode(body: Json) -> bytes:
    return orjson.dumps(body)
