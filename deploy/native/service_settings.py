"""Whether each service can read the settings that it will get, asked before anything is stopped or started.

One process for all of them, as a program: environments by package on stdin, a line for each wrong variable on stdout.
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping

from deploy.native.environment import Environments
from deploy.native.errors import StartError
from deploy.native.settings import PROJECT


def check(environments: Environments) -> None:
    """Raises StartError with everything that is wrong. Values are not repeated: some are secret."""
    told = {service.package: environments.of(service) for service in environments.settings.services}
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.native.service_settings"],
        cwd=PROJECT,
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise StartError(f"the settings of the services cannot be checked:\n{ran.stderr}")
    if wrong := ran.stdout.splitlines():
        raise StartError("\n".join(["wrong settings; nothing was stopped or started:", *(f"  - {it}" for it in wrong)]))


def main() -> None:
    told: dict[str, dict[str, str]] = json.load(sys.stdin)
    wrong = [line for package, environment in told.items() for line in _wrong(package, environment)]
    sys.stdout.writelines(f"{line}\n" for line in dict.fromkeys(wrong))  # what all read is wrong for all


def _wrong(package: str, environment: Mapping[str, str]) -> list[str]:
    from pydantic import ValidationError  # noqa: PLC0415  who starts the system need not pay for its import

    os.environ.clear()
    os.environ.update(environment)
    config = importlib.import_module(f"{package}.config")
    try:
        config.settings()
    except ValidationError as error:
        reasons: dict[str, list[str]] = {}
        for each in error.errors():
            name = str(each["loc"][0]) if each["loc"] else ""
            if name in config.Settings.model_fields:
                name = f"{config.Settings.model_config['env_prefix']}{name}".upper()
            reasons.setdefault(name, []).append(each["msg"].removeprefix("Value error, "))
        return [_line(name, dict.fromkeys(why)) for name, why in reasons.items()]
    return []


def _line(name: str, reasons: Mapping[str, object]) -> str:
    """Some reasons, and all that concern more than one variable, say the name themselves."""
    why = "; ".join(reasons)
    return why if why.startswith(name) else f"{name}: {why}"


if __name__ == "__main__":
    main()
