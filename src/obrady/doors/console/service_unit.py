"""`./obrady service-unit`: a systemd unit with the places of this installation, closed in as far as it can be."""

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).resolve().parents[4]
LOWEST_FREE_PORT = 1024
# A unit is readable by everybody on the machine; the last two are set by the commands themselves.
NOT_FOR_A_UNIT = {"OBRADY_SMTP_PASSWORD", "OBRADY_DATABASE_URL", "OBRADY_COLLECTED", "OBRADY_PYTHON"}

UNIT = """\
# Save as /etc/systemd/system/obrady.service, then:
#   systemctl daemon-reload && systemctl enable --now obrady && journalctl -fu obrady
[Unit]
Description=Obrady
Documentation=file:{root}/docs/how-to/run-as-a-service.md
After=network-online.target
Wants=network-online.target

[Service]
User={user}
WorkingDirectory={root}
{environment}
# Passwords belong here, readable by root alone: OBRADY_DATABASE_URL=…, OBRADY_SMTP_PASSWORD=…
EnvironmentFile=-/etc/obrady.env
ExecStart={command}
Restart=on-failure
RestartSec=5
TimeoutStartSec=300
TimeoutStopSec=30
UMask=0077

# It writes its data and nothing else, gains no rights, and speaks to the network only.
ReadWritePaths={writable}
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome={home}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
{capabilities}

[Install]
WantedBy=multi-user.target
"""


def service_unit(
    public_address: Annotated[str, typer.Option(help="how people reach it, e.g. https://spotkania.example.org")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="port to listen on; 0 = the usual one")] = 0,
    host: Annotated[str, typer.Option(help="address to listen on; by default every network with a certificate")] = "",
    user: Annotated[str, typer.Option(help="the system user that it runs as")] = "",
    certificate: Annotated[Path | None, typer.Option(help="certificate file, when Obrady itself serves HTTPS")] = None,
    key: Annotated[Path | None, typer.Option(help="its private key")] = None,
) -> int:
    """Print a systemd unit for this installation. It takes over the OBRADY_… settings that are set while it is made."""
    if (certificate is None) != (key is None):
        print("obrady: HTTPS needs both files: --certificate FILE --key FILE", file=sys.stderr)
        return 1
    address = public_address or os.environ.get("OBRADY_PUBLIC_ADDRESS", "")
    listens = ["--host", host or ("::" if certificate else "127.0.0.1")]
    number = port or (443 if certificate else 8000)
    files = ["--certificate", str(certificate), "--key", str(key)] if certificate else []
    words = [str(ROOT / "obrady"), "run", *listens, "--port", str(number), *files]
    places = _places()
    print(
        UNIT.format(
            root=ROOT,
            user=user or getpass.getuser(),
            environment=_environment(address, behind_proxy=certificate is None and address.startswith("https")),
            command=" ".join(_quoted(word) for word in words),
            writable=" ".join(_quoted(str(place)) for place in places),
            home="read-only" if any(_is_in_a_home(place) for place in (*places, ROOT)) else "yes",
            capabilities=_capabilities(number),
        ),
        end="",
    )
    return 0


def _places() -> list[Path]:
    """The data's folder, and the key's: made on the first start."""
    data = Path(os.environ.get("OBRADY_DATA") or ROOT / "var").expanduser().resolve()
    key = Path(os.environ.get("OBRADY_KEY_FILE") or data.with_name(f"{data.name}.key")).expanduser().resolve()
    return [data] if key.exists() and data.exists() else list(dict.fromkeys([data.parent, key.parent]))


def _environment(address: str, *, behind_proxy: bool) -> str:
    data = Path(os.environ.get("OBRADY_DATA") or ROOT / "var").expanduser().resolve()
    key = Path(os.environ.get("OBRADY_KEY_FILE") or data.with_name(f"{data.name}.key")).expanduser().resolve()
    found = {name: value for name, value in sorted(os.environ.items()) if name.startswith("OBRADY_") and value}
    said = {name: value for name, value in found.items() if name not in NOT_FOR_A_UNIT}
    said |= {"OBRADY_DATA": str(data), "OBRADY_KEY_FILE": str(key)}
    if address:
        said["OBRADY_PUBLIC_ADDRESS"] = address
    if behind_proxy:
        said["OBRADY_BEHIND_PROXY"] = "yes"
    return "\n".join(f"Environment={_quoted(f'{name}={value}')}" for name, value in said.items())


def _capabilities(port: int) -> str:
    if port >= LOWEST_FREE_PORT:
        return "CapabilityBoundingSet="
    return "AmbientCapabilities=CAP_NET_BIND_SERVICE\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE"


def _is_in_a_home(place: Path) -> bool:
    return place.is_relative_to("/home") or place.is_relative_to("/root")


def _quoted(word: str) -> str:
    plain = word.replace("%", "%%").replace("$", "$$") if "$" in word or "%" in word else word
    return f'"{plain}"' if any(character.isspace() for character in plain) else plain
