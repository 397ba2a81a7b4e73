"""The product asks for what it uses, uses what it asks for, and takes nothing under the GPL."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest

import dependencies
from tests.architecture.house import HOUSE, ROOT

# Reached by name only: Django loads the driver, the command line starts the server.
STARTED_BY_NAME = {"psycopg": r"django\.db\.backends\.postgresql", "granian": r"\bgranian\b", "argon2-cffi": "Argon2"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for() -> list[str]:
    lines = (ROOT / "requirements" / "run.in").read_text().splitlines()
    return [plain(found[0]) for line in lines if (found := re.match(r"[A-Za-z][\w.-]*", line))]


def marks_of_use(library: str) -> str:
    if library in STARTED_BY_NAME:
        return STARTED_BY_NAME[library]
    modules = [module for module, owners in packages_distributions().items() if library in map(plain, owners)]
    return "|".join(rf"(?:import|from) {module}\b|[\"']{module}[\"'.]" for module in modules)


@pytest.mark.parametrize("library", asked_for())
def test_a_library_that_is_asked_for_is_used(library: str) -> None:
    used = re.compile(marks_of_use(library))
    assert any(used.search(file.read_text(encoding="utf-8")) for file in HOUSE.rglob("*.py"))


def imported() -> Iterator[str]:
    for file in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                yield (node.module or "").partition(".")[0]


def test_a_library_that_is_used_is_asked_for() -> None:
    owners = packages_distributions()
    outside = set(imported()) - sys.stdlib_module_names - {"obrady"}
    assert {module for module in outside if not {*map(plain, owners.get(module, []))} & {*asked_for()}} == set()


def test_every_licence_is_known_and_none_is_the_gpl() -> None:
    assert dependencies.unfit() == []


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "GNU General Public License v3 (GPLv3)", "AGPL-3.0"])
def test_the_gpl_would_be_noticed(licence: str) -> None:
    assert dependencies.GPL.search(licence)


def test_a_library_that_nobody_uses_would_be_noticed() -> None:
    assert marks_of_use("pytest")
    used = re.compile(marks_of_use("pytest"))
    assert not any(used.search(file.read_text(encoding="utf-8")) for file in HOUSE.rglob("*.py"))
