# Sourced by the commands at the top: `bring_venv` makes var/venv what requirements.lock says, and does nothing when it is.

log=var/install.log
spent=0 # seconds on packages
no_python='Python 3.11 or newer is needed and was not found. Debian and Ubuntu: apt-get install python3 python3-venv, or where that
is an older one (Ubuntu 22.04) apt-get install python3.11 python3.11-venv. Or name it: PYTHON=/path/to/python ./init-services.sh'

fail() {
    printf '\n%s\n' "$1" >&2
    [ ! -s "$log" ] || { printf '\nThe end of %s:\n' "$PWD/$log" >&2; tail -n 15 "$log" >&2; }
    exit 1
}

# The distribution's own is looked for first: it is built for speed, and one that somebody built beside it is often a tenth
# slower. One that can make virtual environments is taken before one that lacks a package for that.
distribution=/usr/bin
find_python() {
    local module folder name
    ! is_new_enough "${PYTHON:-}" sys || { command -v "$PYTHON"; return; }
    for module in ensurepip sys; do
        for folder in "$distribution/" ''; do
            for name in python3.13 python3.12 python3.11 python3 python3.14; do
                ! is_new_enough "$folder$name" "$module" || { command -v "$folder$name"; return; }
            done
        done
    done
    return 1
}

is_new_enough() { # command, a module that it must have
    [ -n "$1" ] && "$1" -c "import sys, $2; sys.exit(sys.version_info < (3, 11))" 2>/dev/null
}

apt_install() { # packages
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    local command=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@")
    "${command[@]}" >>"$log" 2>&1 && return
    apt-get update >>"$log" 2>&1 && "${command[@]}" >>"$log" 2>&1 # a new machine has no lists yet
}

bring_python() {
    local name
    find_python && return
    for name in python3 python3.11; do # Ubuntu 22.04 has the second beside an older first
        apt_install "$name" "$name-venv" && find_python && return
    done
    fail "$no_python"
}

make_venv() { # folder
    "$python" -m venv --clear "$1" >>"$log" 2>&1 && return
    local package
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    apt_install "$package" && "$python" -m venv --clear "$1" >>"$log" 2>&1 && return
    fail "$python cannot make virtual environments; on Debian and Ubuntu: apt-get install $package"
}

# With uv where it can be had, because it is ten times quicker; with pip otherwise. Both check the hashes.
install_packages() {
    local pip=(-m pip install -q --disable-pip-version-check --require-hashes -r)
    local uv=(var/installer/bin/uv pip sync -q --python var/venv/bin/python --require-hashes requirements.lock)
    [ -x var/installer/bin/python ] || make_venv var/installer
    if var/installer/bin/python "${pip[@]}" deploy/native/installer.lock >>"$log" 2>&1; then
        # The second time with this machine's own certificates: a company's proxy is known to them only.
        "${uv[@]}" >>"$log" 2>&1 || "${uv[@]}" --system-certs >>"$log" 2>&1
    else
        var/venv/bin/python "${pip[@]}" requirements.lock >>"$log" 2>&1
    fi || fail 'The Python packages could not be installed.'
    cp requirements.lock var/venv/installed.lock
}

bring_venv() {
    mkdir -p var
    cmp -s requirements.lock var/venv/installed.lock && var/venv/bin/python -c '' 2>/dev/null && return
    exec 9>var/install.lock
    ! command -v flock >/dev/null || flock 9
    : >"$log"
    python=$(bring_python)
    echo "installing Python packages into var/venv, with $python"
    var/venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || make_venv var/venv
    install_packages
    spent=$SECONDS
    echo "installed after $spent s"
    exec 9>&-
}
