"""`./demo.sh` against what is not a system with an inbox: one line says so."""

import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.native.settings import PROJECT

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    class Answer(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while self.rfile.readline().strip():
                pass
            self.wfile.write(answer)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize("answer", [PAGE, b""], ids=["the front end's page", "hangs up"])
def test_a_system_that_sends_its_mails_to_people_is_not_walked_through(answer: bytes):
    with answering(answer) as address:
        command = [sys.executable, "-m", "deploy.demo", address]
        ran = subprocess.run(command, cwd=PROJECT, env=os.environ, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr.strip() == (
        f"The demonstration reads mails in an inbox that {address} does not show: is that production?"
    )
    assert ran.stdout == ""
