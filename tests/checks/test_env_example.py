"""`.env.example` names every setting that any process reads, and none that nobody reads; its copy changes nothing."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from auth_service.config import Settings as Auth
from deploy.docker import settings as docker
from deploy.native.settings import Settings as Start
from deploy.stand_ins.stripe.settings import NEEDED_EVENTS
from event_service.config import Settings as Event
from gateway.config import Settings as Gateway
from notification_service.config import Settings as Notification
from ticket_service.config import Settings as Ticket
from ticket_service.payments.events import HEARD
from user_service.config import Settings as User

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLE = PROJECT / ".env.example"
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
REQUIRED = {"NOTIFICATION_SMTP_URL": "smtp://localhost", "NOTIFICATION_MAIL_FROM": "tickets@example.org"}
NOT_SETTINGS = {"PATH", "SSL_CERT_FILE", "FAIL_AT", "TICKETS_TEST_FAILPOINTS"}


def _named_in_example() -> set[str]:
    return set(_shown())


def _shown() -> dict[str, str]:
    """By name, also of those that are commented out."""
    return dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE))


def _of(settings: type[BaseSettings]) -> set[str]:
    fields = settings.model_fields.items()
    return {str(field.validation_alias or f"{_prefix(settings)}{name.upper()}") for name, field in fields}


def _prefix(settings: type[BaseSettings]) -> str:
    return str(settings.model_config["env_prefix"])


@pytest.mark.parametrize("settings", [Gateway, *WITH_DATABASE], ids=lambda kind: kind.__module__)
def test_every_setting_of_a_service_is_explained(settings: type[BaseSettings]):
    assert _of(settings) - _named_in_example() == set()


def test_every_setting_of_the_start_is_explained():
    read = {name for groups in OF_THE_START.findall(START) for name in groups if name}
    assert read - NOT_SETTINGS - _named_in_example() == set()
    assert {"TLS_CERTIFICATE", "LISTEN_ADDRESS", "POSTGRES_BINARY", "HTTPS_PORT", "LAN_ADDRESS"} <= read
    assert PUT_TOGETHER.findall(START) == []


def test_every_setting_of_the_installation_is_explained():
    install = (PROJECT / "deploy" / "native" / "install.sh").read_text()
    read = set(re.findall(r"\$\{([A-Z_]+)", install))
    assert "PYTHON" in read
    assert read - _named_in_example() == set()


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


def test_stripe_is_asked_for_the_events_that_development_runs_with_and_whose_list_is_read():
    """Named one by one: Stripe's dashboard knows no patterns."""
    said = re.findall(r"\b(?:payment_intent|charge|refund)\.[a-z_.]*[a-z]", EXAMPLE.read_text())
    assert sorted(said) == sorted(NEEDED_EVENTS.split(",")) == sorted(HEARD)


@pytest.fixture
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _named_in_example() & os.environ.keys():
        monkeypatch.delenv(name)


def _of_containers(dotenv: Path) -> Start:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docker, "DOTENV", dotenv)
        return docker.read()


@pytest.mark.usefixtures("_nothing_set")
@pytest.mark.parametrize("read", [lambda path: Start.from_environment(dotenv=path), _of_containers])
def test_a_copy_of_the_example_changes_nothing(read: Callable[[Path], Start]):
    assert read(EXAMPLE) == read(Path("/nonexistent"))


def test_compose_takes_an_empty_value_for_none():
    assert re.findall(r"\$\{[A-Z_]+(?!:[-?])[^A-Z_]", COMPOSE.replace("${COMPOSE_PROJECT_NAME}", "")) == []


@pytest.mark.usefixtures("_nothing_set")
@pytest.mark.parametrize("settings", [Gateway, *WITH_DATABASE], ids=lambda kind: kind.__module__)
def test_what_is_shown_is_what_a_service_does_without_it(settings: type[BaseSettings], monkeypatch: pytest.MonkeyPatch):
    fields = settings.model_fields.items()
    required = {name.upper() for name, field in fields if field.is_required()}
    for name in _of(settings):
        if name.removeprefix(_prefix(settings)) in required:
            monkeypatch.setenv(name, REQUIRED.get(name, "something"))
    without = settings()
    for name, value in _shown().items():
        if name.startswith(_prefix(settings)) and name.removeprefix(_prefix(settings)) not in required and value:
            monkeypatch.setenv(name, value)
    assert settings() == without
