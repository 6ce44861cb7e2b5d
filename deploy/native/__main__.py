"""`python -m deploy.native`, which is what `./init-services.sh` runs."""

import sys

from deploy.native.cli import main

if __name__ == "__main__":
    sys.exit(main())
