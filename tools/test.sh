#!/bin/sh
# Runs every check and every test, browser and PostgreSQL tests included. Arguments go to pytest, which then runs alone.
# Called by ./obrady test.
set -u
cd "$(dirname "$0")/.." || exit 1
python=$PWD/.venv/bin/python
work=$(mktemp -d /tmp/obrady-test.XXXXXX)
export OBRADY_DATA="$work/data"
stages=""
PATH=$PATH:/usr/sbin:/sbin

clean_up() {
    [ -z "$stages" ] || kill "$stages" 2>/dev/null
    [ ! -f "$work/postgres/db/postmaster.pid" ] ||
        (cd "$work/postgres" && as_owner "$programs/pg_ctl" -D db -m immediate stop >/dev/null 2>&1)
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

say() { echo "obrady test: $*" >&2; }

# ---- what Debian provides
needs_chromium() { ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && collects browser "$@"; }
needs_postgresql() { ! postgres_programs >/dev/null && collects postgres "$@"; }

# With arguments, only what the chosen tests use has to be there.
collects() { # MARKER ARGUMENTS…
    marker=$1
    shift
    [ $# -eq 0 ] && return
    "$python" -m pytest -q --collect-only -m "$marker" "$@" >/dev/null 2>&1
}

postgres_programs() {
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v pg_ctl || echo /none/x)")"; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && echo "$folder" && return
    done
    return 1
}

missing=""
command -v git >/dev/null || missing="$missing git"
if needs_chromium "$@"; then missing="$missing chromium"; fi
if needs_postgresql "$@"; then missing="$missing postgresql"; fi
if [ -n "$missing" ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        say "the tests need these programs, which are not on this machine:$missing"
        say "on Debian or Ubuntu, as root: apt-get install$missing"
        exit 1
    fi
    say "installing Debian's packages$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # a list of names
    apt-get update -qq && apt-get install -qq -y --no-install-recommends $missing >/dev/null || {
        say "apt-get could not install$missing"
        exit 1
    }
fi

# ---- a PostgreSQL of its own, gone at the end
as_owner() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

start_postgres() {
    programs=$(postgres_programs) || return 0
    mkdir "$work/postgres"
    chmod 755 "$work"
    [ "$(id -u)" -ne 0 ] || chown postgres "$work/postgres"
    port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    (
        cd "$work/postgres" &&
            as_owner "$programs/initdb" -D db -U obrady -A trust -E UTF8 --locale=C.UTF-8 --no-sync >log 2>&1 &&
            as_owner "$programs/pg_ctl" -D db -w -l server.log -o "-p $port -k . -c listen_addresses=127.0.0.1 -c fsync=off" start >log 2>&1 &&
            as_owner "$programs/createdb" -h 127.0.0.1 -p "$port" -U obrady obrady
    ) || {
        say "PostgreSQL did not start:"
        cat "$work"/postgres/*log >&2
        exit 1
    }
    export OBRADY_TEST_POSTGRES_URL="postgresql://obrady@127.0.0.1:$port/obrady"
}

start_postgres

# ---- the tests
if [ $# -gt 0 ]; then
    "$python" -m pytest "$@"
    exit
fi
status=0
note() { [ "$1" -eq 0 ] || [ "$status" -ne 0 ] || status=$1; }
run() {
    "$@"
    note $?
}
# The files that name a marker; the others need not be read for it.
marked() { grep -rlE --include='test_*.py' "mark\.$1\b" tests; }

# SQLite's tables are made once; every process of the tests begins with a copy.
migrate_once() {
    OBRADY_DATABASE_URL="" OBRADY_DATA="$work/migrated" PYTHONPATH=src:. DJANGO_SETTINGS_MODULE=tests.settings "$python" -m django migrate --verbosity 0 || exit 1
    export OBRADY_TEST_MIGRATED="$work/migrated/obrady.sqlite3"
}

# The stages once more on PostgreSQL: both databases are promised.
stages_on_postgres() {
    exec env OBRADY_DATABASE_URL="$OBRADY_TEST_POSTGRES_URL" OBRADY_DATA="$work/data-on-postgres" \
        "$python" -m pytest -m "not browser and not faults" tests/stages
}

migrate_once
# Checks, and races, kills and full disks, fill one processor at most: something else runs beside them.
stages_on_postgres >"$work/stages.log" 2>&1 &
stages=$!
run sh tools/check.sh --ci
# shellcheck disable=SC2046  # a list of names
run "$python" -m pytest -m faults $(marked faults)
wait "$stages"
note $?
stages=""
say "the stages on PostgreSQL:"
cat "$work/stages.log"
run "$python" -m pytest -n 2 --dist worksteal -m "not browser and not faults"
# shellcheck disable=SC2046
run "$python" -m pytest -n 2 --dist worksteal -m "browser and not faults" $(marked browser)
[ "$status" -eq 0 ] || say "failed; the first failing part ended with status $status"
exit "$status"
