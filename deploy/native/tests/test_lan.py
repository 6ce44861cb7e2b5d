"""What devices on the local network can reach: the site over https, and nothing else."""

import contextlib
import dataclasses
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from deploy.native import certificates
from deploy.native.front_door import FrontDoor
from deploy.native.readiness import wait_for
from deploy.native.services import GATEWAY
from deploy.native.settings import Settings
from deploy.native.stack import Stack
from deploy.native.tests.upstream import listening

LAN = "127.0.0.2"  # another address of this machine, on which it listens only if told to


@pytest.fixture(scope="module")
def lan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    settings = Settings.for_tests(tmp_path_factory.mktemp("lan"), services=())
    with Stack(dataclasses.replace(settings, lan_address=LAN)) as stack:
        yield stack


@pytest.fixture
def trusting(lan: Stack) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=lan.settings.authority)


def test_the_site_is_there_over_https_for_who_trusts_the_local_authority(lan: Stack, trusting: ssl.SSLContext):
    response = httpx.get(f"{lan.settings.public_url}/health/live", verify=trusting)
    assert response.json() == {"status": "live"}
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


def test_the_inbox_is_shown_on_this_machine_only_and_the_payment_page_to_all(lan: Stack, trusting: ssl.SSLContext):
    ports = lan.settings.ports
    assert lan.settings.inbox_url == f"http://localhost:{ports.http}/stand-ins/inbox"
    with listening(ports.inbox) as inbox, listening(ports.stripe):
        for path in (
            "/stand-ins/inbox/",
            "/stand-ins/inbox/api/messages",
            "/stand-ins/stripe/%2e%2e/inbox/api/messages",
        ):
            refused = httpx.get(f"{lan.settings.public_url}{path}", verify=trusting)
            assert refused.status_code == 403
            assert refused.json()["code"] == "forbidden"
        assert inbox.asked == []
        told = httpx.get(f"{lan.settings.public_url}/config.json", verify=trusting).json()
        assert told["inbox_url"] is None
        assert httpx.get(f"{lan.settings.inbox_url}/api/messages").status_code == 200
        assert httpx.get(f"{lan.settings.public_url}/stand-ins/stripe/", verify=trusting).status_code == 200


def test_commands_that_come_later_find_the_front_door(lan: Stack, trusting: ssl.SSLContext):
    FrontDoor.of(lan.settings).note(lan.settings.run)
    later = dataclasses.replace(lan.settings, lan_address=None)
    door = FrontDoor.of_what_runs(later)
    assert (door.url, door.inbox_url) == (lan.settings.public_url, lan.settings.inbox_url)
    assert httpx.get(f"{door.url}/health/live", verify=ssl.create_default_context(cafile=door.authority)).is_success
    FrontDoor.forget(lan.settings.run)
    assert FrontDoor.of_what_runs(later).url == f"http://localhost:{later.ports.http}"


def test_the_keys_of_the_certificate_are_their_owners_alone(lan: Stack):
    keys = list((lan.settings.var / "certificates").glob("*.key.pem"))
    assert [key.stat().st_mode & 0o777 for key in keys] == [0o600]
    assert not list(Path(lan.settings.var / "certificates").glob("*authority.key*"))


def test_a_renewed_certificate_is_served_without_a_restart(lan: Stack):
    before = lan.pids("nginx")[0]
    (lan.settings.var / "certificates" / f"{LAN}.pem").unlink()
    Stack(lan.settings).start()
    trusting = ssl.create_default_context(cafile=lan.settings.authority)

    def is_served() -> bool:
        with contextlib.suppress(httpx.ConnectError):
            return httpx.get(f"{lan.settings.public_url}/health/live", verify=trusting).is_success
        return False

    wait_for("the new certificate", is_served, 20)
    assert lan.pids("nginx")[0] == before


def test_an_address_that_is_back_has_the_authority_that_devices_trust(tmp_path: Path):
    home, office = (dataclasses.replace(Settings(state=tmp_path), lan_address=f"192.0.2.{end}") for end in (1, 2))
    for settings in (home, office, home):
        assert settings.lan_address
        assert settings.authority
        made = certificates.for_address(settings.lan_address, settings.authority)
        leaf, issuer = (
            x509.load_pem_x509_certificate(path.read_bytes()) for path in (made.certificate, settings.authority)
        )
        leaf.verify_directly_issued_by(issuer)
