"""Runs the worker of a service, with its schedule: `python -m shared.work ticket_service`.

`celery -A ticket_service.worker worker --beat` runs it too; this starts half a second of processor time sooner, because
it does without Celery's other commands, and its children share more memory.
"""

import argparse
import gc
import importlib
import socket
import sys

from celery import Celery


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m shared.work", description=__doc__)
    parser.add_argument("package", help="ticket_service, …")
    app = _application(parser.parse_args().package)
    worker = app.Worker(hostname=f"{app.main}@{socket.gethostname()}", loglevel="INFO", beat=True, quiet=True)
    worker.start()
    sys.exit(worker.exitcode)


def _application(package: str) -> Celery:
    """What an import makes stays: it is not searched for garbage, so that the children keep sharing its memory."""
    gc.disable()
    app: Celery = importlib.import_module(f"{package}.worker").app
    app.finalize()
    gc.freeze()
    gc.enable()
    return app


if __name__ == "__main__":
    main()
