"""Which port each server listens on; `PORT_OFFSET` moves them all, so that a second copy runs beside the first."""

import random
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from deploy.native.errors import StartError
from deploy.native.services import Service

FALLBACK_HTTP = 8080  # where port 80 is taken, or needs rights that are not there
# Below the range from which the kernel takes ports for outgoing connections.
FREE_RANGE = range(20_000, 32_000, 100)
HIGHEST = 65535


@dataclass(frozen=True)
class Ports:
    http: int = 80
    https: int = 8443
    frontend: int = 3000
    public: int = 8000  # the gateway, and the services by their number
    instances: int = 18000  # service number + 10 for each further instance
    postgres: int = 15432
    redis: int = 16379
    supervisor: int = 19001
    stripe: int = 12111
    smtp: int = 11025
    inbox: int = 18028  # no instance's port ends in 8

    def public_port(self, service: Service) -> int:
        return self.public + service.number

    def instance_port(self, service: Service, instance: int) -> int:
        return self.instances + service.number + 10 * instance

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Ports":
        """Raises ValueError with the variable's name when one is not a number that can be."""
        usual = asdict(cls())
        offset = _number(environ, "PORT_OFFSET", 0, range(HIGHEST + 1 - max(usual.values())))
        moved = {name: port + offset for name, port in usual.items()}
        if offset:
            moved["http"] = FALLBACK_HTTP + offset
        elif environ.get("TLS_CERTIFICATE"):
            moved["https"] = 443
        # No other: Docker and Kubernetes set REDIS_PORT=tcp://… and the like for whatever they run.
        moved["http"] = _number(environ, "HTTP_PORT", moved["http"])
        moved["https"] = _number(environ, "HTTPS_PORT", moved["https"])
        moved["frontend"] = _number(environ, "FRONTEND_PORT", moved["frontend"])
        return cls(**moved)

    @classmethod
    def free(cls) -> "Ports":
        """A block of ports that nobody listens on now, and that no other process is given as long as this one lives."""
        for start in random.sample(FREE_RANGE, len(FREE_RANGE)):
            names = ("http", "https", "frontend", "postgres", "redis", "supervisor", "stripe", "smtp", "inbox")
            ports = cls(
                **{name: start + 10 + index for index, name in enumerate(names)},
                public=start,
                instances=start + 20,
            )
            if all(can_listen(port) for port in range(start, start + 100)) and _reserve(start + 99):
                return ports
        raise OSError("no free block of 100 ports between 20000 and 32000")


def refuse_taken(ports: Mapping[str, int]) -> None:
    """Raises StartError with those, by what is to listen there, that others listen on."""
    taken = [f"{port} ({name})" for name, port in ports.items() if not can_listen(port)]
    if taken:
        raise StartError(
            f"these ports are taken, or not allowed: {', '.join(taken)}; another PORT_OFFSET (100, say) moves all of them"
        )


def can_listen(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _reserve(port: int) -> bool:
    """Listens until the process ends, so that `can_listen` is false for everybody else."""
    reservation = socket.socket()
    try:
        reservation.bind(("127.0.0.1", port))
        reservation.listen()
    except OSError:
        reservation.close()
        return False
    reservation.detach()
    return True


def _number(environ: Mapping[str, str], name: str, otherwise: int, possible: range = range(1, HIGHEST + 1)) -> int:
    value = environ.get(name, "").strip() or str(otherwise)
    if not value.isdecimal() or int(value) not in possible:
        raise ValueError(f"{name}={value}: from {possible[0]} to {possible[-1]}")
    return int(value)
