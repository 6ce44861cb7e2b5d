"""Runs one instance of a service: `python -m shared.commands.serve ticket_service --host 127.0.0.1 --port 18004`.

At SIGTERM it leaves the registry and says "not ready", so that nobody sends new requests; then it stops accepting; then
it ends each connection with its next answer; then it finishes what runs.
"""

import argparse
import asyncio
import functools
import gc
import importlib
import os
import signal
import socket
from types import FrameType
from typing import Any, cast

import uvicorn
from fastapi import FastAPI

from shared.commands import lean  # noqa: F401  before what it keeps away
from shared.commands.connections import Connection
from shared.telemetry import logs

DRAIN_SECONDS = 2.0
LINGER_SECONDS = 1.0
FINISH_SECONDS = 20
# Longer than a caller keeps a connection that nobody uses (httpx 5 s, balancers up to 60 s): who ends it first, while the
# other just sends a request, loses that request.
IDLE_SECONDS = 75
# So many new objects before garbage is searched for. Hardly anything of ours is in cycles, and Python's own 700 are what a
# few requests have in their hands: it searched all the time, for a tenth of what an order costs.
NEW_OBJECTS = 50_000
FAR_AWAY = ("192.0.2.1", 9)  # of a network that exists in documents only


class Server(uvicorn.Server):
    """uvicorn, with the pause between "not ready" and "not listening" in which balancers look away."""

    def __init__(self, app: FastAPI, **options: Any) -> None:
        self._closes = asyncio.Event()
        connection = cast("type[asyncio.Protocol]", functools.partial(Connection, closes=self._closes))
        super().__init__(uvicorn.Config(app, loop="uvloop", http=connection, ws="none", **options))
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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        self._closes.set()
        await asyncio.sleep(LINGER_SECONDS)
        await super().shutdown(sockets)
        logs.write_gathered()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m shared.commands.serve", description=__doc__)
    parser.add_argument("package", help="ticket_service, gateway, …")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    os.environ.setdefault("INSTANCE_ADDRESS", f"{_reachable(arguments.host)}:{arguments.port}")
    server = Server(
        _application(arguments.package),
        host=arguments.host,
        port=arguments.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=4096,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )
    server.run()


def _application(package: str) -> FastAPI:
    """What an import makes stays: it is not searched for garbage then (a sixth of its time), nor ever again."""
    gc.disable()
    app: FastAPI = importlib.import_module(f"{package}.main").app
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()
    return app


def _reachable(host: str) -> str:
    """The address under which others reach what listens on `host`; in a container that is its own.

    A container may be in several networks. The one that leads further is the one that all share.
    """
    if host not in {"0.0.0.0", "::"}:  # noqa: S104
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(FAR_AWAY)  # a datagram socket only chooses its own address by that; nothing is sent
        except OSError:
            return socket.gethostbyname(socket.gethostname())
        return str(probe.getsockname()[0])


if __name__ == "__main__":
    main()
