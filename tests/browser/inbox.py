"""What the development system's mail server does wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from deploy.native.stack import Stack


@contextmanager
def refusing(stack: Stack, *addresses: str) -> Iterator[None]:
    """Mails to these addresses, for good."""
    url = f"http://127.0.0.1:{stack.settings.ports.inbox}/control/faults"
    token = {"Authorization": f"Bearer {stack.passwords['inbox_control']}"}
    rule = {"fault": "refuse", "stage": "rcpt", "code": 550, "on": list(addresses), "rate": 1}
    httpx.post(url, json={"seed": 1, "mail": [rule]}, headers=token).raise_for_status()
    try:
        yield
    finally:
        httpx.delete(url, headers=token).raise_for_status()
