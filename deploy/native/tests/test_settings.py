"""What the person who starts the system decides, and what merely happens to be in the environment."""

import socket
from pathlib import Path

import pytest

from deploy.native import cli
from deploy.native.errors import StartError
from deploy.native.ports import Ports
from deploy.native.settings import PROJECT, Settings

OURS = ("ENV", "INSTANCES", "PORT_OFFSET", "HTTP_PORT", "HTTPS_PORT", "FRONTEND_PORT", "LAN_ADDRESS", "TLS_CERTIFICATE")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    path = tmp_path / ".env"
    path.write_text("HTTP_PORT=8090\nINSTANCES=2\nLAN_ADDRESS=192.0.2.7\nBRAND=\n")
    return path


@pytest.mark.parametrize("name", ["POSTGRES", "REDIS", "SMTP", "STRIPE", "INBOX", "SUPERVISOR", "PUBLIC", "INSTANCES"])
def test_addresses_that_docker_and_kubernetes_set_are_not_ours(monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setenv(f"{name}_PORT", "tcp://10.0.0.1:6379")
    assert Settings.from_environment(dotenv=Path("/nonexistent")).ports == Ports()


def test_the_ports_that_people_use_are_theirs_to_choose(monkeypatch: pytest.MonkeyPatch):
    for name, port in (("HTTP", "8085"), ("HTTPS", "8445"), ("FRONTEND", "3005")):
        monkeypatch.setenv(f"{name}_PORT", port)
    ports = Settings.from_environment(dotenv=Path("/nonexistent")).ports
    assert ports == Ports(http=8085, https=8445, frontend=3005)


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch, dotenv: Path):
    monkeypatch.setenv("INSTANCES", "3")
    settings = Settings.from_environment(dotenv=dotenv)
    assert (settings.ports.http, set(settings.instances.values())) == (8090, {3})


def test_a_name_that_nobody_reads_is_refused(dotenv: Path):
    dotenv.with_name(".env.example").write_text((PROJECT / ".env.example").read_text())
    assert Settings.from_environment(dotenv=dotenv).ports.http == 8090
    dotenv.write_text("HTTP_PROT=8090\nTICKET_HOLD_SECOND=60\nCOMPOSE_PROJECT_NAME=fair\nWHAT=1\n")
    with pytest.raises(StartError) as refused:
        Settings.from_environment(dotenv=dotenv)
    assert str(refused.value).splitlines()[1:] == [
        "  - HTTP_PROT: is it HTTP_PORT?",
        "  - TICKET_HOLD_SECOND: is it TICKET_HOLD_SECONDS?",
        "  - WHAT",
    ]


def test_what_is_exported_empty_is_not_given(monkeypatch: pytest.MonkeyPatch, dotenv: Path):
    for name in ("ENV", "INSTANCES", "HTTP_PORT", "PORT_OFFSET", "TLS_CERTIFICATE"):
        monkeypatch.setenv(name, "")
    settings = Settings.from_environment(dotenv=dotenv)
    assert (settings.ports.http, set(settings.instances.values()), settings.production) == (8090, {2}, False)
    assert not {"TLS_CERTIFICATE", "BRAND"} & settings.environ.keys()


def test_the_address_for_phones_can_stand_in_the_file(monkeypatch: pytest.MonkeyPatch, dotenv: Path):
    assert cli._lan_address(Settings.from_environment(dotenv=dotenv)) == "192.0.2.7"
    monkeypatch.setenv("LAN_ADDRESS", "192.0.2.8")
    assert cli._lan_address(Settings.from_environment(dotenv=dotenv)) == "192.0.2.8"


def test_an_address_for_phones_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch, dotenv: Path):
    for wrong in ("phone.example", "300.0.0.1", "::1"):
        monkeypatch.setenv("LAN_ADDRESS", wrong)
        with pytest.raises(StartError, match=f"LAN_ADDRESS={wrong}"):
            cli._lan_address(Settings.from_environment(dotenv=dotenv))


def test_a_machine_without_a_network_has_no_address_for_phones(monkeypatch: pytest.MonkeyPatch):
    def unreachable(*_where: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    with pytest.raises(StartError, match="no network"):
        cli._lan_address(Settings.from_environment(dotenv=Path("/nonexistent")))
