"""What must hold before the system is called ready, each by a name that a person understands."""

from collections.abc import Callable, Iterable
from functools import partial

from deploy.native import readiness
from deploy.native.processes import instance_name
from deploy.native.servers import Servers
from deploy.native.services import GATEWAY, Service
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


def of_workers(services: Iterable[Service], broker_url: str, redis_url: str) -> Conditions:
    """Each takes tasks."""
    from shared.workers.roll_call import RollCall  # noqa: PLC0415  half a second that `--help` and `--stop` need not pay

    call = RollCall(broker_url, redis_url)
    return {
        f"{service.name}-worker": partial(call.has_signed, service.name)
        for service in services
        if service is not GATEWAY
    }
