"""Runs the worker of a service, with its schedule: `python -m shared.commands.work ticket_service`.

`celery -A ticket_service.worker worker --beat` runs it too; this starts half a second of processor time sooner, because
it does without Celery's other commands, and its children share more memory.
"""

import argparse
import gc
import importlib
import socket
import sys
from typing import TYPE_CHECKING, Any

from shared.commands import lean  # noqa: F401  before what it keeps away

if TYPE_CHECKING:
    from celery import Celery

# Workers of one queue ask each other for nothing: without this each start waits a second for what others know.
ALONE: dict[str, Any] = {"without_mingle": True, "without_gossip": True, "without_heartbeat": True}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m shared.commands.work", description=__doc__)
    parser.add_argument("package", help="ticket_service, …")
    app = _application(parser.parse_args().package)
    worker = app.Worker(hostname=f"{app.main}@{socket.gethostname()}", loglevel="INFO", beat=True, quiet=True, **ALONE)
    worker.start()
    sys.exit(worker.exitcode)


def _application(package: str) -> "Celery":
    """What an import makes stays: it is not searched for garbage, so that the children keep sharing its memory."""
    gc.disable()
    app: Celery = importlib.import_module(f"{package}.worker").app
    app.finalize()
    gc.freeze()
    gc.enable()
    return app


if __name__ == "__main__":
    main()
