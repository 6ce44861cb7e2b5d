#!/usr/bin/env bash
# Starts the whole system on this machine, or checks that it runs: ./init-services.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. deploy/native/install.sh

case " $* " in *' --help '* | *' -h '*) exec "$(find_python)" -m deploy.native --help ;; esac
bring_venv
exec var/venv/bin/python -m deploy.native "$@"
