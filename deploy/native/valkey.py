"""The Valkey (or Redis) server: its file of settings and its command."""

from dataclasses import dataclass
from pathlib import Path

from deploy.native.accounts import Account
from deploy.native.settings import LOOPBACK

SETTINGS = """\
bind {host}
port {port}
dir "{data}"
daemonize no
appendonly yes
appendfsync everysec
save ""
maxmemory 512mb
maxmemory-policy noeviction
tcp-keepalive 60
loglevel notice
{users}
"""
# The services' account cannot empty the server, list all its keys or change how it runs.
USERS = """\
user default on >{password} ~* &* +@all -@admin -keys -flushall -flushdb -debug -swapdb
user admin on >{admin_password} ~* &* +@all"""


def settings_text(host: str, port: int, data: Path, password: str, admin_password: str) -> str:
    users = USERS.format(password=password, admin_password=admin_password)
    return SETTINGS.format(host=host, port=port, data=data, users=users)


@dataclass(frozen=True, slots=True)
class Server:
    binary: Path
    data: Path
    port: int
    password: str
    admin_password: str
    account: Account | None

    def prepare(self) -> None:
        content = settings_text(LOOPBACK, self.port, self.data, self.password, self.admin_password)
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.settings_file.touch(mode=0o600)
        self.settings_file.write_text(content, encoding="utf-8")
        if self.account:
            self.account.give(self.data)
            self.account.give(self.settings_file)

    @property
    def settings_file(self) -> Path:
        """Outside the data directory: root does not write where another account could put a link."""
        return self.data.with_name("valkey.conf")

    def command(self) -> list[str]:
        return [str(self.binary), str(self.settings_file)]

    @property
    def admin_url(self) -> str:
        return f"redis://admin:{self.admin_password}@{LOOPBACK}:{self.port}/0"
