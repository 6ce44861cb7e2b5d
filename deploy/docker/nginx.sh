#!/usr/bin/env bash
# Becomes nginx, and beside it keeps `upstreams.conf` at the addresses that Docker's DNS has for the containers behind it,
# so that more instances get their share. While none is known, what was known last stays.
set -euo pipefail

home=/var/cache/nginx
nginx=(nginx -p "$home/" -c /installation/edge/nginx.conf -e stderr)
names=(gateway:8000 auth:8001 user:8002 event:8003 ticket:8004 notification:8005
    stripe:12111 inbox:18025)
declare -A known

look() {
    local name found
    for name in "${names[@]}"; do
        found=$(getent ahostsv4 "${name%:*}" | awk '$2 == "STREAM" { print $1 }' | sort -u) || true
        known[$name]=${found:-${known[$name]:-}}
    done
}

upstreams() {
    local name address
    for name in "${names[@]}"; do
        echo "upstream ${name%:*} {"
        for address in ${known[$name]}; do echo "    server $address:${name#*:} max_fails=0;"; done
        [ -n "${known[$name]}" ] || echo '    server 127.0.0.1:9; # nobody yet'
        echo '    keepalive 64; keepalive_timeout 4s;'
        echo '}'
    done
}

follow() {
    while sleep 1; do
        look
        upstreams >"$home/upstreams.new"
        cmp -s "$home/upstreams.new" "$home/upstreams.conf" && continue
        mv "$home/upstreams.new" "$home/upstreams.conf"
        "${nginx[@]}" -s reload || true
    done
}

mkdir -p "$home/temp"
look
upstreams >"$home/upstreams.conf"
follow &
echo $! >"$home/follow.pid"
exec "${nginx[@]}"
