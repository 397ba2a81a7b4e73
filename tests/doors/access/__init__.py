"""Who gets which answer at which address. One file per room here holds `TABLE`, a list of rows such as

    Access("queue", SLUG, GET, only(OFFICE))
    Access("application", lambda world: {"slug": world.slug, "reference": world.reference}, GET, only(OFFICE))

and, when its addresses name things, `world()`, which makes them (tests.cast gives a meeting with the slug SLUG without
it). A URL without a POST row must answer POST exactly as GET, or 405. Answers are those of a meeting's own team by
role, of nobody signed in, and of the coordinator of another organisation.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import cast

GET, POST = "GET", "POST"
SLUG = {"slug": "integracja"}
SIGN_IN = "sign-in"

ANONYMOUS, OUTSIDER = "anonymous", "outsider"
COORDINATOR, OFFICE, FACILITATOR, OBSERVER = "coordinator", "office", "facilitator", "observer"
TEAM = (COORDINATOR, OFFICE, FACILITATOR, OBSERVER)
ROLES = (ANONYMOUS, *TEAM, OUTSIDER)

Answers = dict[str, int | str]


@dataclass(frozen=True)
class Access:
    name: str
    kwargs: dict[str, Any] | Callable[[Any], dict[str, Any]]
    method: str
    answers: Answers
    data: dict[str, Any] | Callable[[Any], dict[str, Any]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def everyone(status: int | str) -> Answers:
    return dict.fromkeys(ROLES, status)


def only(*roles: str, status: int = 200, others: int = 403) -> Answers:
    """These roles get in; the rest of the team is refused, the outsider finds nothing, the anonymous may sign in."""
    team = {role: status if role in roles else others for role in TEAM}
    return {ANONYMOUS: SIGN_IN, **team, OUTSIDER: 404}


def signed_in(status: int = 200) -> Answers:
    """Anybody who is signed in, of whatever organisation; what the page shows depends on their roles."""
    return {**everyone(status), ANONYMOUS: SIGN_IN}


def usual_world() -> SimpleNamespace:
    return SimpleNamespace(meeting=cast.meeting(), **SLUG)


def client_of(role: str) -> Client:
    if role == ANONYMOUS:
        return Client()
    return cast.sign_in(Client(), getattr(cast, role)())


def answer(row: Access, role: str, world: object) -> int | str:
    """The status of the answer, or SIGN_IN where it leads to the sign-in page."""
    kwargs = row.kwargs(world) if callable(row.kwargs) else row.kwargs
    data = row.data(world) if callable(row.data) else row.data
    client = client_of(role)
    send = client.get if row.method == GET else client.post
    response: HttpResponse = send(reverse(row.name, kwargs=kwargs), data)
    if response.status_code == 302 and response.url.startswith(reverse("sign-in")):
        return SIGN_IN
    return response.status_code
