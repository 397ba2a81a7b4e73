"""The table URL x role x answer is complete and true."""

from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from tests.doors import access
from tests.doors.access import GET, POST, ROLES, Access, answer, only

FILES = [import_module(f"{access.__name__}.{found.name}") for found in iter_modules(access.__path__)]
ROWS = [(row, getattr(file, "world", access.usual_world)) for file in FILES for row in file.TABLE]
DECLARED = {(row.name, row.method) for row, _ in ROWS}
LIKE_GET = [
    (replace(row, method=POST), world) for row, world in ROWS if row.method == GET and (row.name, POST) not in DECLARED
]


def addresses(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        found |= addresses(entry) if isinstance(entry, URLResolver) else {name_of(entry)}
    return found


def name_of(pattern: URLPattern) -> str:
    return pattern.name or f"an address without a name: {pattern.pattern}"


def for_each(rows: list) -> pytest.MarkDecorator:
    """The world of a row is made once for all rows that share it."""
    return pytest.mark.parametrize("row, world", rows, indirect=["world"], scope="module", ids=name_of_row)


def name_of_row(value: object) -> str:
    return str(value) if isinstance(value, Access) else ""


def answers(row: Access, world: object) -> dict[str, int | str]:
    found = {}
    for role in ROLES:
        with transaction.atomic():
            found[role] = answer(row, role, world)
            transaction.set_rollback(True)
    return found


def test_every_address_is_declared_and_nothing_else() -> None:
    assert {name for name, method in DECLARED if method == GET} == addresses(get_resolver())


def test_no_row_stands_twice() -> None:
    assert len(DECLARED) == len(ROWS)


@pytest.mark.django_db
@for_each(ROWS)
def test_each_role_gets_its_answer(row: Access, world) -> None:
    assert answers(row, world) == row.answers


@pytest.mark.django_db
@for_each(LIKE_GET)
def test_without_a_row_of_its_own_sending_is_answered_like_reading(row: Access, world) -> None:
    found = answers(row, world)
    assert found in (row.answers, {role: 405 if status == 200 else status for role, status in row.answers.items()}) or (
        set(found.values()) == {405}
    )


@pytest.mark.django_db
def test_a_wrong_row_would_be_noticed() -> None:
    row = Access("meeting-overview", access.SLUG, GET, only(access.OFFICE))
    assert answers(row, access.usual_world()) != row.answers
