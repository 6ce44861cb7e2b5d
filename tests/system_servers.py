"""This system's own Postgres, Redis and nginx in place of the wheels': other versions, which must do as well.

python -m tests.system_servers                  says which they are; as root, installs what is missing
python -m tests.system_servers pytest shared    runs a command with Postgres and Redis of these versions

Exits with NOT_RUN where a machine has not all of them and this user cannot install them.
"""

import os
import sys

from deploy.native import binaries, packages, test_servers

NOT_RUN = 77  # as automake has it
SERVERS = (binaries.POSTGRES, binaries.VALKEY, binaries.NGINX)


def main(command: list[str]) -> int:
    found = {wanted: binaries.find_on_system(wanted) for wanted in SERVERS}
    missing = [wanted for wanted, binary in found.items() if binary is None]
    if missing:
        needed = " ".join(package for wanted in missing for package in wanted.packages)
        sys.stdout.write(f"not on this system: to test with its versions too, apt-get install {needed}\n")
        return 1 if packages.can_install() else NOT_RUN
    if not command:
        sys.stdout.write(f"{', '.join(map(str, found.values()))}\n")
        return 0
    os.environ |= {wanted.override: str(binary.path) for wanted, binary in found.items() if binary}
    return test_servers.run(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
