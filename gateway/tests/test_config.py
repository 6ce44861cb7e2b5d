"""Settings that would be dangerous stop the process at its start."""

import pytest
from pydantic import ValidationError

from gateway.config import IN_DEVELOPMENT, Settings

NEEDED = {
    "PUBLIC_URL": "https://tickets.example",
    "REDIS_URL": "redis://localhost",
    "BROKER_URL": "redis://localhost/1",
    "SECRETS_DIR": "/nowhere",
}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch):
    for name in ("ENV", "CORS_ORIGINS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)


def test_only_loopback_is_believed_unless_others_are_named(monkeypatch: pytest.MonkeyPatch):
    assert [str(network) for network in Settings().trusted_proxies] == ["127.0.0.0/8", "::1/128"]
    monkeypatch.setenv("GATEWAY_TRUSTED_PROXIES", "172.16.0.0/12, fd00::/8")
    assert [str(network) for network in Settings().trusted_proxies] == ["172.16.0.0/12", "fd00::/8"]


def test_limits_are_generous_in_development_and_given_ones_count(monkeypatch: pytest.MonkeyPatch):
    strict = Settings().address_burst
    monkeypatch.setenv("ENV", "development")
    monkeypatch.setenv("GATEWAY_ACCOUNT_BURST", "7")
    assert Settings().address_burst == IN_DEVELOPMENT["address_burst"] > strict
    assert Settings().account_burst == 7


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "null"),
        ("GATEWAY_TRUSTED_PROXIES", "everybody"),
        ("GATEWAY_IN_FLIGHT", "0"),
        ("GATEWAY_ACCOUNT_PER_SECOND", "0"),
        ("GATEWAY_ACCOUNT_PER_SECOND", "-1"),
    ],
)
def test_what_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()
