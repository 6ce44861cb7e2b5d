"""A wrong setting of a service is said by its whole name, and what runs goes on running."""

import dataclasses
from pathlib import Path

import pytest

from deploy.native import service_settings
from deploy.native.errors import StartError
from deploy.native.services import ALL, TICKET
from deploy.native.settings import Settings
from deploy.native.stack import Stack
from deploy.native.tests.test_environment import environments

WRONG = {
    "AUTH_ATTEMPTS_PER_ADDRESS": "0",
    "CORS_ORIGINS": "*",
    "GATEWAY_TRUSTED_PROXIES": "nginx",
    "LOG_LEVEL": "loud",
    "NOTIFICATION_SMTP_URL": "smtp://me:mine@mail.example",
    "TICKET_HOLD_SECONDS": "abc",
    "TICKET_PAYMENT_SECONDS": "-1",
}
STRIPE = {f"TICKET_STRIPE_{name}": "x" for name in ("API_KEY", "PUBLISHABLE_KEY", "WEBHOOK_SECRET")}


def test_each_wrong_variable_is_told_in_one_line_with_its_whole_name(tmp_path: Path):
    with pytest.raises(StartError) as refused:
        service_settings.check(environments(tmp_path, environ=WRONG))
    lines = str(refused.value).splitlines()[1:]
    assert sorted(line.removeprefix("  - ").split()[0].rstrip(":") for line in lines) == sorted(WRONG)
    assert "  - TICKET_HOLD_SECONDS: Input should be a valid integer" in str(refused.value)
    assert "me:mine" not in str(refused.value)


def test_what_concerns_several_variables_is_told_too(tmp_path: Path):
    made = environments(tmp_path, production=True, environ={"TICKET_STRIPE_API_BASE": "http://stripe.example"})
    with pytest.raises(StartError) as refused:
        service_settings.check(made)
    assert "  - TICKET_STRIPE_API_KEY: Field required" in str(refused.value)
    own = dataclasses.replace(made.settings, environ={**made.settings.environ, **STRIPE}, services=(TICKET,))
    with pytest.raises(StartError, match="- TICKET_STRIPE_API_BASE is for development"):
        service_settings.check(dataclasses.replace(made, settings=own))


def test_control_what_a_system_without_settings_gets_is_right(tmp_path: Path):
    made = environments(tmp_path)
    assert made.settings.services == ALL
    service_settings.check(made)


def test_nothing_is_started_with_a_wrong_setting(tmp_path: Path):
    stack = Stack(Settings.for_tests(tmp_path, services=(TICKET,), environ={"TICKET_HOLD_SECONDS": "abc"}))
    with pytest.raises(StartError, match="TICKET_HOLD_SECONDS"):
        stack.start()
    assert not stack.supervisor.is_running()
    assert list(stack.settings.run.iterdir()) == []


def test_what_runs_is_not_stopped_for_a_wrong_setting(stack: Stack):
    before = {name: state["pid"] for name, state in stack.supervisor.states().items()}
    wrong = dataclasses.replace(stack.settings, services=(TICKET,), environ={"TICKET_HOLD_SECONDS": "abc"})
    with pytest.raises(StartError, match="TICKET_HOLD_SECONDS"):
        Stack(wrong).start()
    assert {name: state["pid"] for name, state in stack.supervisor.states().items()} == before
