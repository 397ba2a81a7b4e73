"""What the notice promises to be gone early is gone: by the clock, everywhere, and nothing else with it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from obrady.stages.applications import actions
from obrady.stages.applications.actions.merging import opened_own_record
from obrady.stages.applications.models import OwnRecord
from obrady.stages.applications.queries.retention import kept_after
from obrady.stages.applications.tasks import AT_ONCE, forget_what_is_due
from obrady.stages.ledger.models import Entry
from obrady.stages.meetings.actions import set_particulars
from obrady.stages.people.models import Person, SensitiveAnswer
from obrady.stages.people.queries import current_consents, sensitive_answers
from obrady.workshop.leftovers import empty_write_ahead_log
from tests import cast
from tests.cast import NOW, WARSAW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
ENDS = cast.particulars().ends_at
AFTER_30_DAYS = ENDS + timedelta(days=30)
AFTER_3_MONTHS = datetime(2027, 3, 14, 15, 30, tzinfo=WARSAW)
BLINK = timedelta(seconds=1)
KEPT_CONSENTS = {"consent_rules": True, "consent_image": False}


def lines(verb: str) -> list[Entry]:
    return list(Entry.objects.filter(verb=verb).order_by("sequence"))


def test_sensitive_answers_stay_until_thirty_days_after_the_meeting() -> None:
    person = desk.apply(desk.meeting()).application.person
    assert forget_what_is_due(AFTER_30_DAYS - BLINK) == 0
    assert sensitive_answers(person) == {
        "migration_experience": "yes",
        "needs": ["quiet_room"],
        "diet": ["vegan", "bez orzechów"],
    }
    assert lines("people.forget_sensitive") == []


def test_then_they_go_with_their_consents_and_all_else_stays() -> None:
    application = desk.apply(desk.meeting()).application
    before = application.answers
    assert forget_what_is_due(AFTER_30_DAYS) == 1
    application = desk.fresh(application)
    assert sensitive_answers(application.person) == {}
    assert {key: row.given for key, row in current_consents(application.person).items()} == KEPT_CONSENTS
    assert application.consents == KEPT_CONSENTS
    assert (application.person.name, application.answers) == ("Żaneta Łąkowska", before)


def test_the_ledger_says_how_many_and_never_who() -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    forget_what_is_due(AFTER_30_DAYS)
    (line,) = lines("people.forget_sensitive")
    assert (line.actor, line.about) == ("worker", meeting.about)
    assert line.facts == {
        "people": 1,
        "rows": {"applications.Application": 2, "people.SensitiveAnswer": 3},
    }


def test_what_a_merged_record_said_itself_is_forgotten_too_and_the_merge_can_be_undone() -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    desk.apply(meeting, now=NOW + timedelta(minutes=1), full_name="Zaneta Lakowska", role="prezeska")
    kept = actions.merge_pair(actor=desk.office(), pair=desk.only_pair(meeting), now=NOW)
    assert "needs" in opened_own_record(OwnRecord.objects.get(), kept.person)["answers"]
    forget_what_is_due(AFTER_30_DAYS)
    own = opened_own_record(OwnRecord.objects.get(), kept.person)
    assert own["answers"].keys() & {"migration_experience", "needs", "diet"} == set()
    assert own["consents"] == KEPT_CONSENTS
    actions.undo_last_decision(actor=desk.office(), meeting=meeting, now=AFTER_30_DAYS)
    assert SensitiveAnswer.objects.count() == 0
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Zaneta Lakowska", "Żaneta Łąkowska"]


def test_a_second_round_finds_nothing() -> None:
    desk.apply(desk.meeting())
    forget_what_is_due(AFTER_30_DAYS)
    written = Entry.objects.count()
    assert forget_what_is_due(AFTER_30_DAYS) == 0
    assert Entry.objects.count() == written


def test_an_answer_that_comes_later_goes_with_the_next_round() -> None:
    application = desk.apply(desk.meeting()).application
    forget_what_is_due(AFTER_30_DAYS)
    actions.correct(
        actor=desk.office(),
        application=desk.fresh(application),
        answers={"needs": ["quiet_room"]},
        consents={"consent_sensitive": True},
        now=AFTER_30_DAYS,
    )
    assert sensitive_answers(application.person) == {"needs": ["quiet_room"]}
    assert forget_what_is_due(AFTER_30_DAYS + timedelta(days=1)) == 1
    assert sensitive_answers(application.person) == {}


def test_many_people_are_forgotten_in_short_transactions() -> None:
    meeting = desk.meeting()
    for number in range(AT_ONCE + 1):
        desk.apply(meeting, **desk.other_person(number))
    forget_what_is_due(AFTER_30_DAYS)
    assert [line.facts["people"] for line in lines("people.forget_sensitive")] == [AT_ONCE, 1]
    assert SensitiveAnswer.objects.count() == 0


@pytest.mark.parametrize("starts_at, ends_at", [(None, None), (AFTER_3_MONTHS, AFTER_3_MONTHS + timedelta(hours=6))])
def test_a_meeting_that_was_put_off_forgets_nobody(starts_at, ends_at) -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    put_off = cast.particulars(starts_at=starts_at, ends_at=ends_at)
    set_particulars(actor=desk.coordinator(), meeting=meeting, particulars=put_off, now=NOW)
    assert forget_what_is_due(AFTER_3_MONTHS + timedelta(days=1)) == 0


@pytest.mark.parametrize(
    "end, until",
    [
        (datetime(2026, 12, 14, 15, tzinfo=WARSAW), datetime(2027, 3, 14, 15, tzinfo=WARSAW)),
        (datetime(2026, 11, 30, 15, tzinfo=WARSAW), datetime(2027, 2, 28, 15, tzinfo=WARSAW)),
        (datetime(2027, 9, 30, 15, tzinfo=WARSAW), datetime(2027, 12, 30, 15, tzinfo=WARSAW)),
    ],
)
def test_three_months_are_months_of_the_calendar(end: datetime, until: datetime) -> None:
    assert kept_after(end) == until


def test_whoever_withdrew_is_blanked_after_three_months() -> None:
    application = desk.apply(desk.meeting()).application
    actions.withdraw(actor=desk.office(), application=application, now=NOW)
    assert forget_what_is_due(AFTER_3_MONTHS - BLINK) == 1
    assert desk.fresh(application).person.name == "Żaneta Łąkowska"
    assert forget_what_is_due(AFTER_3_MONTHS) == 1
    row = desk.fresh(application)
    assert (row.person.name, row.person.email, row.answers, row.state) == ("", "", {}, "withdrawn")
    assert row.person.erased_at == AFTER_3_MONTHS
    (line,) = lines("people.blank_person")
    assert (line.actor, line.about) == ("worker", row.person.about)
    assert forget_what_is_due(AFTER_3_MONTHS) == 0


def test_all_records_of_a_merged_person_go_at_once() -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    desk.apply(meeting, full_name="Zaneta Lakowska")
    kept = actions.merge_pair(actor=desk.office(), pair=desk.only_pair(meeting), now=NOW)
    actions.withdraw(actor=desk.office(), application=kept, now=NOW)
    forget_what_is_due(AFTER_3_MONTHS)
    assert set(Person.objects.values_list("name", "sealed_key")) == {("", None)}
    assert len(lines("people.blank_person")) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into SQLite's own files")
def test_no_byte_of_what_was_forgotten_stays_in_the_database_or_its_log() -> None:
    application = desk.apply(desk.meeting(), problem="Kanarkowa bolączka").application
    actions.withdraw(actor=desk.office(), application=application, now=NOW)
    sealed = [bytes(row) for row in SensitiveAnswer.objects.values_list("sealed", flat=True)]
    wrapped = bytes(application.person.sealed_key)
    words = [word.encode() for word in ("Łąkowska", "Zaneta+spotkanie@Example.org", "600 100 200", "Kanarkowa")]
    assert [secret for secret in (*sealed, wrapped, *words) if secret not in bytes_on_disk()] == []
    forget_what_is_due(AFTER_30_DAYS)
    assert empty_write_ahead_log()
    assert [secret for secret in sealed if secret in bytes_on_disk()] == []
    forget_what_is_due(AFTER_3_MONTHS)
    assert empty_write_ahead_log()
    assert [secret for secret in (wrapped, *words) if secret in bytes_on_disk()] == []


def bytes_on_disk() -> bytes:
    file = Path(settings.DATABASES["default"]["NAME"])
    log = file.with_name(file.name + "-wal")
    return file.read_bytes() + (log.read_bytes() if log.exists() else b"")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into SQLite's own files")
def test_without_emptying_the_log_words_would_stay() -> None:
    """The control: rows are gone, and their bytes can still be read beside the database."""
    application = desk.apply(desk.meeting(), problem="Kanarkowa bolączka").application
    actions.withdraw(actor=desk.office(), application=application, now=NOW)
    forget_what_is_due(AFTER_3_MONTHS)
    assert b"Kanarkowa" in bytes_on_disk()
