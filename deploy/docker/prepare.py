"""The one-shot container before all others: makes the secrets, and gives each container its own part of them.

Each folder below /installation is a volume. A service, a database and a stand-in each see their own only, where a file
with the name of a setting gives its value. nginx sees what was rendered for it. Running it again changes nothing.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.docker.settings import ADDRESSES, DEMO_ACCOUNTS, PORTS, read
from deploy.edge import Certificate, Edge, Listening
from deploy.native import production, valkey
from deploy.native.environment import Environments
from deploy.native.errors import StartError
from deploy.native.passwords import Passwords
from deploy.native.services import ALL, SERVICES, Service
from deploy.native.settings import PROJECT
from shared.access import secrets

INSTALLATION = Path("/installation")
APP = 10001  # the user of the image of the Python processes
SERVER = 999  # the users of the official images of Postgres and Redis
EVERYWHERE = "0.0.0.0"  # noqa: S104  inside a container


def main() -> None:
    os.umask(0o077)
    try:
        settings = read()
        production.check(settings, INSTALLATION / "init" / DEMO_ACCOUNTS)
    except StartError as error:
        sys.exit(str(error))
    own = INSTALLATION / "own"
    passwords = Passwords(own / "passwords.json", more=(superuser(service) for service in SERVICES))
    environments = Environments(settings, ADDRESSES, passwords)
    secrets.make_apart({service.name: INSTALLATION / service.name for service in ALL})
    owners: dict[str, str] = {}
    for service in ALL:
        give(service.name, environments.settings_of(service), APP)
    for service in SERVICES:
        owners |= environments.owner_of(service)
        give(f"{service.name}-db", of_database(service, passwords), SERVER)
    give("init", owners, APP)
    give("redis", of_redis(passwords), SERVER)
    for name in () if settings.production else ("stripe", "inbox"):
        give(name, of_stand_in(environments, name), APP)
    edge_of(environments).render(INSTALLATION / "edge")
    open_to_all(INSTALLATION / "edge")


def give(name: str, files: Mapping[str, str], user: int) -> None:
    """Writes what changed, forgets settings that are gone, and leaves everything to its reader alone."""
    folder = INSTALLATION / name
    for path in folder.iterdir():
        if path.name.isupper() and path.name not in files:
            path.unlink()
    for file, text in files.items():
        secrets.write_changed(folder / file, text.encode())
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user)


def of_database(service: Service, passwords: Passwords) -> dict[str, str]:
    native, here = PROJECT / "deploy" / "native", PROJECT / "deploy" / "docker"
    return {
        "NAME": service.name,
        "PASSWORD": passwords[service.name],
        "OWNER_PASSWORD": passwords[f"{service.name}_owner"],
        "SUPERUSER_PASSWORD": passwords[superuser(service)],
        "database.sql": (native / "database.sql").read_text(encoding="utf-8"),
        "database.sh": (here / "database.sh").read_text(encoding="utf-8"),
        "postgresql.conf": (native / "cluster.conf").read_text(encoding="utf-8"),
    }


def superuser(service: Service) -> str:
    """The name of a password: each database server has its own."""
    return f"{service.name}_superuser"


def of_redis(passwords: Passwords) -> dict[str, str]:
    settings = valkey.settings_text(EVERYWHERE, 6379, Path("/data"), passwords["redis"], passwords["redis_admin"])
    return {"redis.conf": settings, "PASSWORD": passwords["redis"]}


def of_stand_in(environments: Environments, name: str) -> dict[str, str]:
    places = {
        "stripe": {"STRIPE_STAND_IN_HOST": EVERYWHERE, "STRIPE_STAND_IN_DATA": "/data/stripe.sqlite"},
        "inbox": {"INBOX_HOST": EVERYWHERE, "INBOX_DATA": "/data/inbox"},
    }
    return environments.settings_of_stand_in(name) | places[name]


def edge_of(environments: Environments) -> Edge:
    settings = environments.settings
    tls = Path("/run/tls")
    return Edge(
        settings=settings,
        listening=Listening(
            http="80",
            https="443",
            front_end="3000",
            services={name: str(port) for name, port in PORTS.items()},
            certificate=Certificate(tls / "certificate.pem", tls / "key.pem") if settings.serves_https else None,
            only_https=settings.production,
        ),
        upstreams="include /var/cache/nginx/upstreams.conf;\n",
        web_root=Path("/usr/share/nginx/front-end"),
        publishable_key=environments.publishable_key,
        stripe="stripe",
        inbox="inbox",
        user="nginx",
        # The seed and the demonstration run in a container, where `localhost` is not the front door.
        other_names=() if settings.production else ("nginx",),
    )


def open_to_all(folder: Path) -> None:
    """There is no secret in it, and nginx's workers are another user."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


if __name__ == "__main__":
    main()
