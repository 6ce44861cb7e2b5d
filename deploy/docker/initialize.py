"""The end of `./init-services.sh` on a running Compose system: migrates, waits until all is ready, seeds, says where it is.

Runs in a container of its own, the only one that is given the roles which may change schemas. Running it again changes
nothing. Its argument is when the command began, in seconds since 1970.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from deploy.docker.settings import DEMO_ACCOUNTS, PORTS, read
from deploy.native import code, readiness, summary
from deploy.native.conditions import of_workers
from deploy.native.errors import StartError
from deploy.native.progress import Progress
from deploy.native.services import SERVICES, Service
from deploy.native.settings import PROJECT, Settings

OWNERS = Path("/run/owners")  # also where the demo accounts are kept
FRONT_DOOR = "nginx"


def main() -> int:
    progress = Progress(spent=time.time() - float(sys.argv[1]))
    accounts = OWNERS / DEMO_ACCOUNTS
    try:
        settings = read()
        with progress.step("databases are migrated"), ThreadPoolExecutor() as threads:
            list(threads.map(migrate, SERVICES))
        with progress.step("services and workers are ready"):
            wait(settings)
        if not settings.production:
            with progress.step("demo data is there"):
                seed(accounts)
    except StartError as error:
        sys.stderr.write(f"\n{error}\nThe logs: ./init-services.sh --logs [service]\n")
        return 1
    summary.show(settings, accounts, progress.seconds)
    return 0


def migrate(service: Service) -> None:
    name = f"{service.prefix}MIGRATION_DATABASE_URL"
    environment = {**os.environ, name: (OWNERS / name).read_text(encoding="ascii")}
    run(["shared.commands.migrate", service.package], environment, f"the migration of {service.name} failed")


def wait(settings: Settings) -> None:
    conditions = {"the front end": partial(readiness.answers, 3000, "/health/live", FRONT_DOOR)}
    conditions |= {name: partial(readiness.answers, port, "/health/ready", FRONT_DOOR) for name, port in PORTS.items()}
    if not settings.production:
        conditions |= {"stripe": partial(readiness.listens, 12111, "stripe")}
        conditions |= {"inbox": partial(readiness.listens, 18025, "inbox")}
    readiness.wait_for_all(conditions, within=300)
    readiness.wait_for_all(of_workers(SERVICES, secret("BROKER_URL"), secret("REDIS_URL")), within=300)


def secret(name: str) -> str:
    return Path(os.environ["SECRETS_DIR"], name).read_text(encoding="ascii")


def seed(accounts: Path) -> None:
    """Through the front door, as the auth service, whose command makes the first admin. Once for the same seed."""
    done, digest = OWNERS / "seeded", code.of_package("deploy/seed")
    if done.exists() and accounts.exists() and done.read_text(encoding="ascii") == digest:
        return
    environment = {**os.environ, "PUBLIC_URL": f"http://{FRONT_DOOR}", "SEED_RESULT": str(accounts)}
    run(["deploy.seed"], environment, "the seed failed")
    done.write_text(digest, encoding="ascii")


def run(module: list[str], environment: dict[str, str], complaint: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", *module], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise StartError(f"{complaint}:\n{ran.stdout}{ran.stderr}")


if __name__ == "__main__":
    sys.exit(main())
