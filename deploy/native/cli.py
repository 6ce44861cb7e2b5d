"""What `./init-services.sh` does once the virtual environment is there."""

import argparse
import dataclasses
import fcntl
import ipaddress
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from deploy.native import places, summary
from deploy.native.errors import StartError
from deploy.native.front_door import FrontDoor
from deploy.native.ports import FALLBACK_HTTP, Ports, can_listen
from deploy.native.progress import Progress
from deploy.native.services import AUTH, TICKET, Service
from deploy.native.settings import PROJECT, Settings
from deploy.native.supervisor import Supervisor

EPILOG = """\
environment (or the file .env at the top):
  HTTP_PORT=80        where browsers find it; 8080 when 80 cannot be had
  PORT_OFFSET=0       moves every port, so that a second copy runs beside the first
  INSTANCES=1         how many of the gateway and of each service
  ENV=development     or production, which needs real Stripe and mail settings
  POSTGRES_BINARY, REDIS_BINARY, NGINX_BINARY, NODE_BINARY
                      servers to use instead of those that are installed with it
environment only:
  PYTHON=             what var/venv is made with, 3.11 or newer; found by itself when it is not given
"""


def main() -> int:
    arguments = _arguments()
    os.umask(0o022)  # servers under accounts of their own pass through; what is secret is made so where it is written
    try:
        return _act(arguments)
    except StartError as error:
        sys.stderr.write(f"\n{error.told()}\n")
        return 1
    except PermissionError as error:
        sys.stderr.write(f"\n{error.filename} belongs to somebody else: start it as the user who started it first\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted; what was started goes on running: ./init-services.sh --stop ends it\n")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./init-services.sh",
        description="Starts everything, or checks that it runs. Running it again changes nothing.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--stop", action="store_true", help="stop everything; data stays")
    action.add_argument("--status", action="store_true", help="say what runs")
    action.add_argument("--reset", action="store_true", help="stop everything and delete all data and secrets")
    action.add_argument("--logs", nargs="?", const="*", metavar="SERVICE", help="follow the logs, or those of one")
    action.add_argument("--check", action="store_true", help="whether stock, orders, payments and tickets agree")
    action.add_argument("--admin", metavar="EMAIL", help="make an account an admin, or make it; asks for its password")
    parser.add_argument("--yes", action="store_true", help="do not ask before --reset")
    parser.add_argument("--spent", type=float, default=0, help=argparse.SUPPRESS)  # by install.sh, in seconds
    parser.add_argument("--lan", action="store_true", help="also serve the local network, over https")
    return parser


def _arguments() -> argparse.Namespace:
    parser = _parser()
    arguments = parser.parse_args()
    others = ("stop", "status", "reset", "logs", "check", "admin")
    if arguments.lan and any(getattr(arguments, name) not in {None, False} for name in others):
        parser.error("--lan belongs to a start")
    if arguments.yes and not arguments.reset:
        parser.error("--yes belongs to --reset")
    return arguments


def _act(arguments: argparse.Namespace) -> int:
    progress = Progress(spent=arguments.spent)
    settings = Settings.from_environment()
    if arguments.lan:
        settings = dataclasses.replace(settings, lan_address=_lan_address(settings))
    supervisor = Supervisor.of_last_start(settings)
    if arguments.status:
        return summary.show_status(supervisor)
    if arguments.logs is not None:
        _follow_logs(settings.logs, arguments.logs)
    if arguments.check:
        _become(supervisor, TICKET, "ticket_service.invariants")
    if arguments.admin is not None:
        _become(supervisor, AUTH, "auth_service.create_admin", "--email", arguments.admin)
    with _alone(settings.var / "lock"):
        supervisor = Supervisor.of_last_start(settings)  # of the start that was waited for
        if arguments.stop:
            return _stop(settings, supervisor)
        if arguments.reset:
            return _reset(settings, supervisor, sure=arguments.yes)
        settings.make_folders()
        return _start(_with_http_port(settings, running=supervisor.is_running()), progress)


def _start(settings: Settings, progress: Progress) -> int:
    from deploy.native.stack import Stack  # noqa: PLC0415  --status and --logs answer without it

    stack = Stack(settings, progress)
    progress.say(f"with {', '.join(map(str, stack.servers.found))}")
    stack.start()
    FrontDoor.of(settings).note(settings.run)
    if not settings.production:
        with progress.step("demo data is there"):
            stack.seed(settings.demo_accounts)
    summary.show(settings, settings.demo_accounts, progress.seconds)
    return 0


def _stop(settings: Settings, supervisor: Supervisor) -> int:
    FrontDoor.forget(settings.run)
    if not supervisor.is_running():
        sys.stdout.write("nothing is running\n")
        return 0
    began = time.monotonic()
    supervisor.shut_down()
    sys.stdout.write(f"stopped in {time.monotonic() - began:.1f} s; the data is kept\n")
    return 0


def _reset(settings: Settings, supervisor: Supervisor, *, sure: bool) -> int:
    if not sure and not _says_yes("Delete all data and secrets of this system? Type `yes`: "):
        sys.stdout.write("nothing was changed\n")
        return 1
    supervisor.shut_down()
    places.remove_data(settings)
    sys.stdout.write("all data and secrets are deleted\n")
    return 0


def _says_yes(question: str) -> bool:
    """No also where nobody can answer."""
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin is not None and sys.stdin.readline().strip() == "yes"


def _become(supervisor: Supervisor, service: Service, command: str, *arguments: str) -> NoReturn:
    """Becomes a command of a service that runs, with the settings that it was started with."""
    environment = supervisor.environment_of(f"{service.name}-worker")
    os.chdir(PROJECT)
    os.execve(sys.executable, [sys.executable, "-m", command, *arguments], environment)


def _follow_logs(logs: Path, service: str) -> NoReturn:
    """Becomes `tail`."""
    wanted = re.compile(".*" if service == "*" else rf"{re.escape(service)}(-\d|-worker)?")
    files = sorted(str(path) for path in logs.glob("*.log") if wanted.fullmatch(path.stem))
    tail = shutil.which("tail")
    if not files or not tail:
        known = ", ".join(sorted(path.stem for path in logs.glob("*.log")))
        raise StartError(f"there is no log of `{service}`; there are {known or 'none yet'}")
    os.execv(tail, [tail, "-n", "30", "-F", *files])


def _with_http_port(settings: Settings, *, running: bool) -> Settings:
    """Port 80 where it can be had. The choice stays while the system runs: it is the one that holds the port then."""
    if settings.ports.http != Ports.http or "HTTP_PORT" in settings.environ:
        return settings
    note = settings.run / "http-port"
    if not (running and note.exists()):
        can_be_80 = can_listen(Ports.http)
        if not can_be_80:
            sys.stdout.write(f"port {Ports.http} cannot be used here, so it is {FALLBACK_HTTP}\n")
        note.write_text(str(Ports.http if can_be_80 else FALLBACK_HTTP), encoding="ascii")
    port = int(note.read_text(encoding="ascii"))
    return dataclasses.replace(settings, ports=dataclasses.replace(settings.ports, http=port))


def _lan_address(settings: Settings) -> str:
    from deploy.native.certificates import lan_address  # noqa: PLC0415  only --lan pays for its import

    given = settings.environ.get("LAN_ADDRESS")
    try:
        return str(ipaddress.IPv4Address(given)) if given else lan_address()
    except ValueError as error:
        raise StartError(f"LAN_ADDRESS={given}: an IPv4 address of this machine, e.g. 192.168.1.5") from error
    except OSError as error:
        raise StartError("this machine is in no network; LAN_ADDRESS names the address to serve") from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One start, stop or reset at a time."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stdout.write("another start, stop or reset is going on; waiting for it\n")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
