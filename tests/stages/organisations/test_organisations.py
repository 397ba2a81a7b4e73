"""The organiser: founded once, described by its coordinator, its logos kept by their hash."""

import pytest
from django.core.exceptions import ValidationError

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE, Actor
from obrady.stages.organisations import actions
from obrady.stages.organisations.models import Logo, Organisation
from obrady.workshop.images import Picture
from tests import cast
from tests.cast import NOW, words

pytestmark = pytest.mark.django_db
PICTURE = Picture(content=b"not read here", sha256="a" * 64, width=10, height=10)


def describe(actor: Actor, **changes: object) -> Organisation:
    usual = {
        "name": words("Fundacja Szkolimy"),
        "description": cast.NOTHING,
        "address": cast.NOTHING,
        "email": "biuro@example.org",
        "phone": "",
        "website": "",
        "data_protection_contact": cast.NOTHING,
        "accent": "#1b6e3c",
    }
    return actions.describe_organisation(actor=actor, organisation=cast.organisation(), now=NOW, **(usual | changes))


def test_the_coordinator_describes_it_in_one_line() -> None:
    actor = cast.actor(cast.coordinator())
    before = Entry.objects.count()
    describe(actor)
    assert Organisation.objects.get(slug="szkolimy").accent == "#1b6e3c"
    assert Entry.objects.count() == before + 1


@pytest.mark.parametrize("role", ["office", "facilitator", "observer", "outsider"])
def test_nobody_else_does(role: str) -> None:
    with pytest.raises(NotAllowed):
        describe(cast.actor(getattr(cast, role)()))
    assert Organisation.objects.get(slug="szkolimy").accent == "#8c2f1b"


@pytest.mark.parametrize("accent", ["red", "#12345", "#1234567", "#zzzzzz", "8c2f1b"])
def test_an_accent_is_six_digits(accent: str) -> None:
    with pytest.raises(ValidationError):
        describe(CONSOLE, accent=accent)


def test_nobody_of_a_team_founds_an_organisation() -> None:
    with pytest.raises(NotAllowed):
        actions.found_organisation(actor=cast.actor(cast.coordinator()), slug="x", name=words("X"), now=NOW)


def test_a_refused_founding_leaves_no_line() -> None:
    cast.organisation()
    before = Entry.objects.count()
    with pytest.raises(ValidationError):
        actions.found_organisation(actor=CONSOLE, slug="szkolimy", name=words("X"), now=NOW)
    assert Entry.objects.count() == before


def test_the_same_picture_is_kept_once(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    keep = {"actor": CONSOLE, "organisation": cast.organisation(), "picture": PICTURE, "now": NOW}
    first = actions.keep_logo(alternative_text=words("Znak"), **keep)
    again = actions.keep_logo(alternative_text=words("Znak z kołem"), **keep)
    assert first.pk == again.pk
    assert str(Logo.objects.get().alternative_text.localize("pl")) == "Znak z kołem"
