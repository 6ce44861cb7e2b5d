#!/usr/bin/env bash
# The health check: `live 8001` asks over HTTP, `live 3000 PID-FILE` looks for a process besides, and `live worker` looks
# for the three of a Celery worker: itself, its schedule, its child. A shell costs a twentieth of what Python would.
set -euo pipefail

if [ "$1" = worker ]; then
    [ "$(grep -ls '^python' /proc/[0-9]*/comm | wc -l)" -ge 3 ]
    exit
fi
[ -z "${2:-}" ] || kill -0 "$(<"$2")"
exec 3<>"/dev/tcp/127.0.0.1/$1"
printf 'GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
