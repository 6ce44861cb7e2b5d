"""What the person who starts the containers decided, and where the containers find each other."""

import dataclasses
from pathlib import Path

from deploy.native.addresses import Addresses
from deploy.native.errors import StartError
from deploy.native.services import ALL, SERVICES
from deploy.native.settings import Settings

DOTENV = Path("/project/.env")
DEMO_ACCOUNTS = "demo-accounts.json"  # in the volume of `init`, whose seed writes it
# nginx; only containers reach the gateways' own port.
NEIGHBOURS = "127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"
# Ports inside, each its own: an address that another container has taken over is refused instead of misunderstood.
PORTS = {service.name: 8000 + service.number for service in ALL}
ADDRESSES = Addresses(
    instances={name: (f"{name}:{port}",) for name, port in PORTS.items()},
    databases={service.name: f"{service.name}-db:5432" for service in SERVICES},
    redis="redis:6379",
    webhooks=f"gateway:{PORTS['gateway']}",
    stripe="stripe:12111",
    smtp="inbox:11025",
    inbox="inbox:18025",
)


def read() -> Settings:
    """`.env` of the project, and what Compose passes on of its own environment."""
    settings = Settings.from_environment(dotenv=DOTENV)
    first = settings.environ.get("SERVICE_PORTS", "8000-8005").partition("-")[0]
    if not first.isdecimal():
        raise StartError(f"SERVICE_PORTS={first}…: a range of six ports, e.g. 8000-8005")
    environ = {"GATEWAY_TRUSTED_PROXIES": NEIGHBOURS, **settings.environ}
    return dataclasses.replace(settings, ports=dataclasses.replace(settings.ports, public=int(first)), environ=environ)
