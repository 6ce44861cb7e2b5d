"""A process is told what it needs, and nothing that belongs to another."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deploy.native import production
from deploy.native.addresses import Addresses
from deploy.native.environment import Environments, separate_secrets
from deploy.native.errors import StartError
from deploy.native.passwords import Passwords
from deploy.native.processes import of_services
from deploy.native.services import ALL, GATEWAY, SERVICES, TICKET
from deploy.native.settings import Settings
from deploy.native.stack import Stack

REAL = {
    "PUBLIC_URL": "https://tickets.example",
    "TICKET_STRIPE_API_KEY": "sk_live_1",
    "TICKET_STRIPE_PUBLISHABLE_KEY": "pk_live_1",
    "TICKET_STRIPE_WEBHOOK_SECRET": "whsec_1",
    "NOTIFICATION_SMTP_URL": "smtps://mail.example",
    "NOTIFICATION_MAIL_FROM": "tickets@tickets.example",
}
NONE = Path("/nonexistent/demo-accounts.json")


def environments(tmp_path: Path, **settings: object) -> Environments:
    chosen = Settings(state=tmp_path, **settings)  # type: ignore[arg-type]  # each test names what it is about
    chosen.make_folders()
    passwords = Passwords(chosen.var / "passwords.json")
    return Environments(chosen, Addresses.on_loopback(chosen), passwords)


def test_a_service_knows_its_own_database_only(tmp_path: Path):
    made = environments(tmp_path)
    for service in ALL:
        text = json.dumps(made.of(service))
        for other in SERVICES:
            knows = made.passwords[other.name] in text or other.database in text
            assert knows is (other is service)
            assert made.passwords[f"{other.name}_owner"] not in text
        assert made.passwords["postgres"] not in text
        assert made.passwords["redis_admin"] not in text


def test_only_the_migration_gets_the_role_that_may_change_the_schema(tmp_path: Path):
    made = environments(tmp_path)
    for service in SERVICES:
        name = f"{service.prefix}MIGRATION_DATABASE_URL"
        assert made.passwords[f"{service.name}_owner"] in made.of_migration(service)[name]
        assert name not in made.of(service)


def test_what_is_given_for_one_service_reaches_no_other(tmp_path: Path):
    given = {"TICKET_STRIPE_API_KEY": "sk_test_given", "LOG_LEVEL": "DEBUG", "SOMETHING": "else"}
    made = environments(tmp_path, environ=given)
    for service in ALL:
        environment = made.of(service)
        assert (environment.get("TICKET_STRIPE_API_KEY") == "sk_test_given") is (service.name == "ticket")
        assert environment["LOG_LEVEL"] == "DEBUG"
        assert "SOMETHING" not in environment


def test_a_service_is_told_of_its_own_keys_only(tmp_path: Path):
    everything = tmp_path / "all"
    (everything / "auth-signing").mkdir(parents=True)
    (everything / "ticket-codes").mkdir()
    for service in ALL:
        (everything / f"{service.name}.key.pem").touch()
    (everything / "service-keys.json").touch()
    separate_secrets(everything, tmp_path)
    seen = {service.name: {path.name for path in (tmp_path / service.name).iterdir()} for service in ALL}
    assert seen["ticket"] == {"ticket.key.pem", "service-keys.json", "ticket-codes"}
    assert seen["auth"] == {"auth.key.pem", "service-keys.json", "auth-signing"}
    assert seen["gateway"] == {"gateway.key.pem", "service-keys.json"}
    assert all(path.exists() for service in ALL for path in (tmp_path / service.name).iterdir())


def test_files_with_passwords_are_their_owners_alone(tmp_path: Path):
    made = environments(tmp_path)
    program = next(iter(of_services(made.settings, made)))
    program.write(made.settings.run)
    for path in (made.settings.var / "passwords.json", program.file(made.settings.run)):
        assert path.stat().st_mode & 0o777 == 0o600


def test_passwords_stay_when_it_is_started_again(tmp_path: Path):
    path = tmp_path / "passwords.json"
    assert Passwords(path)["postgres"] == Passwords(path)["postgres"]


def test_commands_that_come_first_at_once_agree_on_the_passwords(tmp_path: Path):
    path, at_once = tmp_path / "passwords.json", threading.Barrier(8)

    def first(_number: int) -> str:
        at_once.wait()
        return Passwords(path)["postgres"]

    with ThreadPoolExecutor(at_once.parties) as commands:
        assert len(set(commands.map(first, range(at_once.parties)))) == 1


def test_production_runs_no_stand_ins_and_knows_no_failpoints(tmp_path: Path):
    for is_production in (False, True):
        made = environments(tmp_path, production=is_production, environ={**REAL, "FAIL_AT": "x:1:kill9"})
        names = {program.name for program in of_services(made.settings, made)}
        assert ("stripe-stand-in" in names) is not is_production
        assert ("FAIL_AT" in made.of(GATEWAY)) is not is_production


def test_production_is_refused_with_everything_that_is_missing(tmp_path: Path):
    settings = Settings(state=tmp_path, production=True, environ={"FAIL_AT": "x"})
    with pytest.raises(StartError) as refused:
        production.check(settings, NONE)
    for name in (*REAL, "FAIL_AT"):
        assert name in str(refused.value)


@pytest.mark.parametrize("url", ["http://tickets.example", "https://localhost", "https://127.0.0.1:8443"])
def test_production_is_refused_at_an_address_that_others_cannot_use_safely(tmp_path: Path, url: str):
    with pytest.raises(StartError, match="PUBLIC_URL"):
        production.check(Settings(state=tmp_path, production=True, environ={**REAL, "PUBLIC_URL": url}), NONE)


def test_production_is_accepted_with_real_settings(tmp_path: Path):
    production.check(Settings(state=tmp_path, production=True, environ=REAL), NONE)


def test_production_is_refused_over_the_data_of_a_development_system(tmp_path: Path):
    settings = Settings(state=tmp_path, production=True, environ=REAL)
    settings.make_folders()
    settings.demo_accounts.touch()
    with pytest.raises(StartError, match=r"demo accounts .* --reset"):
        Stack(settings)


def test_a_developers_own_stripe_keys_are_used_without_the_stand_in(tmp_path: Path):
    own = {name: value for name, value in REAL.items() if name.startswith("TICKET_STRIPE_")}
    assert "TICKET_STRIPE_API_BASE" not in environments(tmp_path, environ=own).of(TICKET)
    assert "TICKET_STRIPE_API_BASE" in environments(tmp_path).of(TICKET)
    for name in own:
        with pytest.raises(StartError, match=name):
            production.check(Settings(state=tmp_path, environ={**own, name: ""}), NONE)
