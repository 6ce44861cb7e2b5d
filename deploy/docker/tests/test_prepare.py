"""What each container is given, and what it is not."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.docker import prepare
from deploy.docker.settings import DEMO_ACCOUNTS
from deploy.native.services import ALL, SERVICES
from deploy.native.tests.test_environment import REAL

FOLDERS = (
    *("own", "init", "redis", "stripe", "inbox", "edge"),
    *(service.name for service in ALL),
    *(f"{service.name}-db" for service in SERVICES),
)


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """What is prepared is its owner's alone; what later tests make is for others to read as ever."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Volumes as they are at the first start. Its files belong to whoever runs the test."""
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    monkeypatch.setattr(prepare, "INSTALLATION", tmp_path)
    monkeypatch.setattr(prepare, "APP", os.getuid())
    monkeypatch.setattr(prepare, "SERVER", os.getuid())
    monkeypatch.setenv("ENV", "development")
    for name in ("PUBLIC_URL", "HTTP_PORT", "SERVICE_PORTS", "BRAND"):
        monkeypatch.delenv(name, raising=False)
    prepare.main()
    return tmp_path


def content(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_password_is_seen_by_its_service_its_database_and_nobody_else(installation: Path):
    for service in SERVICES:
        password = (installation / f"{service.name}-db" / "PASSWORD").read_text()
        seen = {path.parent.name for path in installation.rglob("*") if path.is_file() and password in path.read_text()}
        assert seen == {"own", service.name, f"{service.name}-db"}


def test_a_role_that_may_change_the_schema_is_given_to_the_initialization_only(installation: Path):
    for service in SERVICES:
        password = (installation / f"{service.name}-db" / "OWNER_PASSWORD").read_text()
        seen = {path.parent.name for path in installation.rglob("*") if path.is_file() and password in path.read_text()}
        assert seen == {"own", "init", f"{service.name}-db"}


def test_every_database_has_a_superuser_of_its_own(installation: Path):
    files = [installation / f"{service.name}-db" / "SUPERUSER_PASSWORD" for service in SERVICES]
    assert len({file.read_text() for file in files}) == len(SERVICES)


def test_secrets_are_their_readers_alone_and_nginx_is_given_none(installation: Path):
    for path in installation.rglob("*"):
        is_public = path.is_relative_to(installation / "edge")
        if path.is_file():
            assert path.stat().st_mode & 0o777 == (0o644 if is_public else 0o600), path
    edge = "\n".join(content(installation / "edge").values())
    secrets = content(installation / "ticket")
    assert secrets["TICKET_STRIPE_PUBLISHABLE_KEY"] in edge
    assert secrets["TICKET_STRIPE_API_KEY"] not in edge


def test_running_it_again_changes_nothing(installation: Path):
    before = content(installation)
    prepare.main()
    assert content(installation) == before


def test_a_setting_that_is_taken_back_is_forgotten(installation: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TICKET_HOLD_SECONDS", "5")
    prepare.main()
    assert (installation / "ticket" / "TICKET_HOLD_SECONDS").read_text() == "5"
    assert not (installation / "auth" / "TICKET_HOLD_SECONDS").exists()
    monkeypatch.delenv("TICKET_HOLD_SECONDS")
    prepare.main()
    assert not (installation / "ticket" / "TICKET_HOLD_SECONDS").exists()


def test_production_without_real_settings_is_refused(installation: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ENV", "production")
    with pytest.raises(SystemExit, match="TICKET_STRIPE_API_KEY is missing"):
        prepare.main()


def test_production_is_refused_over_the_data_of_a_development_system(
    installation: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ENV", "production")
    prepare.main()
    (installation / "init" / DEMO_ACCOUNTS).touch()
    with pytest.raises(SystemExit, match=r"demo accounts .* --reset"):
        prepare.main()
