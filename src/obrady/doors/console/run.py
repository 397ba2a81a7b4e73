"""A real installation: brings the database up to date, gathers static files, serves the pages and does the work."""

import os
import sys
from typing import Annotated

import typer

from obrady.doors.console.main import start_django


def say(words: str) -> None:
    print(f"obrady: {words}", file=sys.stderr, flush=True)


def run(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 = every network.")] = "127.0.0.1",
    web_workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that serve pages.")] = 2,
) -> int:
    """Serve a real instance; its data lies under OBRADY_DATA (default ./var)."""
    from obrady.doors.console.serving import PortIsTaken, serve

    os.environ["OBRADY_COLLECTED"] = "yes"
    os.environ.setdefault("OBRADY_PUBLIC_ADDRESS", f"http://{host}:{port}")
    start_django()
    prepare()
    address = os.environ["OBRADY_PUBLIC_ADDRESS"].rstrip("/")
    ready = [f"ready at {address}/ (Ctrl-C stops it)", *first_code_lines(address)]
    try:
        return serve(host=host, port=port, web_workers=web_workers, say=say, ready=ready)
    except PortIsTaken as taken:
        say(f"port {taken.port} on {taken.host} is in use; choose another with --port")
        return 1


def prepare() -> None:
    from django.core.management import call_command

    say("bringing the database up to date")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def first_code_lines(address: str) -> list[str]:
    """Until there is a coordinator, every start prints a fresh one-time code."""
    from obrady.stages.ledger.states import CONSOLE
    from obrady.stages.people.actions import issue_first_code
    from obrady.stages.people.queries import accounts
    from obrady.workshop import clock

    if accounts().exists():
        return []
    code = issue_first_code(actor=CONSOLE, now=clock.now())
    return [
        "nobody can sign in yet. The first coordinator opens",
        f"    {address}/first/",
        f"and types this one-time code: {code}",
    ]
