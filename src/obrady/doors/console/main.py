"""The one entry to the command line. Each command's module is imported only when it is called, so that `select` and
`queue` start without Django."""

import os
import sys
from dataclasses import dataclass
from importlib import import_module

import typer
from typer.exceptions import TyperException

BAD_USE = 1


@dataclass(frozen=True, slots=True)
class Command:
    module: str
    function: str
    summary: str
    uses_django: bool = False


COMMANDS = {
    "demo": Command("obrady.doors.console.demo", "demo", "set up and serve the demo from a throw-away folder"),
    "run": Command("obrady.doors.console.run", "run", "serve a real instance; its data lies under OBRADY_DATA"),
    "worker": Command("obrady.doors.console.worker", "worker", "send letters and compute draws", uses_django=True),
    "reset-password": Command(
        "obrady.doors.console.accounts", "reset_password", "print a link for a new password", uses_django=True
    ),
    "reset-second-factor": Command(
        "obrady.doors.console.accounts", "reset_second_factor", "when a telephone is lost", uses_django=True
    ),
    "found-organisation": Command(
        "obrady.doors.console.accounts",
        "found_organisation",
        "one more organisation, and its coordinator",
        uses_django=True,
    ),
    "service-unit": Command(
        "obrady.doors.console.service_unit", "service_unit", "print a systemd unit for this installation"
    ),
    "import applications": Command(
        "obrady.doors.console.importing", "applications", "take applications from a CSV file", uses_django=True
    ),
    "select": Command("obrady.doors.console.select", "select", "compute a fair lottery from a pool and quotas"),
    "verify": Command(
        "obrady.doors.console.verify", "verify", "check a published draw: 0 proven, 1 refused, 2 consistent"
    ),
    "trial mutation": Command(
        "obrady.doors.console.trial_mutation",
        "mutation",
        "break draw and checks in small ways; every break must be noticed",
    ),
    "queue": Command("obrady.doors.console.queue", "queue", "clear a register of applications kept as a CSV file"),
}

DONE_ELSEWHERE = {
    "manage": "Django's management commands, e.g. manage migrate",
    "test": "run every test as CI does; arguments go to pytest",
    "check": "format, lint, type, check contracts, translations and docs (--ci changes nothing)",
}


def main() -> None:
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Carries out one command line and returns its exit status: 0 done, 1 bad use or bad input."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview())
        return 0
    if arguments[0] == "manage":
        return manage(arguments[1:])
    for words in (2, 1):
        name = " ".join(arguments[:words])
        if name in COMMANDS:
            return call(name, arguments[words:])
    print(f"obrady: there is no command “{arguments[0]}”.\n\n{overview()}", file=sys.stderr)
    return BAD_USE


def call(name: str, arguments: list[str]) -> int:
    command = COMMANDS[name]
    if command.uses_django:
        start_django()
    function = getattr(import_module(command.module), command.function)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name)(function)
    try:
        answer = typer.main.get_command(app)(arguments, prog_name=f"obrady {name}", standalone_mode=False)
    except TyperException as refusal:
        print(f"obrady {name}: {refusal.format_message()} See ./obrady {name} --help.", file=sys.stderr)
        return BAD_USE
    except typer.Abort:
        return BAD_USE
    return answer if isinstance(answer, int) else 0


def start_django() -> None:
    """A setting that cannot be used ends the command with its reason."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obrady.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as refusal:
        print(f"obrady: {refusal}", file=sys.stderr)
        raise SystemExit(BAD_USE) from None


def manage(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "obrady.config.settings")
    execute_from_command_line(["obrady manage", *arguments])
    return 0


def overview() -> str:
    summaries = {name: command.summary for name, command in COMMANDS.items()} | DONE_ELSEWHERE
    lines = [f"  {name:<20} {summary}" for name, summary in summaries.items()]
    return "\n".join(["Usage: ./obrady COMMAND [--help]", "", *lines])
