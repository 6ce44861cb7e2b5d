"""The browser that pages are tested in: Debian's Chromium, as it is installed on this machine.

python -m tests.browser.chromium      says which it is

Exits with NOT_RUN where there is none and it cannot be installed.
"""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from deploy.native import packages
from tests.system_servers import NOT_RUN

PATH = Path("/usr/bin/chromium")
PACKAGES = ("chromium", "fonts-dejavu-core")
MISSING = (
    f"{PATH} is not there, so no page is tested in a browser. As root: apt-get install {' '.join(PACKAGES)}; "
    "then: ./run-tests.sh browser\n"
)


def launch(playwright: Playwright, *arguments: str) -> Browser:
    # Chromium refuses its sandbox to root.
    return playwright.chromium.launch(executable_path=PATH, args=["--no-sandbox", *arguments])


def bring() -> bool:
    """Whether it is there; as root it is installed."""
    if not PATH.exists() and packages.can_install():
        packages.install(PACKAGES)
    return PATH.exists()


def main() -> int:
    if not bring():
        sys.stdout.write(MISSING)
        return NOT_RUN
    return subprocess.run([PATH, "--version"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
