"""Prints the whole API's document without running anything: `python -m gateway.openapi`."""

import sys

import orjson

from gateway import claims, merging
from shared.commands import openapi


def main() -> None:
    document = merging.merged(openapi.document("gateway"), claims.documents())
    sys.stdout.buffer.write(orjson.dumps(document))


if __name__ == "__main__":
    main()
