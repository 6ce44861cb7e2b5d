"""What devices on the local network can reach: the site over https, and nothing else."""

import dataclasses
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.native.services import GATEWAY
from deploy.native.settings import Settings
from deploy.native.stack import Stack

LAN = "127.0.0.2"  # another address of this machine, on which it listens only if told to


@pytest.fixture(scope="module")
def lan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    settings = Settings.for_tests(tmp_path_factory.mktemp("lan"), services=())
    with Stack(dataclasses.replace(settings, lan_address=LAN)) as stack:
        yield stack


def test_the_site_is_there_over_https_for_who_trusts_the_local_authority(lan: Stack):
    trusting = ssl.create_default_context(cafile=lan.settings.var / "certificates" / "authority.pem")
    response = httpx.get(f"{lan.settings.public_url}/health/live", verify=trusting)
    assert response.json() == {"status": "ok"}
    assert lan.settings.public_url == f"https://{LAN}:{lan.settings.ports.https}"
    assert "strict-transport-security" not in response.headers


def test_who_does_not_trust_it_is_warned(lan: Stack):
    with pytest.raises(httpx.ConnectError, match="certificate"):
        httpx.get(lan.settings.public_url)


def test_nothing_else_is_reachable_from_outside(lan: Stack):
    ports = lan.settings.ports
    for port in (ports.http, ports.frontend, ports.public_port(GATEWAY), ports.postgres, ports.redis, ports.supervisor):
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://{LAN}:{port}/health/live")
    assert httpx.get(f"http://127.0.0.1:{ports.http}/health/live").status_code == 200


def test_the_keys_of_the_certificate_are_their_owners_alone(lan: Stack):
    keys = list((lan.settings.var / "certificates").glob("*.key.pem"))
    assert [key.stat().st_mode & 0o777 for key in keys] == [0o600]
    assert not list(Path(lan.settings.var / "certificates").glob("authority.key*"))
