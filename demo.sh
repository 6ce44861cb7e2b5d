#!/usr/bin/env bash
# Walks the main job through the running system: ./demo.sh [address]
# Without an address it is the system of this folder, wherever that runs: in containers it is walked in one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. deploy/docker/compose.sh
. deploy/native/install.sh

if [ $# = 0 ] && compose_runs; then
    exec docker compose run --rm -T init python -m deploy.demo http://nginx
fi
bring_venv
exec var/venv/bin/python -m deploy.demo "$@"
