"""The cluster: as root and as an ordinary user, on two versions, and who may open what in it."""

import os
import pwd
import re
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import pytest

from deploy.native import binaries
from deploy.native.accounts import Account
from deploy.native.services import SERVICES, Service
from deploy.native.settings import PROJECT
from deploy.native.stack import Stack
from shared.testing.postgres import RUNTIME_SETTINGS


async def connect(stack: Stack, role: str, database: str) -> asyncpg.Connection:
    return await asyncpg.connect(stack.servers.cluster.url(role, stack.passwords[role], database))


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
async def test_a_role_opens_its_own_database_and_no_other(stack: Stack, service: Service):
    for role in (service.name, f"{service.name}_owner"):
        own = await connect(stack, role, service.database)
        assert await own.fetchval("SELECT current_database()") == service.database
        await own.close()
        others = [other.database for other in SERVICES if other is not service]
        for database in (*others, "postgres", "template1"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connect(stack, role, database)


async def test_a_wrong_password_is_refused(stack: Stack):
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(stack.servers.cluster.url("ticket", "wrong", "ticket_db"))


async def test_a_service_reads_and_writes_rows_and_cannot_change_the_schema(stack: Stack):
    owner = await connect(stack, "ticket_owner", "ticket_db")
    await owner.execute("CREATE TABLE IF NOT EXISTS tried (id bigint GENERATED ALWAYS AS IDENTITY, note text)")
    service = await connect(stack, "ticket", "ticket_db")
    await service.execute("INSERT INTO tried (note) VALUES ('a')")
    await service.execute("UPDATE tried SET note = 'b'")
    assert await service.fetchval("SELECT note FROM tried") == "b"
    await service.execute("DELETE FROM tried")
    for refused in (
        "CREATE TABLE mine (id int)",
        "ALTER TABLE tried ADD extra int",
        "DROP TABLE tried",
        "TRUNCATE tried",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await service.execute(refused)
    await owner.execute("DROP TABLE tried")
    await owner.close()
    await service.close()


async def test_a_services_statements_locks_and_idle_transactions_are_bounded(stack: Stack):
    service = await connect(stack, "event", "event_db")
    limits = {"statement_timeout": "3s", "lock_timeout": "1s", "idle_in_transaction_session_timeout": "10s"}
    assert {name: await service.fetchval(f"SHOW {name}") for name in limits} == limits
    await service.close()


async def test_what_is_committed_is_on_the_disk_and_checked(stack: Stack):
    service = await connect(stack, "event", "event_db")
    for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
        assert await service.fetchval(f"SHOW {name}") == "on", name
    await service.close()


async def test_extensions_that_migrations_need_can_be_made_by_an_owner(stack: Stack):
    owner = await connect(stack, "event_owner", "event_db")
    for extension in ("pg_trgm", "unaccent", "citext", "btree_gist"):
        await owner.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    await owner.close()


QUESTION = "psql \"$TEST_POSTGRES_URL\" -Atc 'SHOW server_version' -c 'SELECT 40 + 2'"
NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def started(python: str, *, prefix: Sequence[str] = (), environ: dict[str, str] | None = None) -> str:
    """What Postgres says to a command under `test_servers`."""
    psql = binaries.find(binaries.POSTGRES, {}).path.parent
    environment = {
        "PATH": f"{psql}{os.pathsep}{os.environ['PATH']}",
        "HOME": "/tmp",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PYTHONDONTWRITEBYTECODE": "1",
        **(environ or {}),
    }
    command = [*prefix, python, "-m", "deploy.native.test_servers", "--", "sh", "-c", QUESTION]
    ran = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_whoever_runs_the_tests_can_start_it_and_root_and_an_ordinary_user_both_can():
    assert "42" in started(sys.executable)
    if os.geteuid() == 0:
        assert "42" in started(python_for_everybody(), prefix=NOBODY)


def test_scratch_databases_of_tests_have_the_limits_that_services_have_in_life():
    said = (PROJECT / "deploy" / "native" / "database.sql").read_text(encoding="utf-8")
    assert tuple(re.findall(r'ALTER ROLE :"name" SET (.+);', said)) == RUNTIME_SETTINGS


def test_it_starts_on_the_systems_postgres_too():
    for path in list(binaries.POSTGRES.on_system())[:1]:
        assert "42" in started(sys.executable, environ={"POSTGRES_BINARY": str(path)})


def python_for_everybody() -> str:
    """An interpreter of this version that is not in root's home."""
    candidates = [sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"]
    nobody = pwd.getpwnam("nobody")
    account = Account("nobody", nobody.pw_uid, nobody.pw_gid)
    return next(python for python in candidates if account.reaches(Path(python)))
