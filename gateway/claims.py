"""Which paths the services claim, asked of their documents when the routing table is made."""

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson

SERVICES = ("auth", "user", "event", "ticket", "notification")
PREFIX = "/api/v1/"
_PARAMETER = re.compile(r"\{[^{}]*\}")
_PATH = re.compile(r"(?:/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*|\{[a-z_]+\}(?:\.[a-z]+)?))+")


def shape(path: str) -> str:
    """The path whatever its parameters are called."""
    return _PARAMETER.sub("{}", path)


def refuse_conflicts(paths: Mapping[str, Iterable[str]]) -> None:
    """Raises ValueError when two services claim one path, or one claims what the gateway does not pass on."""
    owners: dict[str, str] = {}
    for service, own in paths.items():
        for path in own:
            if not path.startswith(PREFIX) or not _PATH.fullmatch(path):
                raise ValueError(f"{service} claims {path}, which is not a path below {PREFIX}")
            owner = owners.setdefault(shape(path), service)
            if owner != service:
                raise ValueError(f"{owner} and {service} both claim {path}")


def written(documents: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The table as it is kept: of each path, the methods that honour an `Idempotency-Key`."""
    paths = {
        service: {path: _keyed(operations) for path, operations in sorted(document["paths"].items())}
        for service, document in sorted(documents.items())
    }
    refuse_conflicts(paths)
    return orjson.dumps(paths, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _keyed(operations: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return sorted(
        method.upper()
        for method, operation in operations.items()
        if any(parameter["name"].lower() == "idempotency-key" for parameter in operation.get("parameters", ()))
    )


def documents() -> dict[str, Any]:
    """The services' documents, each asked of its own code in a process of its own."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(SERVICES, pool.map(_document, SERVICES), strict=True))


def _document(service: str) -> Any:
    command = [sys.executable, "-m", "shared.commands.openapi", f"{service}_service"]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  our own words
    if done.returncode != 0:
        raise RuntimeError(f"{service} does not say what it serves:\n{done.stderr.decode(errors='replace')}")
    return orjson.loads(done.stdout)
