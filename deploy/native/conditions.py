"""What must hold before the system is called ready, each by a name that a person understands."""

import time
from collections.abc import Callable
from functools import partial

from deploy.native import readiness, workers
from deploy.native.errors import StartError
from deploy.native.processes import instance_name
from deploy.native.servers import Servers
from deploy.native.services import GATEWAY
from deploy.native.settings import Settings

Conditions = dict[str, Callable[[], bool]]


def of_data(servers: Servers) -> Conditions:
    valkey = servers.valkey
    return {
        "postgres": servers.cluster.is_ready,
        "valkey": partial(readiness.redis_answers, valkey.port, valkey.password),
    }


def of_services(settings: Settings) -> Conditions:
    """Each instance by itself, and the stand-ins."""
    ports = settings.ports
    conditions: Conditions = {
        instance_name(service, instance): partial(
            readiness.answers, ports.instance_port(service, instance), "/health/ready"
        )
        for service in settings.services
        for instance in range(settings.instances.get(service.name, 1))
    }
    if settings.services and not settings.production:
        for name, port in (("stripe-stand-in", ports.stripe), ("inbox-stand-in", ports.inbox)):
            conditions[name] = partial(readiness.listens, port)
    return conditions


def of_edge(settings: Settings) -> Conditions:
    """The web server itself, and the way through it to each service."""
    ports = settings.ports
    conditions: Conditions = {"nginx": partial(readiness.answers, ports.frontend, "/health/live")}
    for service in settings.services:
        port = ports.public_port(service)
        conditions[f"{service.name} through nginx"] = partial(readiness.answers, port, "/health/ready")
    return conditions


def wait_for_workers(settings: Settings, broker_url: str, within: float) -> None:
    """All at once: a question that not all answer takes a second, and on a busy machine longer and longer."""
    services = {service.name for service in settings.services if service is not GATEWAY}
    missing = set(services)
    began = time.monotonic()

    def all_answer() -> bool:
        patience = max(1.0, (time.monotonic() - began) / 5)
        missing.difference_update(workers.alive(broker_url, len(services), patience))
        return not missing

    try:
        readiness.wait_for("workers", all_answer, within)
    except readiness.NotReady as error:
        names = [f"{name}-worker" for name in sorted(missing)]
        log = settings.logs / f"{names[0]}.log"
        raise StartError(f"no answer from {', '.join(names)} within {within:.0f} s", log) from error
