"""Where processes find each other, each as `host:port`: on this machine's ports, or by the names of containers."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.native.services import ALL, GATEWAY, SERVICES
from deploy.native.settings import LOOPBACK, Settings


@dataclass(frozen=True, slots=True)
class Addresses:
    """`instances` and `databases` by service; `webhooks` is where the payment provider's stand-in finds a gateway."""

    instances: Mapping[str, tuple[str, ...]]
    databases: Mapping[str, str]
    redis: str
    webhooks: str
    stripe: str
    smtp: str
    inbox: str

    @classmethod
    def on_loopback(cls, settings: Settings) -> "Addresses":
        ports = settings.ports
        return cls(
            instances={
                service.name: tuple(
                    f"{LOOPBACK}:{ports.instance_port(service, instance)}"
                    for instance in range(settings.instances.get(service.name, 1))
                )
                for service in ALL
            },
            databases=dict.fromkeys((service.name for service in SERVICES), f"{LOOPBACK}:{ports.postgres}"),
            redis=f"{LOOPBACK}:{ports.redis}",
            webhooks=f"{LOOPBACK}:{ports.public_port(GATEWAY)}",
            stripe=f"{LOOPBACK}:{ports.stripe}",
            smtp=f"{LOOPBACK}:{ports.smtp}",
            inbox=f"{LOOPBACK}:{ports.inbox}",
        )
