"""nginx on this machine: what its configuration is filled with, and the command of the server."""

from dataclasses import dataclass
from pathlib import Path

from deploy.edge import Certificate, Edge, Listening, upstreams
from deploy.native.accounts import Account
from deploy.native.addresses import Addresses
from deploy.native.services import ALL
from deploy.native.settings import LOOPBACK, Settings


@dataclass(frozen=True, slots=True)
class Server:
    """`directory` is where the rendered files, the cache and the temporary files go; workers must reach it."""

    binary: Path
    directory: Path
    account: Account | None
    certificate: Certificate | None

    def command(self) -> list[str]:
        return [str(self.binary), "-p", f"{self.directory}/", "-c", "nginx.conf", "-e", "stderr"]

    def render(self, settings: Settings, web_root: Path, publishable_key: str) -> bool:
        """Whether anything changed since the last time."""
        addresses = Addresses.on_loopback(settings)
        edge = Edge(
            settings=settings,
            listening=self._listening(settings),
            upstreams=upstreams(addresses.instances),
            web_root=web_root,
            publishable_key=publishable_key,
            stripe=addresses.stripe,
            inbox=addresses.inbox,
            user=self.account.name if self.account else None,
        )
        (self.directory / "temp").mkdir(mode=0o755, parents=True, exist_ok=True)
        return edge.render(self.directory)

    def _listening(self, settings: Settings) -> Listening:
        ports = settings.ports
        outside = settings.lan_address or settings.environ.get("LISTEN_ADDRESS", "0.0.0.0")  # noqa: S104  production is for others
        return Listening(
            http=f"{outside if settings.production else LOOPBACK}:{ports.http}",
            https=f"{outside}:{ports.https}",
            front_end=f"{LOOPBACK}:{ports.frontend}",
            services={service.name: f"{LOOPBACK}:{ports.public_port(service)}" for service in ALL},
            certificate=self.certificate,
            only_https=settings.production,
        )
