"""nginx on this machine: what its configuration is filled with, and the command of the server."""

import hashlib
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
        return any([edge.render(self.directory), self._certificate_is_new()])

    def _certificate_is_new(self) -> bool:
        """One that was renewed lies at the same path."""
        if not self.certificate:
            return False
        noted, digest = self.directory / "certificate.sha256", _digest(self.certificate.certificate)
        if noted.exists() and noted.read_text(encoding="ascii") == digest:
            return False
        noted.write_text(digest, encoding="ascii")
        return True

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


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
