"""`.env.example` names every setting that any process reads, and none that nobody reads."""

import re
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from auth_service.config import Settings as Auth
from event_service.config import Settings as Event
from gateway.config import Settings as Gateway
from notification_service.config import Settings as Notification
from ticket_service.config import Settings as Ticket
from user_service.config import Settings as User

PROJECT = Path(__file__).resolve().parents[2]
START = "\n".join(
    path.read_text() for place in ("", "native", "docker") for path in (PROJECT / "deploy" / place).glob("*.py")
)
COMPOSE = "\n".join((PROJECT / path).read_text() for path in ("docker-compose.yml", "deploy/docker/production.yml"))
# What the start reads itself, rather than a service's settings.
OF_THE_START = re.compile(
    r"""environ(?:\.get)?[\[(]"([A-Z_]+)"|\(environ, "([A-Z_]+)"|^\s+"?([A-Z]+_BINARY)"?|, "([A-Z_]+_BINARY)\"""",
    re.MULTILINE,
)
# A name that is put together is one that `OF_THE_START` does not see.
PUT_TOGETHER = re.compile(r"""(?:environ(?:\.get)?[\[(]|\(environ, )f["'].*""")
WITH_DATABASE = (Auth, User, Event, Ticket, Notification)
NOT_SETTINGS = {"PATH", "SSL_CERT_FILE", "FAIL_AT", "TICKETS_TEST_FAILPOINTS"}


def _named_in_example() -> set[str]:
    text = (PROJECT / ".env.example").read_text()
    return set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", text, re.MULTILINE))


def _of(settings: type[BaseSettings]) -> set[str]:
    prefix = settings.model_config["env_prefix"]
    return {str(field.validation_alias or f"{prefix}{name.upper()}") for name, field in settings.model_fields.items()}


@pytest.mark.parametrize("settings", [Gateway, *WITH_DATABASE], ids=lambda kind: kind.__module__)
def test_every_setting_of_a_service_is_explained(settings: type[BaseSettings]):
    assert _of(settings) - _named_in_example() == set()


def test_every_setting_of_the_start_is_explained():
    read = {name for groups in OF_THE_START.findall(START) for name in groups if name}
    assert read - NOT_SETTINGS - _named_in_example() == set()
    assert {"TLS_CERTIFICATE", "LISTEN_ADDRESS", "POSTGRES_BINARY", "HTTPS_PORT", "LAN_ADDRESS"} <= read
    assert PUT_TOGETHER.findall(START) == []


def test_control_a_name_that_is_put_together_is_seen():
    assert PUT_TOGETHER.findall('_number(environ, f"{name}_PORT", 1)\nos.environ[f"{name}_URL"]') != []


def test_every_variable_that_compose_reads_is_explained():
    read = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    assert read - _named_in_example() == set()
    assert {"HTTP_PORT", "LISTEN_ADDRESS", "TLS_CERTIFICATE"} <= read


def test_nothing_is_explained_that_nobody_reads():
    services = set().union(*(_of(settings) for settings in (Gateway, *WITH_DATABASE)))
    of_compose = {"COMPOSE_FILE"}
    of_migrations = {f"{settings.model_config['env_prefix']}MIGRATION_DATABASE_URL" for settings in WITH_DATABASE}
    named = _named_in_example() - services - of_compose - of_migrations
    unknown = {name for name in named if name not in START + COMPOSE}
    assert unknown == set()
