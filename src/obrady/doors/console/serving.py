"""The web server and the worker, started together and ended together."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from obrady.doors.console.certificates import Certificate

PATIENCE = 60.0
GRACE = 10.0


class PortIsTaken(Exception):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self.host, self.port = host, port


def is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(
    *, host: str, port: int, web_workers: int, say, ready: Sequence[str], certificate: Certificate | None = None
) -> int:
    """Runs until interrupted or until one of the two ends; what still runs is ended, too."""
    if not is_free(host, port):
        raise PortIsTaken(host, port)
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, frame: stopped.append(received))
    children = [_start(_web(host, port, web_workers, certificate)), _start([sys.executable, "-m", "obrady", "worker"])]
    try:
        if _answers(f"{'https' if certificate else 'http'}://{_reachable(host)}:{port}/", children, stopped):
            for line in ready:
                say(line)
        while not stopped and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        statuses = _end(children)
    if stopped:
        say("stopped")
        return 0
    say("the web server or the worker ended by itself; the lines above say why")
    return next((status for status in statuses if status), 1)


def _web(host: str, port: int, workers: int, certificate: Certificate | None) -> list[str]:
    options = {"--interface": "wsgi", "--host": host, "--port": str(port), "--workers": str(workers)}
    if certificate:
        options |= {"--ssl-certificate": str(certificate.file), "--ssl-keyfile": str(certificate.key)}
        options |= {"--ssl-protocol-min": "tls1.2"}
    words = [word for pair in options.items() for word in pair]
    words += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "5"]
    # Addresses hold keys of private pages and words that were searched for; not even a setting of the server writes them.
    words += ["--no-access-log"]
    return [sys.executable, "-m", "granian", *words, "obrady.config.wsgi:application"]


def _start(command: list[str]) -> subprocess.Popen:
    # Its own group, so that Ctrl-C reaches the children once, through us, in good order.
    return subprocess.Popen(command, start_new_session=True, env=os.environ.copy())


def _reachable(host: str) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 compared, not bound
    return f"[{name}]" if ":" in name else name


def _answers(address: str, children: list[subprocess.Popen], stopped: list[int]) -> bool:
    # Asked of ourselves, by number: the certificate is for the public name.
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not stopped:
        if any(child.poll() is not None for child in children):
            return False
        try:
            urllib.request.urlopen(address, timeout=5, context=trusting)  # noqa: S310 our own
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    return False


def _end(children: list[subprocess.Popen]) -> list[int]:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    statuses = []
    for child in children:
        try:
            statuses.append(child.wait(timeout=GRACE))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            statuses.append(child.wait())
    return statuses
