"""What an endpoint accepts, and the refusals for the rest."""

import re
from collections.abc import Callable, Mapping

from deploy.stand_ins.stripe.errors import Refusal
from deploy.stand_ins.stripe.wire import Json

Parse = Callable[[str, object], object]
Accepts = Mapping[str, Parse]

TEXT_LIMIT = 5000
METADATA_KEYS, METADATA_KEY, METADATA_VALUE = 50, 40, 500
BOOLEANS = {"true": True, "false": False}


def parse(accepts: Accepts, given: Json, inside: str = "") -> Json:
    """The given parameters in their types; refuses unknown names as Stripe does."""
    unknown = [_path(inside, name) for name in given if name not in accepts]
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        message = f"Received unknown parameter{plural}: {', '.join(unknown)}"
        raise Refusal(message, code="parameter_unknown", param=unknown[0])
    return {name: accepts[name](_path(inside, name), value) for name, value in given.items()}


def require(params: Json, *names: str) -> None:
    for name in names:
        if params.get(name) is None:
            raise Refusal(f"Missing required param: {name}.", code="parameter_missing", param=name)


def _path(inside: str, name: str) -> str:
    return f"{inside}[{name}]" if inside else name


def text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise Refusal(f"Invalid string: {name}", code="parameter_invalid_string", param=name)
    if value == "":
        message = (
            f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a field; "
            f"however '{name}' cannot be unset. You should remove '{name}' from your request or supply a "
            "non-empty value."
        )
        raise Refusal(message, code="parameter_invalid_empty", param=name)
    if len(value) > TEXT_LIMIT:
        message = f"Invalid string: {value[:20]}…; must be at most {TEXT_LIMIT} characters"
        raise Refusal(message, param=name)
    return value


def unsettable_text(name: str, value: object) -> str | None:
    return None if value == "" else text(name, value)


def integer(name: str, value: object) -> int:
    given = text(name, value)
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", given):
        raise Refusal(f"Invalid integer: {given}", code="parameter_invalid_integer", param=name)
    return int(given)


def boolean(name: str, value: object) -> bool:
    given = text(name, value)
    if given not in BOOLEANS:
        raise Refusal(f"Invalid boolean: {given}", param=name)
    return BOOLEANS[given]


def choice(*allowed: str) -> Parse:
    def parse_choice(name: str, value: object) -> str:
        given = text(name, value)
        if given not in allowed:
            listed = ", ".join(allowed[:-1]) + f", or {allowed[-1]}" if len(allowed) > 1 else allowed[0]
            raise Refusal(f"Invalid {name}: must be one of {listed}", param=name)
        return given

    return parse_choice


def group(**accepts: Parse) -> Parse:
    def parse_group(name: str, value: object) -> Json:
        if not isinstance(value, dict):
            raise Refusal(f"Invalid object: {name}", param=name)
        return parse(accepts, value, name)

    return parse_group


def texts(name: str, value: object) -> list[str]:
    if not isinstance(value, dict):
        raise Refusal(f"Invalid array: {name}", param=name)
    return [text(_path(name, position), item) for position, item in value.items()]


def anything(name: str, value: object) -> object:
    """Accepted as it comes: the stand-in does nothing with it."""
    del name
    return value


def metadata(name: str, value: object) -> dict[str, str] | None:
    """New keys and values; an empty value unsets a key, None unsets all."""
    if value == "":
        return None
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise Refusal("Metadata must be a hash of strings.", param=name)
    for key, item in value.items():
        if len(key) > METADATA_KEY or len(item) > METADATA_VALUE:
            message = (
                f"Metadata keys can have up to {METADATA_KEY} characters, and values up to {METADATA_VALUE}; "
                f"'{key[:METADATA_KEY]}' has {len(key)} and {len(item)}."
            )
            raise Refusal(message, param=_path(name, key))
    return value


def merged_metadata(old: dict[str, str], change: dict[str, str] | None) -> dict[str, str]:
    if change is None:
        return {}
    merged = {key: value for key, value in {**old, **change}.items() if value != ""}
    if len(merged) > METADATA_KEYS:
        raise Refusal(f"Metadata can have up to {METADATA_KEYS} keys.", param="metadata")
    return merged


def period(name: str, value: object) -> dict[str, int]:
    """`created=1` or `created[gte]=1`."""
    if isinstance(value, dict):
        return {
            relation: integer(_path(name, relation), moment)
            for relation, moment in value.items()
            if choice("gt", "gte", "lt", "lte")(name, relation)
        }
    return {"eq": integer(name, value)}


def page_size(name: str, value: object) -> int:
    given = integer(name, value)
    if not 1 <= given <= 100:
        raise Refusal(f"This value must be between 1 and 100: {given}", param=name)
    return given


LISTING: Accepts = {
    "limit": page_size,
    "starting_after": text,
    "ending_before": text,
    "created": period,
    "expand": texts,
}
