#!/usr/bin/env bash
# Tests everything, on servers of its own: ./run-tests.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. deploy/native/install.sh

bring_venv
exec var/venv/bin/python -m tests.run "$@"
