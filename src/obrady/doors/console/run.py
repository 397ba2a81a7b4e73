"""A real installation: brings the database up to date, gathers static files, serves the pages and does the work."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from obrady.doors.console.main import start_django
from obrady.workshop.reach import is_at_home

if TYPE_CHECKING:
    from obrady.doors.console.certificates import Certificate


def say(words: str) -> None:
    print(f"obrady: {words}", file=sys.stderr, flush=True)


def run(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 = every network.")] = "127.0.0.1",
    web_workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that serve pages.")] = 2,
    certificate: Annotated[
        Path | None, typer.Option(help="Serve HTTPS: the certificate with its chain, a PEM file; with --key.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="The certificate's private key, a PEM file.")] = None,
) -> int:
    """Serve a real instance; its data lies under OBRADY_DATA (default ./var)."""
    from obrady.doors.console.certificates import CertificateRefused
    from obrady.doors.console.serving import PortIsTaken, serve

    os.environ["OBRADY_COLLECTED"] = "yes"
    try:
        sealed = _certificate(certificate, key)
        os.environ.setdefault("OBRADY_PUBLIC_ADDRESS", default_address(host, port, is_https=sealed is not None))
        start_django()
        prepare()
        address = os.environ["OBRADY_PUBLIC_ADDRESS"].rstrip("/")
        for line in warnings(address, host=host, certificate=sealed):
            say(f"WARNING: {line}")
        ready = [f"ready at {address}/ (Ctrl-C stops it)", *first_code_lines(address)]
        return serve(host=host, port=port, web_workers=web_workers, say=say, ready=ready, certificate=sealed)
    except CertificateRefused as refusal:
        say(str(refusal))
        return 1
    except PortIsTaken as taken:
        say(f"port {taken.port} on {taken.host} is in use, or not yours to take; choose another with --port")
        return 1


def _certificate(file: Path | None, key: Path | None) -> "Certificate | None":
    from obrady.doors.console.certificates import CertificateRefused, read_certificate

    if file is None and key is None:
        return None
    if file is None or key is None:
        raise CertificateRefused("HTTPS needs both files: --certificate FILE --key FILE")
    return read_certificate(file, key)


def default_address(host: str, port: int, *, is_https: bool) -> str:
    scheme, usual = ("https", 443) if is_https else ("http", 80)
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 compared, not bound
    name = f"[{name}]" if ":" in name else name
    return f"{scheme}://{name}" if port == usual else f"{scheme}://{name}:{port}"


def warnings(address: str, *, host: str, certificate: "Certificate | None") -> list[str]:
    """What endangers the people who apply, and what leads nowhere."""
    public = urlsplit(address)
    name = public.hostname or ""
    found = certificate.warnings(host=name, now=datetime.now(UTC)) if certificate else []
    if public.scheme == "http" and not is_at_home(name):
        found.append(
            f"{address} is public and not sealed: passwords and applications can be read on the way. Use --certificate and "
            "--key, or a web server in front with OBRADY_BEHIND_PROXY=yes; see docs/how-to/https-by-certificate-files.md"
        )
    elif public.scheme == "http" and certificate is None and not is_at_home(host):
        found.append(
            f"listening on {host} without HTTPS: whoever reaches this computer by it can be read on the way. "
            "Set OBRADY_PUBLIC_ADDRESS, and see docs/how-to/https-behind-a-proxy.md"
        )
    if certificate and public.scheme == "http":
        found.append("HTTPS is served, but OBRADY_PUBLIC_ADDRESS begins with http://: links in letters lead nowhere")
    return found


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
