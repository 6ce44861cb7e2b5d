"""Migrates all databases at once, and skips those whose files and revision are as the last run left them."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.native.environment import Environments
from deploy.native.errors import StartError
from deploy.native.postgres import Cluster
from deploy.native.services import Service
from deploy.native.settings import PROJECT


def migrate(
    services: Iterable[Service], environments: Environments, cluster: Cluster, remembered: Path, log: Path
) -> list[str]:
    """The names of the services whose migrations were run. Raises StartError when one fails."""
    last = json.loads(remembered.read_bytes()) if remembered.exists() else {}

    def bring_to_head(service: Service) -> bool:
        files = _digest(service)
        if last.get(service.name) == [files, _revision(cluster, service)]:
            return False
        _run(service, environments, log)
        last[service.name] = [files, _revision(cluster, service)]
        return True

    services = list(services)
    with ThreadPoolExecutor() as threads:
        ran = list(threads.map(bring_to_head, services))
    remembered.write_text(json.dumps(last), encoding="ascii")
    return [service.name for service, did_run in zip(services, ran, strict=True) if did_run]


def _digest(service: Service) -> str:
    digest = hashlib.sha256()
    for path in sorted((PROJECT / service.package / "migrations").rglob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _revision(cluster: Cluster, service: Service) -> str:
    """Empty before the first migration."""
    if not cluster.psql(service.database, "-c", "SELECT to_regclass('alembic_version')"):
        return ""
    return cluster.psql(service.database, "-c", "SELECT version_num FROM alembic_version")


def _run(service: Service, environments: Environments, log: Path) -> None:
    with log.open("ab") as output:
        ran = subprocess.run(
            [sys.executable, "-m", "shared.commands.migrate", service.package],
            cwd=PROJECT,
            env=environments.of_migration(service),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    if ran.returncode:
        raise StartError(f"the migration of {service.name} failed", log)
