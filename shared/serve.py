"""Runs one instance of a service: `python -m shared.serve ticket_service --host 127.0.0.1 --port 18004`.

At SIGTERM it leaves the registry and says "not ready", so that nobody sends new requests; then it stops accepting; then
it finishes what runs.
"""

import argparse
import asyncio
import importlib
import os
import signal
import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI

DRAIN_SECONDS = 2.0
FINISH_SECONDS = 20


class Server(uvicorn.Server):
    """uvicorn, with the pause between "not ready" and "not listening" in which balancers look away."""

    def __init__(self, app: FastAPI, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._state = app.state

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        leaving: asyncio.Event | None = getattr(self._state, "leaving", None)
        if sig != signal.SIGTERM or leaving is None or leaving.is_set():
            super().handle_exit(sig, frame)
            return
        stop = super().handle_exit
        loop = asyncio.get_running_loop()
        loop.call_soon_threadsafe(leaving.set)
        loop.call_soon_threadsafe(loop.call_later, DRAIN_SECONDS, stop, sig, frame)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m shared.serve", description=__doc__)
    parser.add_argument("package", help="ticket_service, gateway, …")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    os.environ.setdefault("INSTANCE_ADDRESS", f"{_reachable(arguments.host)}:{arguments.port}")
    app: FastAPI = importlib.import_module(f"{arguments.package}.main").app
    config = uvicorn.Config(
        app,
        host=arguments.host,
        port=arguments.port,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=4096,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )
    Server(app, config).run()


def _reachable(host: str) -> str:
    """The address under which others reach what listens on `host`; in a container that is its own."""
    return socket.gethostbyname(socket.gethostname()) if host in {"0.0.0.0", "::"} else host  # noqa: S104


if __name__ == "__main__":
    main()
