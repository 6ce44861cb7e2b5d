"""The environment of each process: what all have in common, and nothing that belongs to another service."""

import os
from dataclasses import dataclass
from pathlib import Path

from deploy.native import code
from deploy.native.passwords import Passwords
from deploy.native.postgres import Cluster
from deploy.native.services import ALL, GATEWAY, SERVICES, Service
from deploy.native.settings import LOOPBACK, Settings
from deploy.native.valkey import Server as Valkey

INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
COMMON = ("LOG_LEVEL", "CORS_ORIGINS")
# Places where a test lets a process die; a development system's alone.
FAILPOINTS = ("TICKETS_TEST_FAILPOINTS", "FAIL_AT")


@dataclass(frozen=True, slots=True)
class Environments:
    settings: Settings
    cluster: Cluster
    valkey: Valkey
    passwords: Passwords

    def of(self, service: Service) -> dict[str, str]:
        """For a service's instances and its worker: its own database as its runtime role, its own secrets."""
        environment = self._plain() | {
            "ENV": "production" if self.settings.production else "development",
            "PUBLIC_URL": self.settings.public_url,
            "REDIS_URL": self.valkey.url(0),
            "BROKER_URL": self.valkey.url(1),
            "SECRETS_DIR": str(self.settings.secrets / service.name),
            "SERVICE_ADDRESSES": ",".join(self._addresses()),
            "CODE_DIGEST": code.digest(service),
        }
        if service is not GATEWAY:
            environment[f"{service.prefix}DATABASE_URL"] = self._database_url(service, service.name)
        if not self.settings.production:
            environment |= self._development(service)
        return environment | self._given(service)

    def of_migration(self, service: Service) -> dict[str, str]:
        """The only process that gets the role which may change the schema."""
        owner = self._database_url(service, f"{service.name}_owner")
        return self.of(service) | {f"{service.prefix}MIGRATION_DATABASE_URL": owner}

    def of_stand_in(self, name: str) -> dict[str, str]:
        ports = self.settings.ports
        state = self.settings.var / "stand-ins"
        by_name = {
            "stripe": {
                "STRIPE_STAND_IN_PORT": str(ports.stripe),
                "STRIPE_STAND_IN_STATE": str(state / "stripe.sqlite"),
                "STRIPE_STAND_IN_WEBHOOK_URL": self._webhook_url(),
                "STRIPE_STAND_IN_WEBHOOK_SECRET": self.passwords["stripe_webhook"],
            },
            "inbox": {
                "INBOX_SMTP_PORT": str(ports.smtp),
                "INBOX_HTTP_PORT": str(ports.inbox),
                "INBOX_STATE": str(state / "inbox"),
            },
        }
        return self._plain() | by_name[name]

    def of_seed(self, result: Path) -> dict[str, str]:
        """`SEED_RESULT` is the file that the seed writes for whoever wants to sign in."""
        return self._plain() | {
            "SEED_RESULT": str(result),
            "ENV": "development",
            "PUBLIC_URL": self.settings.public_url,
            "GATEWAY_URL": f"http://{LOOPBACK}:{self.settings.ports.public_port(GATEWAY)}",
        }

    def _plain(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        return inherited | {"PYTHONUNBUFFERED": "1", "PYTHONHASHSEED": "random"}

    def _development(self, service: Service) -> dict[str, str]:
        ports = self.settings.ports
        by_service = {
            "ticket": {
                "TICKET_STRIPE_API_KEY": "sk_test_stand_in",
                "TICKET_STRIPE_PUBLISHABLE_KEY": "pk_test_stand_in",
                "TICKET_STRIPE_WEBHOOK_SECRET": self.passwords["stripe_webhook"],
                "TICKET_STRIPE_API_BASE": f"http://{LOOPBACK}:{ports.stripe}",
            },
            "notification": {
                "NOTIFICATION_SMTP_URL": f"smtp://{LOOPBACK}:{ports.smtp}",
                "NOTIFICATION_MAIL_FROM": "Tickets <tickets@localhost>",
            },
        }
        return by_service.get(service.name, {})

    def _given(self, service: Service) -> dict[str, str]:
        """What the person who starts the system says for this service, or for all."""
        names = (*COMMON, *(() if self.settings.production else FAILPOINTS))
        return {
            name: value
            for name, value in self.settings.environ.items()
            if name in names or name.startswith(service.prefix)
        }

    def _addresses(self) -> list[str]:
        return [
            f"{service.name}={LOOPBACK}:{self.settings.ports.instance_port(service, instance)}"
            for service in SERVICES
            for instance in range(self.settings.instances.get(service.name, 1))
        ]

    def _database_url(self, service: Service, role: str) -> str:
        return self.cluster.url(role, self.passwords[role], service.database, "postgresql+asyncpg")

    def _webhook_url(self) -> str:
        return f"http://{LOOPBACK}:{self.settings.ports.public_port(GATEWAY)}/api/v1/payments/stripe/webhook"


def separate_secrets(everything: Path, into: Path) -> None:
    """A folder for each service with links to what it needs, so that no process is told of another's keys."""
    for service in ALL:
        own = into / service.name
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        special = {"auth": ["auth-signing"], "ticket": ["ticket-codes"]}.get(service.name, [])
        for name in ("service-keys.json", f"{service.name}.key.pem", *special):
            link = own / name
            if not link.is_symlink():
                link.symlink_to(os.path.relpath(everything / name, own))
