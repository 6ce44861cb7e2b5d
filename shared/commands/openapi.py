"""Prints a service's OpenAPI document without running it: `python -m shared.commands.openapi ticket_service`."""

import importlib
import sys
from typing import Any

import orjson


def document(package: str) -> dict[str, Any]:
    _give_settings(package)
    schema: dict[str, Any] = importlib.import_module(f"{package}.main").app.openapi()
    return schema


def _give_settings(package: str) -> None:
    """Defaults, and nothing where there is none: the document depends on neither, and nothing is connected to."""
    config: Any = importlib.import_module(f"{package}.config")
    required = {name: "" for name, field in config.Settings.model_fields.items() if field.is_required()}
    settings = config.Settings.model_construct(**required)
    config.settings = lambda: settings


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m shared.commands.openapi PACKAGE")
    sys.stdout.buffer.write(orjson.dumps(document(sys.argv[1]), option=orjson.OPT_INDENT_2))
