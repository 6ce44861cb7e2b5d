"""The environment of each process: what all have in common, and nothing that belongs to another service."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from deploy.native import code
from deploy.native.addresses import Addresses
from deploy.native.passwords import Passwords
from deploy.native.services import ALL, AUTH, GATEWAY, SERVICES, TICKET, Service
from deploy.native.settings import LOOPBACK, Settings, origin

INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
COMMON = ("LOG_LEVEL",)
# Places where a test lets a process die; a development system's alone.
FAILPOINTS = ("TICKETS_TEST_FAILPOINTS", "FAIL_AT")


@dataclass(frozen=True, slots=True)
class Environments:
    settings: Settings
    addresses: Addresses
    passwords: Passwords

    def of(self, service: Service) -> dict[str, str]:
        """For a service's instances and its worker."""
        own = {"SECRETS_DIR": str(self.settings.secrets / service.name), "CODE_DIGEST": code.digest(service.package)}
        return self._plain() | own | self.settings_of(service)

    def settings_of(self, service: Service) -> dict[str, str]:
        """What its `config.py` reads: its own database as its runtime role, its own part of what was given."""
        environment = {
            "ENV": "production" if self.settings.production else "development",
            "PUBLIC_URL": self.settings.public_url,
            "REDIS_URL": self.redis_url(0),
            "BROKER_URL": self.redis_url(1),
            "CORS_ORIGINS": ",".join(self._origins()),
            "SERVICE_ADDRESSES": ",".join(self._instances()),
        }
        if service is not GATEWAY:
            environment[f"{service.prefix}DATABASE_URL"] = self._database_url(service, service.name)
        if not self.settings.production:
            environment |= self._development(service)
        return environment | self._given(service)

    def of_migration(self, service: Service) -> dict[str, str]:
        """The only process that gets the role which may change the schema."""
        return self.of(service) | self.owner_of(service)

    def owner_of(self, service: Service) -> dict[str, str]:
        owner = self._database_url(service, f"{service.name}_owner")
        return {f"{service.prefix}MIGRATION_DATABASE_URL": owner}

    def of_stand_in(self, name: str) -> dict[str, str]:
        return self._plain() | {"CODE_DIGEST": code.digest("deploy/stand_ins")} | self.settings_of_stand_in(name)

    def settings_of_stand_in(self, name: str) -> dict[str, str]:
        state = self.settings.var / "stand-ins"
        by_name = {
            "stripe": {
                "STRIPE_STAND_IN_PORT": _port(self.addresses.stripe),
                "STRIPE_STAND_IN_DATA": str(state / "stripe.sqlite"),
                "STRIPE_STAND_IN_API_KEY": self._stripe_key("sk"),
                "STRIPE_STAND_IN_PUBLISHABLE_KEY": self._stripe_key("pk"),
                "STRIPE_STAND_IN_WEBHOOK_URL": self._webhook_url(),
                "STRIPE_STAND_IN_WEBHOOK_SECRET": self._webhook_secret(),
                "STRIPE_STAND_IN_CONTROL": self.passwords["stripe_control"],
            },
            "inbox": {
                "INBOX_SMTP_PORT": _port(self.addresses.smtp),
                "INBOX_WEB_PORT": _port(self.addresses.inbox),
                "INBOX_DATA": str(state / "inbox"),
                "INBOX_CONTROL": self.passwords["inbox_control"],
                "INBOX_SMS_TOKEN": self.passwords["sms"],
            },
        }
        common = self.settings_of(GATEWAY)
        return {name: common[name] for name in ("ENV", "PUBLIC_URL", "CORS_ORIGINS")} | by_name[name]

    def of_seed(self, result: Path) -> dict[str, str]:
        """As the auth service, whose command makes the first admin. `SEED_RESULT` is where it writes the demo accounts."""
        authority = self.settings.authority
        trusted = {"SSL_CERT_FILE": str(authority)} if authority else {}
        told = {"SEED_RESULT": str(result), "INBOX_URL": self.settings.inbox_url}
        return self.of(AUTH) | trusted | told

    @property
    def publishable_key(self) -> str:
        """What the browser shows to Stripe, or to the stand-in."""
        return self.settings_of(TICKET)["TICKET_STRIPE_PUBLISHABLE_KEY"]

    def redis_url(self, database: int) -> str:
        return f"redis://:{self.passwords['redis']}@{self.addresses.redis}/{database}"

    def _plain(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        return inherited | {"PYTHONUNBUFFERED": "1", "PYTHONHASHSEED": "random"}

    def _development(self, service: Service) -> dict[str, str]:
        stripe = {
            "TICKET_STRIPE_API_KEY": self._stripe_key("sk"),
            "TICKET_STRIPE_PUBLISHABLE_KEY": self._stripe_key("pk"),
            "TICKET_STRIPE_WEBHOOK_SECRET": self._webhook_secret(),
            "TICKET_STRIPE_API_BASE": f"http://{self.addresses.stripe}",
        }
        by_service = {
            "ticket": {} if self.settings.has_real_stripe else stripe,
            "notification": {
                "NOTIFICATION_SMTP_URL": f"smtp://{self.addresses.smtp}",
                "NOTIFICATION_MAIL_FROM": f"{self.settings.brand} <tickets@localhost>",
                "NOTIFICATION_SMS_URL": f"http://{self.addresses.inbox}/sms",
                "NOTIFICATION_SMS_TOKEN": self.passwords["sms"],
                "NOTIFICATION_SMS_FROM": "Tickets",
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

    def _origins(self) -> list[str]:
        """Whose pages may sign in besides PUBLIC_URL's own: on a development system, its other local addresses."""
        given = [each.strip() for each in self.settings.environ.get("CORS_ORIGINS", "").split(",")]
        ports = () if self.settings.production else (self.settings.ports.http, self.settings.ports.frontend)
        local = [origin(host, port) for host in ("localhost", LOOPBACK) for port in ports]
        return [name for name in (*given, *local) if name and name != self.settings.public_url]

    def _instances(self) -> list[str]:
        by_service = self.addresses.instances
        return [f"{service.name}={address}" for service in SERVICES for address in by_service[service.name]]

    def _database_url(self, service: Service, role: str) -> str:
        credentials = f"{role}:{quote(self.passwords[role])}"
        return f"postgresql+asyncpg://{credentials}@{self.addresses.databases[service.name]}/{service.database}"

    def _stripe_key(self, kind: str) -> str:
        return f"{kind}_test_{self.passwords['stripe_stand_in']}"

    def _webhook_secret(self) -> str:
        return f"whsec_{self.passwords['stripe_webhook']}"

    def _webhook_url(self) -> str:
        return f"http://{self.addresses.webhooks}/api/v1/payments/stripe/webhook"


def _port(address: str) -> str:
    return address.rpartition(":")[2]


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
