"""The office page of a person's rights: copy, consents by phone, erasure in two steps with its limits."""

import json

from obrady.stages.applications import queries as register
from obrady.stages.applications.models import Application
from obrady.stages.draws.queries.finding import members_of
from obrady.stages.intake.actions import arrange
from obrady.stages.intake.models import Thread, ThreadEntry
from obrady.stages.intake.states import ThreadKind
from obrady.stages.ledger.models import Entry
from obrady.stages.people.models import Consent, SensitiveAnswer
from tests import cast
from tests.stages.draws import office as draws
from tests.stages.intake.asking import ask


def here(application, step: str = "") -> str:
    return f"/en/team/integracja/applications/{application.reference}/rights/{step}"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_copy_holds_everything_and_leaves_a_trace(coordinator, own) -> None:
    copy = json.loads(coordinator.post(here(own, "copy/"), {"act": "file", "channel": "office"}).content)
    assert copy["people.SensitiveAnswer"]
    assert copy["letters.Letter"]
    assert Thread.objects.get().right == "access"
    assert Entry.objects.filter(verb="applications.office_copy").count() == 1


def test_the_copy_to_print_is_in_the_persons_language(coordinator, own) -> None:
    page = text_of(coordinator.post(here(own, "copy/"), {"act": "page", "channel": "phone"}))
    assert "bez orzechów" in page


def test_a_consent_taken_back_by_phone_says_who_noted_it(office, own) -> None:
    office.post(here(own, "consent/"), {"consent": "consent_sensitive", "act": "take", "channel": "phone"})
    row = Consent.objects.filter(person=own.person, key="consent_sensitive").last()
    assert (row.given, row.taken_by.startswith("staff:")) == (False, True)
    assert Thread.objects.get().right == "consent"
    office.post(here(own, "consent/"), {"consent": "consent_sensitive", "act": "give", "channel": "phone"})
    assert Application.objects.get(pk=own.pk).consents["consent_sensitive"] is True


def test_erasure_needs_the_number_typed_and_says_what_stays(coordinator, own) -> None:
    page = text_of(coordinator.get(here(own, "erase/")))
    assert "What stays:" in page
    assert coordinator.post(here(own, "erase/"), {"number": "something"}).status_code == 422
    assert Application.objects.get(pk=own.pk).person.erased_at is None


def test_erased_is_gone_and_counts_stay(coordinator, own, visitor) -> None:
    token = register.token_of(own)
    coordinator.post(here(own, "erase/"), {"number": own.reference, "channel": "phone"})
    left = Application.objects.get(pk=own.pk)
    assert (left.answers, left.person.name, left.person.email) == ({}, "", "")
    assert not SensitiveAnswer.objects.filter(person=own.person).exists()
    assert Thread.objects.get().right == "erasure"
    assert set(ThreadEntry.objects.values_list("text", flat=True)) == {""}
    assert visitor.get(f"/z/{token}/").status_code == 404


def test_while_the_pool_is_frozen_nobody_is_erased(coordinator, db, settings) -> None:
    found = draws.meeting_with(12, places=6)
    draws.frozen(draws.draft(found))
    one = register.register(found).first()
    assert "The pool for the draw is frozen" in text_of(coordinator.get(here(one)))
    coordinator.post(here(one, "erase/"), {"number": one.reference, "channel": "phone"})
    assert Application.objects.get(pk=one.pk).person.erased_at is None


def test_who_has_a_place_withdraws_first_and_the_others_go_after_the_draw(coordinator, db) -> None:
    found = draws.meeting_with(12, places=6)
    draw = draws.published(draws.draft(found))
    [inside, *_rest] = [row.application for row in members_of(draw) if row.is_drawn]
    [outside, *_rest] = [row.application for row in members_of(draw) if not row.is_drawn]
    assert "They have a place in the meeting" in text_of(coordinator.get(here(inside)))
    coordinator.post(here(inside, "erase/"), {"number": inside.reference})
    coordinator.post(here(outside, "erase/"), {"number": outside.reference})
    assert Application.objects.get(pk=inside.pk).person.erased_at is None
    assert Application.objects.get(pk=outside.pk).person.erased_at is not None


def test_the_minutes_list_objections_without_names(coordinator, db) -> None:
    found = draws.meeting_with(12, places=6)
    draws.published(draws.draft(found))
    where = "/en/team/integracja/recruitment/minutes/"
    assert "No objection was raised." in text_of(coordinator.get(where))
    one = register.register(found).first()
    thread = ask(one, "Reguły są niejasne", kind=ThreadKind.OBJECTION)
    arrange(
        actor=cast.actor(cast.office()), thread=thread, owner=None, due=thread.due_on,
        summary="Reguły wyjaśniono na stronie.", now=cast.NOW,
    )  # fmt: skip
    page = text_of(coordinator.get(where))
    assert "Reguły wyjaśniono na stronie." in page
    assert "Reguły są niejasne" not in page
    assert one.person.name not in page
