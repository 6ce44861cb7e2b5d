# Sourced by the commands at the top. `compose_runs` says whether this folder's system runs in containers; there the commands
# need nothing on the host but bash and Docker.

compose_runs() {
    command -v docker >/dev/null || return 1
    [ -n "$(docker ps -q --filter "label=com.docker.compose.project.working_dir=$PWD" 2>/dev/null)" ]
}

with_compose() { # the arguments of ./init-services.sh
    case "${1:-}" in
        '') initialize ;;
        --status) docker compose ps --all --format 'table {{.Service}}\t{{.Status}}\t{{.Ports}}' ;;
        --logs) docker compose logs --follow --tail 30 "${@:2}" ;;
        --stop) docker compose down && echo 'stopped; the data is kept' ;;
        --reset) reset "${2:-}" ;;
        --admin) docker compose exec auth python -m auth_service.create_admin --email "${2:?whose account?}" ;;
        --check) docker compose exec -T ticket python -m ticket_service.invariants ;;
        *) echo "The system runs in containers, where there is no $1." >&2 && return 2 ;;
    esac
}

initialize() {
    local service
    for service in auth user event ticket notification; do
        docker compose exec -T "$service-db" sh /run/private/database.sh
    done
    docker compose run --rm -T init
}

reset() { # --yes
    if [ "$1" != --yes ]; then
        read -rp 'Delete all data and secrets of this system? Type `yes`: '
        [ "$REPLY" = yes ] || { echo 'nothing was changed'; return 1; }
    fi
    docker compose --profile '*' down --volumes && echo 'all data and secrets are deleted'
}
