"""Builds the front end as a start does: `python -m tests.checks.front_end`. Says what went wrong when it fails."""

import os
import sys
from pathlib import Path

from deploy.native import front_end
from deploy.native.errors import StartError

if __name__ == "__main__":
    log = Path("var/front-end-test.log")
    try:
        front_end.build(os.environ, log)
    except StartError as error:
        sys.exit(f"{error}\n{log.read_text(errors='replace')[-5000:]}")
