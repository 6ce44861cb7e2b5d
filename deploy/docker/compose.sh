# Sourced by the commands at the top. `compose_runs` says whether this folder's system runs in containers, `in_containers` whether
# it does or is stopped there with its data; there the commands need nothing on the host but bash and Docker.

compose_note=var/compose-project

compose_runs() {
    command -v docker >/dev/null && [ -n "$(compose_project)" ]
}

# Another folder's containers may have the same name, so volumes of that name count only where it was noted.
in_containers() {
    if compose_runs; then
        mkdir -p var
        compose_project >"$compose_note"
        return
    fi
    [ -s "$compose_note" ] && command -v docker >/dev/null || return 1
    [ -n "$(docker volume ls -q --filter "label=com.docker.compose.project=$(<"$compose_note")" 2>/dev/null)" ]
}

compose_project() { # of the containers that run; empty without any
    local name
    name=$(docker ps --filter "label=com.docker.compose.project.working_dir=$PWD" \
        --format '{{.Label "com.docker.compose.project"}}' 2>/dev/null) || return 0
    echo "${name%%$'\n'*}"
}

with_compose() { # the arguments of ./init-services.sh
    case "${1:-}" in
        '') start ;;
        --status) show_status ;;
        --logs) docker compose logs --follow --tail 30 "${@:2}" ;;
        --stop) docker compose down && echo 'stopped; the data is kept' ;;
        --reset) reset "${2:-}" ;;
        --admin) docker compose exec auth python -m auth_service.create_admin --email "${2:?whose account?}" ;;
        --check) docker compose exec -T ticket python -m ticket_service.invariants ;;
        *) echo "The system is in containers, where there is no $1." >&2 && return 2 ;;
    esac
}

start() {
    local service began=$EPOCHSECONDS
    if ! compose_runs; then
        echo 'starting the containers of this folder again (./init-services.sh --reset deletes them and their data)'
        docker compose up -d
    fi
    for service in auth user event ticket notification; do
        docker compose exec -T "$service-db" sh /run/private/database.sh
    done
    docker compose run --rm -T init python -m deploy.docker.initialize "$began"
}

show_status() { # 3 when nothing runs, as without containers
    compose_runs || { echo 'not running'; return 3; }
    docker compose ps --all --format 'table {{.Service}}\t{{.Status}}\t{{.Ports}}'
}

reset() { # --yes
    if [ "$1" != --yes ]; then
        read -rp 'Delete all data and secrets of this system? Type `yes`: ' || REPLY=
        [ "$REPLY" = yes ] || { echo 'nothing was changed'; return 1; }
    fi
    docker compose --profile '*' down --volumes
    if in_containers; then # what was begun with `docker compose run` and goes on holds its volumes
        echo 'some of it is in use still; `docker ps` says by what' >&2
        return 1
    fi
    echo 'all data and secrets are deleted'
}
