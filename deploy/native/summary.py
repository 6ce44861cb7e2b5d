"""What the person who started the system wants to know: what runs, where it is, how to sign in."""

import json
import sys
import time
from pathlib import Path

from deploy.native.services import ALL
from deploy.native.settings import Settings
from deploy.native.supervisor import Supervisor


def show(settings: Settings, accounts: Path, seconds: float) -> None:
    ports = settings.ports
    lines = [
        "",
        f"Ready after {seconds:.0f} s: {settings.public_url}",
        "",
        f"  front end     http://localhost:{ports.frontend}",
        *(f"  {service.name:<13} http://localhost:{ports.public_port(service)}/api/documentation" for service in ALL),
    ]
    if not settings.production:
        lines += [f"  inbox         {settings.inbox_url}/", *_demo_accounts(accounts)]
    else:
        lines += ["", "The first admin: ./init-services.sh --admin you@example.org"]
    if settings.authority:
        lines += ["", f"Devices trust it once {settings.authority} is installed on them."]
    lines += ["", "  ./init-services.sh --status | --logs [service] | --stop", ""]
    sys.stdout.write("\n".join(lines) + "\n")


def show_status(supervisor: Supervisor) -> int:
    """0 when all programs run, 3 otherwise."""
    if not supervisor.is_running():
        sys.stdout.write("not running\n")
        return 3
    states = supervisor.states()
    for name, state in states.items():
        since = f"for {_duration(time.time() - state['start'])}" if state["pid"] else ""
        sys.stdout.write(f"  {name:<22} {state['statename'].lower():<9} {state['pid'] or '':>8} {since}\n")
    return 0 if all(state["statename"] == "RUNNING" for state in states.values()) else 3


def _demo_accounts(path: Path) -> list[str]:
    """From what the seed wrote: a list of `role`, `email` and `password`."""
    accounts = json.loads(path.read_bytes())["accounts"]
    return ["", "Demo accounts:"] + [
        f"  {account['role']:<13} {account['email']:<32} {account['password']}" for account in accounts
    ]


def _duration(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {int(seconds % 60)} s"
