"""All that is held of a person can be handed over, blanked and erased, and nothing is forgotten."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import BinaryField, CharField, JSONField, Model, TextField

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.people.actions import keep_sensitive_answers, new_person, record_consents, set_contact
from obrady.stages.people.models import Consent, Person, SensitiveAnswer
from obrady.stages.people.registry import blank_person, erase_person, export_person, holdings
from tests import cast

TEXTS = (CharField, TextField, JSONField, BinaryField)
# Texts beside a person that say nothing of them: kinds, states, channels, versions, who of the team did it.
SAYS_NOTHING = {
    "people.Consent": {"notice_version", "channel"},
    "letters.Letter": {
        "about",
        "kind",
        "occasion",
        "language",
        "channel",
        "state",
        "funding",
        "message_id",
        "trouble",
        "handled_by",
    },
    "applications.Application": {"channel", "language", "notice_version", "state", "verdict", "idempotency_key"},
    "applications.DuplicatePair": {"state", "decided_by"},
    "applications.ApplicantLink": {"state", "decided_by"},
    # The summary stands in the minutes: the organiser writes it without names.
    "intake.Thread": {"kind", "right", "state", "channel", "language", "summary"},
    "intake.ThreadEntry": {"direction", "channel", "language", "author"},
    "intake.RawMessage": {"mailbox", "fingerprint", "kind", "state", "fault"},
    "intake.PublicQuestion": {"question", "answer"},
}
CANARY = "Kanarkowska-Żółta"


def relates_to(model: type[Model]) -> set[type[Model]]:
    return {field.related_model for field in model._meta.get_fields() if field.is_relation and not field.auto_created}


def models_about_people() -> set[type[Model]]:
    """Person, and every model from which relations lead to a person, over however many steps."""
    found: set[type[Model]] = {Person}
    while True:
        more = {model for model in apps.get_models(include_auto_created=True) if relates_to(model) & found} - found
        if not more:
            return found
        found |= more


def texts_of(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if isinstance(field, TEXTS)}


def somebody() -> Person:
    person = new_person(organisation=cast.organisation(), language="uk", now=cast.NOW)
    set_contact(
        person, name=CANARY, email="kanarek@example.org", phone="+48600100200", answer_channel="email", language="uk"
    )
    keep_sensitive_answers(person, {"access_needs": "pętla indukcyjna"})
    record_consents(person, said={"data": True}, texts={}, notice_version="1", channel="web", taken_by="", now=cast.NOW)
    return person


def test_every_model_about_people_is_registered() -> None:
    registered = {holding.model for holding in holdings()}
    assert {model._meta.label for model in models_about_people() - registered} == set()


@pytest.mark.parametrize("holding", holdings(), ids=lambda holding: holding.model._meta.label)
def test_every_text_beside_a_person_is_declared_personal_or_not(holding) -> None:
    declared = set(holding.personal_fields) | SAYS_NOTHING.get(holding.model._meta.label, set())
    if holding.model in models_about_people():
        assert texts_of(holding.model) - declared == set()


def test_a_forgotten_model_or_text_would_be_noticed() -> None:
    assert {Consent, SensitiveAnswer} <= models_about_people()
    assert "taken_by" in texts_of(Consent)


@pytest.mark.django_db
def test_a_copy_holds_what_was_said() -> None:
    copy = export_person(actor=cast.actor(cast.coordinator()), person=somebody(), now=cast.NOW)
    assert copy["people.Person"] == [
        {
            "name": CANARY,
            "email": "kanarek@example.org",
            "phone": "+48600100200",
            "answer_channel": "email",
            "language": "uk",
        }
    ]
    assert copy["people.SensitiveAnswer"] == [{"access_needs": "pętla indukcyjna"}]
    assert [row["consent"] for row in copy["people.Consent"]] == ["data"]
    assert json.dumps(copy)


@pytest.mark.django_db
def test_blanking_keeps_the_row_without_the_person() -> None:
    person = somebody()
    blank_person(actor=cast.actor(cast.coordinator()), person=person, now=cast.NOW)
    assert (person.name, person.email, person.phone, person.sealed_key, person.erased_at) == (
        "",
        "",
        "",
        None,
        cast.NOW,
    )
    assert not SensitiveAnswer.objects.filter(person=person).exists()
    assert Consent.objects.filter(person=person).count() == 1


@pytest.mark.django_db
def test_erasing_leaves_no_row_and_one_line_that_leads_to_nobody() -> None:
    person, other, chief = somebody(), somebody(), cast.actor(cast.coordinator())
    lines = Entry.objects.count()
    erase_person(actor=chief, person=person, now=cast.NOW)
    assert list(Person.objects.all()) == [other]
    assert set(Consent.objects.values_list("person", flat=True)) == {other.pk}
    entry = Entry.objects.latest("sequence")
    assert Entry.objects.count() == lines + 1
    assert entry.verb == "people.erase_person"
    assert entry.facts == {"rows": {"people.Consent": 1, "people.SensitiveAnswer": 1, "people.Person": 1}}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["office", "facilitator", "observer", "outsider"])
@pytest.mark.parametrize("verb", [export_person, blank_person, erase_person])
def test_only_the_coordinator_of_the_organisation_may(role: str, verb) -> None:
    person = somebody()
    with pytest.raises(NotAllowed):
        verb(actor=cast.actor(getattr(cast, role)()), person=person, now=cast.NOW)
    person.refresh_from_db()
    assert person.name == CANARY


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into SQLite's own files")
def test_no_byte_of_an_erased_person_stays_in_the_database_file() -> None:
    person = somebody()
    assert CANARY.encode() in bytes_on_disk()
    erase_person(actor=cast.actor(cast.coordinator()), person=person, now=cast.NOW)
    assert CANARY.encode() not in bytes_on_disk()


def bytes_on_disk() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(settings.DATABASES["default"]["NAME"]).read_bytes()
