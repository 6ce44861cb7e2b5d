"""Brings a service's database to its newest revision: `python -m shared.commands.migrate ticket_service`.

With `--check` it says whether the tables match the models; with `--revision "add waitlist"` it drafts the next revision.
The tables of the shared modules are made in `shared/persistence/table_history.py`, for every service.
Migrations run as the owner role, which services do not have.
"""

import argparse
import asyncio
import importlib
import os
import pkgutil
import sys
from datetime import UTC, datetime

from alembic import command, context
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.persistence.database import Base

_LOCK = 7_203_114_001


def configure(package: str) -> Config:
    config = Config()
    config.set_main_option("script_location", f"{package}:migrations")
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s")
    config.attributes["package"] = package
    return config


def database_url(package: str) -> str:
    """The owner's address, e.g. TICKET_MIGRATION_DATABASE_URL. Raises KeyError when it is not set."""
    return os.environ[f"{package.removesuffix('_service').upper()}_MIGRATION_DATABASE_URL"]


def import_models(package: str) -> None:
    """Imports every `models` module of the service, so that the metadata is complete."""
    root = importlib.import_module(package)
    for module in pkgutil.walk_packages(root.__path__, f"{package}."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)
    for name in ("message_log.outbox", "message_log.inbox", "deciding.kept_answers", "access.revocations"):
        importlib.import_module(f"shared.{name}")


def run() -> None:
    """What a service's `migrations/env.py` calls."""
    package: str = context.config.attributes["package"]
    import_models(package)
    asyncio.run(_run_online(database_url(package)))


async def _run_online(url: str) -> None:
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_run_in)
        await connection.commit()
    await engine.dispose()


def _run_in(connection: Connection) -> None:
    """One migration at a time, however many start together."""
    context.configure(connection=connection, target_metadata=Base.metadata, compare_server_default=True)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        context.run_migrations()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m shared.commands.migrate", description=__doc__)
    parser.add_argument("package")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="fail when the models and the tables differ")
    action.add_argument("--revision", metavar="MESSAGE", help="draft the next revision from the models")
    arguments = parser.parse_args()
    config = configure(arguments.package)
    try:
        if arguments.check:
            command.check(config)
        elif arguments.revision:
            revision_id = datetime.now(UTC).strftime("%Y%m%d%H%M")
            command.revision(config, arguments.revision, autogenerate=True, rev_id=revision_id)
        else:
            command.upgrade(config, "head")
    except (CommandError, OSError, KeyError) as error:
        sys.exit(f"{arguments.package}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
