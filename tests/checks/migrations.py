"""Whether a service's migrations make the tables that its models say: `python -m tests.checks.migrations ticket_service`.

With `--revision "what it does"` it drafts the migration that is missing, from a database that the others have made.
"""

import argparse
import asyncio
import os
import sys

import asyncpg
from sqlalchemy import CheckConstraint

from deploy.native.services import SERVICES
from shared.commands.migrate import import_models
from shared.persistence import revisions
from shared.persistence.database import Base
from shared.testing.postgres import Scratch, migrate, scratch_database


async def check(package: str) -> int:
    """The exit status of the comparison, on a database that was made by the migrations alone."""
    revisions.of(package)  # as a service reads them: a file whose head it cannot read fails here
    async with scratch_database() as scratch:
        status = await _migrated(package, scratch, "--check")
        differing = await _checks_of_tables(scratch) ^ _checks_of_models(package)
    for table, name in sorted(differing):
        print(f"{package}: {table}: only the models or only the tables have {name}", file=sys.stderr)  # noqa: T201
    return status or int(bool(differing))


async def draft(package: str, message: str) -> int:
    async with scratch_database() as scratch:
        return await _migrated(package, scratch, "--revision", message)


async def _migrated(package: str, scratch: Scratch, *options: str) -> int:
    """What `shared.commands.migrate` ends with when the migrations have been run."""
    await migrate(package, scratch)
    prefix = package.removesuffix("_service").upper()
    environment = {**os.environ, f"{prefix}_MIGRATION_DATABASE_URL": scratch.owner_url}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "shared.commands.migrate", package, *options, env=environment
    )
    return await process.wait()


def _checks_of_models(package: str) -> set[tuple[str, str]]:
    import_models(package)
    return {
        (table.name, str(constraint.name))
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }


async def _checks_of_tables(scratch: Scratch) -> set[tuple[str, str]]:
    """Alembic does not compare CHECK constraints; here their names are."""
    database = await asyncpg.connect(scratch.owner_url.replace("+asyncpg", ""))
    try:
        rows = await database.fetch(
            "SELECT conrelid::regclass::text AS table_name, conname FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
    finally:
        await database.close()
    return {(row["table_name"], row["conname"]) for row in rows}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.checks.migrations", description=__doc__)
    parser.add_argument("package", choices=[service.package for service in SERVICES])
    parser.add_argument("--revision", metavar="MESSAGE", help="draft the migration that is missing")
    given = parser.parse_args()
    return asyncio.run(draft(given.package, given.revision) if given.revision else check(given.package))


if __name__ == "__main__":
    sys.exit(main())
