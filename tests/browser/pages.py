"""The pages that the browser looks at: every address of the access table that answers somebody with a page, and the
further states (with errors, with 30 rows, …) that rooms list in `rooms/<room>.py` as `PAGES`."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as BrowserPage

from tests.doors import access
from tests.doors.access import ANONYMOUS, COORDINATOR, GET, ROLES, Access


def as_it_opens(page: BrowserPage) -> None:
    """Nothing is done on the page before it is looked at."""


@dataclass(frozen=True)
class Look:
    """One page in one state. `world()` makes what it shows; `act` brings it into the state, e.g. sends an empty form."""

    name: str
    kwargs: dict[str, Any] | Callable[[Any], dict[str, Any]]
    role: str = ANONYMOUS
    state: str = ""
    query: str = ""
    world: Callable[[], Any] = access.usual_world
    act: Callable[[BrowserPage], None] = as_it_opens

    def __str__(self) -> str:
        return f"{self.name} {self.state}".strip()

    def path(self, world: Any) -> str:
        kwargs = self.kwargs(world) if callable(self.kwargs) else self.kwargs
        return reverse(self.name, kwargs=kwargs) + self.query


def from_access_table() -> list[Look]:
    files = [import_module(f"{access.__name__}.{found.name}") for found in iter_modules(access.__path__)]
    rows = [(row, getattr(file, "world", access.usual_world)) for file in files for row in file.TABLE]
    return [
        Look(row.name, row.kwargs, role=_reader(row), world=world)
        for row, world in rows
        if row.method == GET and 200 in row.answers.values()
    ]


def _reader(row: Access) -> str:
    order = (ANONYMOUS, COORDINATOR, *ROLES)
    return next(role for role in order if row.answers[role] == 200)


def from_rooms() -> list[Look]:
    from tests.browser import rooms

    return [
        look for found in iter_modules(rooms.__path__) for look in import_module(f"{rooms.__name__}.{found.name}").PAGES
    ]


LOOKS = [*from_access_table(), *from_rooms()]
