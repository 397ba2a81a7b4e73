"""No committed file ties the product to the machine or the package index of whoever wrote it."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.architecture.house import ROOT

# Written in pieces, so that this file passes its own test.
REGISTRIES = [".".join(parts) for parts in (
    ("pypi", "org"), ("pythonhosted", "org"), ("pypi", "python", "org"), ("npmjs", "org"), ("npmjs", "com"),
    ("yarnpkg", "com"), ("unpkg", "com"), ("jsdelivr", "net"), ("crates", "io"), ("deb", "debian", "org"),
    ("security", "debian", "org"), ("conda", "anaconda", "org"), ("proxy", "golang", "org"),
)]  # fmt: skip
INDEX_VARIABLES = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX",
                   "NPM_CONFIG_REGISTRY", "npm_config_registry")  # fmt: skip
MACHINE_PATHS = re.compile(r"(?<![\w.}/-])/(?:work|root|home|Users|opt/pypi|tmp/brief)" + r"/\w")
REFUSED_NAMES = {"uv.lock", "package-lock.json", "yarn.lock", "poetry.lock", "Pipfile.lock", ".env"}


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [file for file in files if file.is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for file in committed():
        content = file.read_bytes()
        if b"\0" not in content[:8000]:
            yield str(file.relative_to(ROOT)), content.decode("utf-8", errors="replace")


def hosts_of_this_machine() -> list[str]:
    addresses = " ".join(os.environ.get(name, "") for name in INDEX_VARIABLES).split()
    return [host for address in addresses if (host := urlsplit(address.split("=")[-1]).hostname)]


def registry_hosts_in(text: str, hosts: list[str]) -> list[str]:
    return [host for host in hosts if re.search(rf"(?<![\w-]){re.escape(host)}(?![\w-])", text)]


def test_no_committed_file_names_a_package_registry() -> None:
    hosts = REGISTRIES + hosts_of_this_machine()
    found = {name: named for name, text in texts() if (named := registry_hosts_in(text, hosts))}
    assert found == {}


def test_no_committed_file_names_a_path_of_a_machine() -> None:
    found = {name: paths for name, text in texts() if (paths := MACHINE_PATHS.findall(text))}
    assert found == {}


@pytest.mark.parametrize("text", ["see https://" + REGISTRIES[0] + "/simple", "index = " + REGISTRIES[1]])
def test_a_registry_would_be_noticed(text: str) -> None:
    assert registry_hosts_in(text, REGISTRIES)


@pytest.mark.parametrize("folder", ["work", "root", "home"])
def test_a_path_would_be_noticed(folder: str) -> None:
    assert MACHINE_PATHS.search(f"cd /{folder}/somebody")


def test_no_lock_file_that_records_addresses_is_committed() -> None:
    assert [file for file in committed() if file.name in REFUSED_NAMES] == []


@pytest.mark.parametrize("name", ["run", "test", "uv"])
def test_requirements_are_locked_with_hashes_and_without_index(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    pinned = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
    assert pinned
    assert all("==" in lines[number] and "--hash=sha256:" in lines[number + 1] for number in pinned)
    assert [line for line in lines if line.lstrip().startswith(("-i ", "--index", "--extra", "--find"))] == []


def test_the_tests_use_the_versions_that_the_product_runs_with() -> None:
    run, test = (
        {line for line in (ROOT / "requirements" / f"{name}.txt").read_text().splitlines() if "==" in line}
        for name in ("run", "test")
    )
    assert run <= test
