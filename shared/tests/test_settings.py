"""Where settings come from."""

from pathlib import Path

import pytest

from shared.settings import CommonSettings

NEEDED = {
    "PUBLIC_URL": "https://tickets.example",
    "REDIS_URL": "redis://localhost",
    "BROKER_URL": "redis://localhost/1",
}


@pytest.fixture
def secrets_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    return tmp_path


def test_a_file_among_the_secrets_gives_a_setting_its_value(secrets_dir: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("REDIS_URL")
    (secrets_dir / "REDIS_URL").write_text("redis://:password@redis:6379/0\n")
    (secrets_dir / "SERVICE_ADDRESSES").write_text("auth=auth:8001,ticket=ticket:8004")
    settings = CommonSettings()
    assert settings.redis_url == "redis://:password@redis:6379/0"
    assert settings.service_addresses == {"auth": ("auth:8001",), "ticket": ("ticket:8004",)}


def test_the_environment_comes_before_a_file(secrets_dir: Path):
    (secrets_dir / "REDIS_URL").write_text("redis://elsewhere")
    assert CommonSettings().redis_url == NEEDED["REDIS_URL"]
