"""The gateway and the services, by the number that ends their ports."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    number: int

    @property
    def package(self) -> str:
        return self.name if self is GATEWAY else f"{self.name}_service"

    @property
    def database(self) -> str:
        return f"{self.name}_db"

    @property
    def prefix(self) -> str:
        return f"{self.name.upper()}_"


GATEWAY = Service("gateway", 0)
SERVICES = tuple(
    Service(name, number) for number, name in enumerate(("auth", "user", "event", "ticket", "notification"), 1)
)
AUTH, USER, EVENT, TICKET, NOTIFICATION = SERVICES
ALL = (GATEWAY, *SERVICES)
