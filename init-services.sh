#!/usr/bin/env bash
# Starts the whole system on this machine, or checks that it runs: ./init-services.sh --help
# Where it is in containers already (docker compose up -d), it makes that system ready instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. deploy/docker/compose.sh
. deploy/native/install.sh

case " $* " in
    *' --help '* | *' -h '*) python=$(find_python) || fail "$no_python"; exec "$python" -m deploy.native --help ;;
esac
if in_containers; then
    with_compose "$@"
    exit
fi
if [ ! -e var/venv/installed.lock ] && [ ! -e var/run/supervisord.pid ]; then
    case "$*" in # nothing was ever started here, and saying so needs no packages
        --status) echo 'not running'; exit 3 ;;
        --stop) echo 'nothing is running'; exit ;;
    esac
fi
bring_venv
exec var/venv/bin/python -m deploy.native --spent "$spent" "$@"
