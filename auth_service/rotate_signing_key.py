"""Adds a key for access tokens and removes the outdated: `python -m auth_service.rotate_signing_key`.

The new key is published at once and signs ten minutes later; run it again after that, and regularly, to retire the old.
"""

import sys
from datetime import UTC, datetime

from auth_service.config import settings
from auth_service.signing_keys import service as signing_keys


def main() -> None:
    kid = signing_keys.rotate(settings().secrets_dir, datetime.now(UTC))
    sys.stdout.write(f"{kid}\n")


if __name__ == "__main__":
    main()
