#!/usr/bin/env bash
# Walks the main job through the running system: ./demo.sh [address]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec var/venv/bin/python -m deploy.demo "$@"
