"""Postgres and Valkey as the system runs them: found, made where they are not yet, with their commands."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from deploy.native import accounts, binaries, places
from deploy.native.accounts import Account
from deploy.native.binaries import Binary
from deploy.native.passwords import Passwords
from deploy.native.postgres import Cluster
from deploy.native.settings import Settings
from deploy.native.valkey import Server as Valkey


@dataclass(frozen=True, slots=True)
class Servers:
    data: Path
    account: Account | None
    cluster: Cluster
    valkey: Valkey
    found: tuple[Binary, Binary]

    @classmethod
    def of(cls, settings: Settings, passwords: Passwords, *, durable: bool = True) -> "Servers":
        account = accounts.for_data(places.data_so_far(settings) / "postgres")
        data = places.data_directory(settings, account)
        postgres = binaries.find(binaries.POSTGRES, settings.environ)
        valkey = binaries.find(binaries.VALKEY, settings.environ)
        return cls(
            data=data,
            account=account,
            cluster=Cluster(
                binary=places.within_reach(postgres.path, data, account),
                version=postgres.version,
                data=data / "postgres",
                port=settings.ports.postgres,
                password=passwords["postgres"],
                account=account,
                temporary=settings.temporary,
                durable=durable,
            ),
            valkey=Valkey(
                binary=places.within_reach(valkey.path, data, account),
                data=data / "valkey",
                port=settings.ports.redis,
                password=passwords["redis"],
                admin_password=passwords["redis_admin"],
                account=account,
            ),
            found=(postgres, valkey),
        )

    def prepare(self) -> None:
        self.cluster.prepare()
        self.valkey.prepare()

    def forget_temporary_data(self, settings: Settings) -> None:
        """What had to lie outside the temporary folder."""
        if settings.temporary and not self.data.is_relative_to(settings.state):
            shutil.rmtree(self.data, ignore_errors=True)
