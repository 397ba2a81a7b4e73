#!/bin/sh
# Formats, lints and types the code, and checks contracts, translations and docs. With --ci nothing is changed.
# Every check runs, and the exit status is 1 when any of them found something. Called by ./obrady check.
set -u
cd "$(dirname "$0")/.." || exit 1
python=.venv/bin/python
OBRADY_DATA=$(mktemp -d)
export OBRADY_DATA
trap 'rm -rf "$OBRADY_DATA" "$OBRADY_DATA.key"' EXIT
trap 'exit 130' INT TERM

failed=""
check() { # NAME COMMAND…
    echo "== $1"
    name=$1
    shift
    "$@" || failed="$failed $name"
}

if [ "${1:-}" = --ci ]; then
    check format "$python" -m ruff format --check --quiet .
    check lint "$python" -m ruff check --quiet .
else
    check format "$python" -m ruff format --quiet .
    check lint "$python" -m ruff check --quiet --fix .
fi
check types "$python" -m mypy
check contracts "$python" -c 'from importlinter.cli import lint_imports_command as c; c()'
check translations "$python" tools/phrases.py check
check docs "$python" tools/docs.py

if [ -n "$failed" ]; then
    echo "== found something:$failed"
    exit 1
fi
echo "== all checks passed"
