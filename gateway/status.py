"""`/admin/status`: how the parts of the system do, as this gateway sees them."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Depends, Request
from redis.exceptions import RedisError

from gateway.instances import Instance
from gateway.runtime import Gateway
from gateway.upstreams import Upstream
from shared.access.principals import RoleRequired
from shared.telemetry import version
from shared.web import problems, wire
from shared.web.identity import Caller

PING_SECONDS = 0.5

router = APIRouter(prefix="/api/v1", tags=["administration"])


class InstanceStatus(wire.Response):
    """One running instance of a service."""

    address: str
    # Which code it runs; null until it has said so.
    version: str | None
    ready: bool
    # Why it is not ready, in its own words.
    reason: str | None
    # `silent`: it accepts connections and says nothing. `open`: it failed, and is tried again every 2 s.
    circuit: Literal["closed", "open", "silent"]
    running: int


class ServiceStatus(wire.Response):
    """One service: `running` requests are being worked on, `waiting` ones have no place yet."""

    name: str
    available: bool
    running: int
    waiting: int
    instances: list[InstanceStatus]


class SystemStatus(wire.Response):
    """The system at this moment. `limits` says where requests are counted: `local` while Redis is away."""

    services: list[ServiceStatus]
    gateways: list[str]
    # Of the gateway that answers.
    version: str
    redis: bool
    limits: Literal["shared", "local", "off"]


async def _admin(caller: Caller) -> None:
    if not caller.is_admin:
        raise RoleRequired


@router.get(
    "/admin/status",
    operation_id="get_system_status",
    dependencies=[Depends(_admin)],
    responses=problems.responses(RoleRequired),
)
async def get_system_status(request: Request) -> SystemStatus:
    """Tell which instances of each service live, are ready and are asked, and whether Redis answers."""
    gateway: Gateway = request.app.state.runtime
    shared = "local" if gateway.limiter.is_local else "shared"
    return SystemStatus(
        services=[_service(upstream) for upstream in gateway.upstreams.by_service.values()],
        gateways=list(gateway.upstreams.gateways),
        version=version.of("gateway"),
        redis=await _answers(gateway),
        limits=shared if gateway.settings.limits else "off",
    )


async def _answers(gateway: Gateway) -> bool:
    try:
        async with asyncio.timeout(PING_SECONDS):
            return bool(await gateway.redis.ping())
    except (RedisError, OSError, TimeoutError):
        return False


def _service(upstream: Upstream) -> ServiceStatus:
    instances = [_instance(each) for each in upstream.instances.values()]
    return ServiceStatus(
        name=upstream.service,
        available=any(each.ready and each.circuit == "closed" for each in instances),
        running=upstream.bulkhead.running,
        waiting=upstream.bulkhead.waiting,
        instances=sorted(instances, key=lambda each: each.address),
    )


def _instance(instance: Instance) -> InstanceStatus:
    circuit = "silent" if instance.is_silent else "open" if instance.breaker.is_open else "closed"
    return InstanceStatus(
        address=instance.address,
        version=instance.version,
        ready=instance.is_ready,
        reason=instance.reason,
        circuit=circuit,
        running=instance.running,
    )
