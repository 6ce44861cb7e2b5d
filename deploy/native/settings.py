"""What the person who starts the system may decide: the environment, over the file `.env` at the top."""

import difflib
import ipaddress
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from deploy.native import binaries
from deploy.native.errors import StartError
from deploy.native.ports import Ports
from deploy.native.services import ALL, Service

PROJECT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Settings:
    """`state` is the folder below which `var/` and `storage/` lie: the project's own, or a temporary one."""

    state: Path = PROJECT
    ports: Ports = field(default_factory=Ports)
    environ: Mapping[str, str] = field(default_factory=dict)
    production: bool = False
    lan_address: str | None = None
    services: tuple[Service, ...] = ALL
    instances: Mapping[str, int] = field(default_factory=dict)  # one of each that is not named
    front_end: bool = True
    temporary: bool = False  # ends with the process that started it, and its data may vanish

    @classmethod
    def from_environment(cls, *, dotenv: Path = PROJECT / ".env") -> "Settings":
        environ = _given(_dotenv(dotenv)) | _given(os.environ)
        kind = environ.get("ENV", "development")
        if kind not in {"development", "production"}:
            raise StartError(f"ENV={kind}: it is either `development` or `production`")
        try:
            ports = Ports.from_environment(environ)
        except ValueError as error:
            raise StartError(str(error)) from error
        number = environ.get("INSTANCES", "1")
        if number not in set("123456789"):
            raise StartError(f"INSTANCES={number}: from 1 to 9")
        return cls(
            ports=ports,
            environ=environ,
            production=kind == "production",
            instances={service.name: int(number) for service in ALL},
        )

    @classmethod
    def for_tests(
        cls,
        state: Path,
        *,
        environ: Mapping[str, str] | None = None,
        services: tuple[Service, ...] = ALL,
        instances: Mapping[str, int] | None = None,
        front_end: bool = False,
    ) -> "Settings":
        """On free ports, in a folder of its own. `environ` is what `.env` would hold, e.g. `TICKET_HOLD_SECONDS`.

        Servers that the environment names are used here too.
        """
        return cls(
            state=state,
            ports=Ports.free(),
            environ={**binaries.overrides(os.environ), **(environ or {})},
            services=services,
            instances=instances or {},
            front_end=front_end,
            temporary=True,
        )

    def make_folders(self) -> None:
        """What is inside is for its owner only; `var/` itself lets servers through to their data."""
        self.var.mkdir(parents=True, exist_ok=True)
        for folder in (self.run, self.logs, self.var / "stand-ins"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def serves_https(self) -> bool:
        return bool(self.lan_address or (self.production and self.environ.get("TLS_CERTIFICATE")))

    def ports_in_use(self) -> dict[str, int]:
        """All that a start takes, by what listens there."""
        ports = self.ports
        named = {"http": ports.http, "front end": ports.frontend, "postgres": ports.postgres, "valkey": ports.redis}
        named |= {"supervisor": ports.supervisor, **({"https": ports.https} if self.serves_https else {})}
        named |= {f"{service.name} through nginx": ports.public_port(service) for service in ALL}
        for service in self.services:
            for instance in range(self.instances.get(service.name, 1)):
                named[f"{service.name}, instance {instance + 1}"] = ports.instance_port(service, instance)
        if self.services and not self.production:
            named |= {"stripe": ports.stripe, "mail": ports.smtp, "inbox": ports.inbox}
        return named

    @property
    def var(self) -> Path:
        return self.state / "var"

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def logs(self) -> Path:
        return self.state / "storage" / "logs"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets"

    @property
    def passwords(self) -> Path:
        return self.var / "passwords.json"

    @property
    def demo_accounts(self) -> Path:
        """What the seed writes. It is there before the first of them can sign in."""
        return self.var / "demo-accounts.json"

    @property
    def authority(self) -> Path | None:
        """Who vouches for the certificate that `--lan` serves: one for each address, which devices keep."""
        return self.var / "certificates" / f"{self.lan_address}.authority.pem" if self.lan_address else None

    @property
    def public_url(self) -> str:
        if self.lan_address:
            return f"https://{self.lan_address}:{self.ports.https}"
        given = self.environ.get("PUBLIC_URL")
        return given.rstrip("/") if given else origin("localhost", self.ports.http)

    @property
    def brand(self) -> str:
        """The name over the door: on pages, and of who writes a development system's mails."""
        return self.environ.get("BRAND") or "Stagedoor"

    @property
    def has_real_stripe(self) -> bool:
        """Whether payments go to Stripe itself, which a developer's own test keys do too."""
        return self.production or bool(self.environ.get("TICKET_STRIPE_API_KEY"))

    @property
    def inbox_url(self) -> str:
        """The development inbox, which other devices on the local network do not see."""
        address = origin("localhost", self.ports.http) if self.lan_address else self.public_url
        return f"{address}/stand-ins/inbox"

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"


def origin(host: str, port: int) -> str:
    return f"http://{host}" if port == 80 else f"http://{host}:{port}"


def _given(environ: Mapping[str, str | None]) -> dict[str, str]:
    """An empty value is none: a copy of `.env.example` as it is changes nothing."""
    return {name: value for name, value in environ.items() if value}


def _dotenv(path: Path) -> Mapping[str, str | None]:
    if not path.exists():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415  `--help` works before anything is installed

    given = dotenv_values(path)
    _refuse_unknown(path, given)
    return given


def _refuse_unknown(path: Path, given: Collection[str]) -> None:
    """A mistyped name would change nothing, and nobody would know. Raises StartError with all of them."""
    example = path.with_name(".env.example")
    known = (
        set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", example.read_text(), re.MULTILINE))
        if example.exists()
        else set(given)
    )
    unknown = [name for name in given if name not in known and not name.startswith("COMPOSE_")]
    if unknown:
        lines = [f"  - {name}{_likely(name, known)}" for name in unknown]
        raise StartError("\n".join([f"settings in {path.name} that nobody reads (.env.example names all):", *lines]))


def _likely(name: str, known: Collection[str]) -> str:
    likely = difflib.get_close_matches(name, known, n=1)
    return f": is it {likely[0]}?" if likely else ""


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
