"""How a stand-in starts: settings from the environment, only in development, one announced address."""

import asyncio
import logging
import os
import socket
import sys
from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings
from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

Chosen = TypeVar("Chosen", bound=BaseSettings)
WRONG_SETTINGS = 2


def read_settings(kind: type[Chosen]) -> Chosen:
    """From the environment, or from files in SECRETS_DIR; ends the process when they are wrong or outside development."""
    if os.environ.get("ENV") != "development":
        sys.exit("This is a stand-in for development systems: it starts only with ENV=development.")
    try:
        return kind(_secrets_dir=os.environ.get("SECRETS_DIR"))
    except ValidationError as problem:
        for error in problem.errors(include_input=False, include_url=False):
            name = ".".join(str(part) for part in error["loc"])
            sys.stderr.write(f"{kind.model_config.get('env_prefix', '')}{name.upper()}: {error['msg']}\n")
        sys.exit(WRONG_SETTINGS)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    return listener


def announce(**addresses: str) -> None:
    """Say on stdout where this process listens; from this line on it answers."""
    line = " ".join(f"{name}={address}" for name, address in addresses.items())
    sys.stdout.write(f"listening {line}\n")
    sys.stdout.flush()


class DroppableProtocol(HttpToolsProtocol):
    """Gives the application the means to close the connection instead of answering."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"drop_connection": {"now": self.transport.abort}}


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    config = Config(
        app,
        http=DroppableProtocol,
        loop="uvloop",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(Server(config).serve(sockets=[listener]))
