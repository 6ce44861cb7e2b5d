"""A Postgres cluster: its data directory, its command, the services' databases and roles in it."""

import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from deploy.native.accounts import Account
from deploy.native.errors import StartError
from deploy.native.passwords import Passwords
from deploy.native.services import SERVICES, Service
from deploy.native.settings import LOOPBACK

HERE = Path(__file__).parent
SUPERUSER = "postgres"


@dataclass(frozen=True, slots=True)
class Cluster:
    """`binary` is the server; `initdb`, `psql` and `pg_isready` lie beside it.

    A `temporary` one is not synced to the disk when it is made, one that is not `durable` never is: for tests.
    """

    binary: Path
    version: tuple[int, ...]
    data: Path
    port: int
    password: str
    account: Account | None
    temporary: bool = False
    durable: bool = True

    def prepare(self) -> None:
        """Makes the cluster where none is, and writes its settings."""
        if not (self.data / "PG_VERSION").exists():
            self._initialize()
        written_by = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if written_by != str(self.version[0]):
            raise StartError(
                f"{self.data} was written by Postgres {written_by}, and {self.binary} is {self.version[0]}: "
                "name the older one in POSTGRES_BINARY, or dump and restore"
            )
        self._write_settings()
        self._remove_stale_lock()

    def command(self) -> list[str]:
        return [str(self.binary), "-D", str(self.data), "-c", f"config_file={self._settings}"]

    def is_ready(self) -> bool:
        """False also while it replays after a crash, when it listens already."""
        probe = [self._beside("pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self.port), "-t", "1"]
        return subprocess.run(probe, check=False).returncode == 0

    def url(self, user: str, password: str, database: str, scheme: str = "postgresql") -> str:
        return f"{scheme}://{user}:{quote(password)}@{LOOPBACK}:{self.port}/{database}"

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, self.password, "postgres")

    def create_databases(self, passwords: Passwords) -> None:
        self.psql("postgres", "-c", "REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
        with ThreadPoolExecutor() as threads:
            list(threads.map(lambda service: self.create_database(service, passwords), SERVICES))

    def create_database(self, service: Service, passwords: Passwords) -> None:
        """Idempotent; sets the passwords anew."""
        self.psql(
            "postgres",
            "-f",
            str(HERE / "database.sql"),
            environment={
                "NAME": service.name,
                "PASSWORD": passwords[service.name],
                "OWNER_PASSWORD": passwords[f"{service.name}_owner"],
            },
        )

    def psql(self, database: str, *arguments: str, environment: dict[str, str] | None = None) -> str:
        """Runs psql as superuser; what it prints, bare. Raises StartError with what it complains of."""
        connection = {"PGHOST": LOOPBACK, "PGPORT": str(self.port), "PGUSER": SUPERUSER, "PGPASSWORD": self.password}
        ran = subprocess.run(
            [self._beside("psql"), "-X", "-A", "-t", "-d", database, *arguments],
            env={"PATH": os.defpath, **connection, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if ran.returncode:
            raise StartError(f"psql: {ran.stderr.strip()}")
        return ran.stdout.strip()

    @property
    def _settings(self) -> Path:
        """Outside the data directory: root does not write where another account could put a link."""
        return self.data.with_name("postgresql.conf")

    def _beside(self, name: str) -> str:
        return str(self.binary.with_name(name))

    def _initialize(self) -> None:
        """Beside the final place and then renamed, so that an interrupted start leaves nothing half made."""
        partial = self.data.with_name(f"{self.data.name}.partial")
        self._as_account(["rm", "-rf", str(partial)])
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=self.data.parent, encoding="ascii") as password:
            password.write(self.password)
            password.flush()
            partial.mkdir(mode=0o700)
            if self.account:
                self.account.give(partial)
                self.account.give(Path(password.name))
            locale = ["--locale=C.UTF-8", *(["--locale-provider=builtin"] if self.version >= (17,) else [])]
            self._as_account(
                [self._beside("initdb"), "-D", str(partial), "-U", SUPERUSER, "-E", "UTF8", *locale]
                + ["-A", "scram-sha-256", f"--pwfile={password.name}", "--data-checksums", "--no-instructions"]
                + (["--no-sync"] if self.temporary else [])
            )
        partial.rename(self.data)

    def _as_account(self, command: list[str]) -> None:
        account = self.account
        identity = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        ran = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **identity)  # type: ignore[call-overload]  # mypy does not follow the three optional arguments
        if ran.returncode:
            raise StartError(f"{command[0]}: {ran.stderr.strip() or ran.stdout.strip()}")

    def _write_settings(self) -> None:
        own = [
            f"listen_addresses = '{LOOPBACK}'",
            f"port = {self.port}",
            "unix_socket_directories = ''",
        ]
        if not self.durable:
            own += ["fsync = off", "full_page_writes = off", "synchronous_commit = off"]
        shared = (HERE / "cluster.conf").read_text(encoding="utf-8")
        self._settings.write_text(shared + "\n".join(["", *own, ""]), encoding="utf-8")
        self._settings.chmod(0o644)

    def _remove_stale_lock(self) -> None:
        """After a power cut the recorded process id may belong to another program, which Postgres takes for itself."""
        lock = self.data / "postmaster.pid"
        if lock.exists():
            process = Path("/proc") / lock.read_text(encoding="ascii").split("\n", 1)[0] / "comm"
            if not process.exists() or process.read_text(encoding="utf-8").strip() not in {"postgres", "postmaster"}:
                lock.unlink()
