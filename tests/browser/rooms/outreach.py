"""States of the contact book's and the invitations' pages that the access table does not show."""

from datetime import timedelta
from types import SimpleNamespace

from obrady.stages.letters.models import Letter
from obrady.stages.outreach import actions, queries
from obrady.stages.outreach.models import Invitation
from obrady.stages.outreach.states import ContactKind
from tests import cast
from tests.browser.pages import Look
from tests.doors.access import ANONYMOUS, COORDINATOR, SLUG
from tests.stages.outreach import book

LONG_NAME = "Bezprzerwy" * 8
BOOK = {"organisation": "szkolimy"}


def empty() -> SimpleNamespace:
    return SimpleNamespace(meeting=cast.meeting())


def crowded() -> SimpleNamespace:
    """All offices, thirty contacts of every kind, invitations in every state, an endless name."""
    office = cast.actor(cast.office())
    actions.fill_in_offices(actor=office, organisation=cast.organisation(), source="rejestr", now=cast.NOW)
    kinds = [ContactKind.NGO, ContactKind.MEDIA, ContactKind.INSTITUTION, ContactKind.PERSON]
    for number in range(30):
        book.contact(
            number, kind=kinds[number % 4], language=("pl", "uk", "en")[number % 3], tags=("Migracje", "Prasa")
        )
    book.contact(98, institution="Gmina Lubicz", kind=ContactKind.GMINA, area="041504", email="ug@lubicz.example")
    book.contact(99, institution=LONG_NAME, email=f"{'b' * 40}@example.org")
    book.limits(most_a_day=25)
    book.plan()
    book.write_all()
    sent = list(Invitation.objects.exclude(invited_at=None).select_related("contact").order_by("created_at", "id"))
    Letter.objects.exclude(about=sent[0].about).update(state="sent", finished_at=book.LATER)
    Letter.objects.filter(about=sent[1].about).update(state="to_do", trouble="bounced")
    actions.decline(invitation=sent[2], now=book.LATER)
    actions.applied(token=queries.token_of(sent[3]), application_about="application:1", now=book.LATER)
    actions.stop(actor=office, contact=sent[4].contact, now=book.LATER)
    return SimpleNamespace(meeting=cast.meeting(), declined=sent[2], applied=sent[3], stopped=sent[4])


def link(name: str):
    return lambda world: {"token": queries.token_of(getattr(world, name))}


def the_stopped(world: SimpleNamespace) -> dict:
    return {**BOOK, "key": world.stopped.contact_id}


def closed() -> SimpleNamespace:
    world = crowded()
    type(world.meeting).objects.update(closes_at=cast.NOW - timedelta(days=1))
    return world


def send(page) -> None:
    with page.expect_navigation():
        page.locator("main form button, main form .button").last.click()


def team(name: str, state: str, *, kwargs=SLUG, world=crowded, **more) -> Look:
    return Look(name, kwargs, role=COORDINATOR, state=state, world=world, **more)


PAGES = [
    team("contacts", "empty", kwargs=BOOK, world=empty),
    team("contacts", "crowded", kwargs=BOOK),
    team("contacts", "nothing found", kwargs=BOOK, query="?search=nikogo"),
    team("contact-new", "with faults", kwargs=BOOK, act=send),
    team("contacts-import", "with faults", kwargs=BOOK, act=send),
    team("contact", "stopped", kwargs=the_stopped),
    team("spread", "empty", world=empty),
    team("spread", "crowded"),
    team("spread", "closed", world=closed),
    team("spread-choose", "crowded", query="?step=reminder"),
    team("spread-invitations", "empty", world=empty),
    team("spread-invitations", "crowded"),
    team("spread-report", "empty", world=empty),
    team("spread-report", "crowded"),
    Look("invitation", link("declined"), role=ANONYMOUS, state="declined", world=crowded),
    Look("invitation", link("applied"), role=ANONYMOUS, state="applied", world=crowded),
]
