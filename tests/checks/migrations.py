"""Whether a service's migrations make the tables that its models say: `python -m tests.checks.migrations ticket_service`."""

import asyncio
import os
import sys

from shared.testing.postgres import migrate, scratch_database


async def check(package: str) -> int:
    """The exit status of the comparison, on a database that was made by the migrations alone."""
    prefix = package.removesuffix("_service").upper()
    async with scratch_database() as scratch:
        await migrate(package, scratch)
        environment = {**os.environ, f"{prefix}_MIGRATION_DATABASE_URL": scratch.owner_url}
        command = [sys.executable, "-m", "shared.migrate", package, "--check"]
        process = await asyncio.create_subprocess_exec(*command, env=environment)
        return await process.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(check(sys.argv[1])))
