"""A file on its way into the register: read, its columns placed, tried out, taken in, taken back."""

import io
from datetime import timedelta

import pytest
from openpyxl import Workbook

from obrady.stages.applications import actions, queries
from obrady.stages.applications.actions import import_uploading as uploading
from obrady.stages.applications.actions import import_working as working
from obrady.stages.applications.models import Application, ImportBatch, ImportJob, ImportMapping, ImportPiece
from obrady.stages.applications.queries.import_touched import touched_since
from obrady.stages.applications.queries.imports import trial_of
from obrady.stages.applications.states import (
    ApplicationState,
    ImportHasMoved,
    ImportIsOpen,
    ImportIsTouched,
    ImportState,
    MappingNotUsable,
)
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.people.models import Consent, Person
from tests import cast
from tests.cast import NOW
from tests.stages.applications import carrying, desk
from tests.stages.applications.carrying import GOOGLE_HEADER, GOOGLE_ROWS, csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return desk.meeting()


def google(meeting, rows=GOOGLE_ROWS, **how) -> ImportJob:
    return carrying.uploaded(meeting, csv_file(GOOGLE_HEADER, rows, **how))


def _end(place: int) -> tuple[str, ...]:
    return f"Problem {place}", "tak", ""


def many(number: int) -> list[tuple[str, ...]]:
    """Rows that share nothing but the channel."""
    shared = ("", "", "Toruń", "Inne organizacje pozarządowe")
    return [
        (
            f"2026-11-20 09:{place % 60:02}",
            f"Osoba {place} N",
            f"o{place}@example.org",
            f"000 000 {place:03}",
            *shared,
            *_end(place),
        )
        for place in range(number)
    ]


def test_a_google_form_in_polish_needs_no_hand_work_but_what_it_does_not_say(meeting) -> None:
    job = google(meeting)
    placed = {name: one["to"] for name, one in job.mapping["columns"].items()}
    assert job.state == ImportState.MAPPING
    assert [placed[name] for name in GOOGLE_HEADER][:10] == [
        *("received_at", "full_name", "email", "phone", "applies_as", "organisation", "gmina_teryt"),
        *("hardest_cooperation", "problem", "consent_rules"),
    ]
    assert placed["Uwagi"] == ""
    assert job.mapping["constants"] == {"channel": "web", "language": "pl"}


def test_answers_come_as_labels_and_times_as_the_form_stamped_them(meeting) -> None:
    job = carrying.taken_in(carrying.placed(google(meeting)), good_rows_only=True)
    first = queries.register(meeting).get(person__name="Hanna Wierzbówka")
    assert job.state == ImportState.DONE
    assert first.answers["hardest_cooperation"] == ["gminas", "other_ngos"]
    assert (first.answers["gmina_teryt"], first.answers["phone"]) == ("0463011", "+48 000 000 490")
    assert first.received_at.isoformat() == "2026-11-20T08:45:06+00:00"
    assert first.consents["consent_rules"] is True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_separator_are_found_and_said(meeting, encoding, delimiter) -> None:
    job = google(meeting, GOOGLE_ROWS[:1], encoding=encoding, delimiter=delimiter)
    assert (job.details["encoding"], job.details["separator"]) == (encoding, delimiter)
    carrying.taken_in(carrying.placed(job))
    assert queries.register(meeting).get().person.name == "Hanna Wierzbówka"


def test_the_trial_counts_and_writes_nothing(meeting) -> None:
    people = Person.objects.count()
    job = carrying.placed(google(meeting))
    assert {key: job.counts[key] for key in ("new", "known", "faulty")} == {"new": 1, "known": 0, "faulty": 1}
    (fault,) = trial_of(job).faults
    assert (fault.row, fault.column, fault.code) == (3, "applies_as", "unknown_option")
    assert trial_of(job).preview[0]["cells"]["hardest_cooperation"] == "gminas|other_ngos"
    assert Person.objects.count() == people


def test_with_a_fault_nothing_is_taken_in_unless_somebody_says_so(meeting) -> None:
    job = carrying.placed(google(meeting))
    with pytest.raises(ImportHasMoved):
        carrying.started(job)
    done = carrying.taken_in(job, good_rows_only=True)
    assert (done.counts["imported"], queries.register(meeting).count()) == (1, 1)


def test_what_a_value_means_is_said_once_and_remembered(meeting) -> None:
    first = google(meeting)
    columns = dict(first.mapping["columns"])
    columns["W czyim imieniu się zgłaszasz?"]["values"] = {"W swoim imieniu": "own_name"}
    ImportJob.objects.filter(pk=first.pk).update(mapping={**first.mapping, "columns": columns})
    done = carrying.taken_in(carrying.placed(carrying.fresh(first), remember_as="Google"))
    assert done.counts["imported"] == 2
    again = google(meeting, [*GOOGLE_ROWS, *many(1)])
    tried = carrying.placed(again)
    assert ImportMapping.objects.get().name == "Google"
    assert {key: tried.counts[key] for key in ("new", "known", "faulty")} == {"new": 1, "known": 2, "faulty": 0}


def test_rows_that_were_brought_before_are_known_although_they_have_no_number(meeting) -> None:
    carrying.taken_in(carrying.placed(google(meeting, many(3))))
    job = carrying.placed(google(meeting, many(5)))
    assert (job.counts["new"], job.counts["known"]) == (2, 3)
    carrying.taken_in(job)
    assert queries.register(meeting).count() == 5


def test_the_same_row_twice_is_two_applications_and_a_pair_to_decide(meeting) -> None:
    job = carrying.placed(google(meeting, [GOOGLE_ROWS[0], GOOGLE_ROWS[0]]))
    done = carrying.taken_in(job)
    assert done.counts["imported"] == 2
    assert queries.open_pairs(meeting).count() == 1


def test_an_own_export_comes_back_the_same(meeting) -> None:
    desk.apply(meeting, organisation="Koło =Gospodyń; „Róża”, Toruń")
    desk.apply(meeting, actor=desk.office(), channel="phone", **desk.other_person(2))
    rows = desk.exported(meeting, with_sensitive=True)
    before = {row.person.name: (row.answers, row.consents, row.channel) for row in queries.register(meeting)}
    known = carrying.placed(carrying.uploaded(meeting, csv_file(rows[0], rows[1:])))
    assert (known.counts["known"], known.counts["faulty"]) == (2, 0)
    uploading.cancel_import(actor=desk.coordinator(), job=known, now=NOW)
    other = desk.meeting(slug="drugie")
    done = carrying.taken_in(carrying.placed(carrying.uploaded(other, csv_file(rows[0], rows[1:]))))
    after = {row.person.name: (row.answers, row.consents, row.channel) for row in queries.register(other)}
    assert done.counts["imported"] == 2
    assert after == before


def test_a_workbook_comes_as_people_see_it(meeting) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Imię", "Nazwisko", "Telefon", "Gmina", "Data zgłoszenia", "Opisz jeden problem"])
    sheet.append(["Anna", "Zięba", 600100200, 463011, NOW.replace(tzinfo=None), "=1+1"])
    sheet["C2"].number_format, sheet["D2"].number_format = "000-000-000", "0000000"
    sheet["F2"].data_type = "s"
    data = io.BytesIO()
    book.save(data)
    carrying.taken_in(carrying.placed(carrying.uploaded(meeting, data.getvalue(), name="lista.xlsx")))
    (row,) = queries.register(meeting)
    assert (row.person.name, row.answers["phone"]) == ("Anna Zięba", "600-100-200")
    assert (row.answers["gmina_teryt"], row.answers["problem"]) == ("0463011", "=1+1")
    assert row.received_at == NOW - timedelta(hours=1)


def test_consents_given_on_paper_name_who_has_them(meeting) -> None:
    job = google(meeting, GOOGLE_ROWS[:1])
    everybody = {"Zgoda na regulamin": ""}
    consents = {"consent_rules": "everybody"}
    with pytest.raises(MappingNotUsable) as refused:
        carrying.placed(job, everybody, consents=consents)
    assert refused.value.faults == {"taken_by": "who_took_consents"}
    carrying.taken_in(carrying.placed(job, everybody, consents=consents, taken_by="Anna Nowak"))
    (said,) = Consent.objects.filter(key="consent_rules")
    assert (said.given, said.taken_by) == (True, "Anna Nowak")


def test_a_second_file_waits_for_the_first(meeting) -> None:
    google(meeting)
    with pytest.raises(ImportIsOpen) as refused:
        google(meeting)
    assert refused.value.params["file_name"] == "zgloszenia.csv"


def test_a_worker_killed_between_two_rounds_goes_on_where_it_was(meeting, monkeypatch) -> None:
    monkeypatch.setattr(working, "PIECES_AT_ONCE", 1)
    job = carrying.started(carrying.placed(google(meeting, many(250))))
    working.work_on_imports(now=NOW)
    working.work_on_imports(now=NOW)
    assert (Application.objects.count(), queries.register(meeting).count()) == (200, 0)
    ImportJob.objects.filter(pk=job.pk).update(lease_token="dead", lease_until=NOW + working.LEASE)
    assert working.work_on_imports(now=NOW) == 0
    later = NOW + working.LEASE * 2
    assert carrying.worked(job, now=later).counts["imported"] == 250
    assert queries.register(meeting).count() == 250


def test_stopping_takes_away_what_was_staged(meeting, monkeypatch) -> None:
    monkeypatch.setattr(working, "PIECES_AT_ONCE", 1)
    people = Person.objects.count()
    job = carrying.started(carrying.placed(google(meeting, many(150))))
    working.work_on_imports(now=NOW)
    uploading.cancel_import(actor=desk.coordinator(), job=carrying.fresh(job), now=NOW)
    working.work_on_imports(now=NOW)
    assert (Person.objects.count(), ImportBatch.objects.count(), ImportPiece.objects.count()) == (people, 0, 0)
    assert google(meeting, many(1)).state == ImportState.MAPPING


def test_a_whole_import_is_taken_back(meeting) -> None:
    desk.apply(meeting, linked_with="Hanna Wierzbówka", linked_mode="together", **desk.other_person(2))
    job = carrying.taken_in(carrying.placed(google(meeting, GOOGLE_ROWS[:1])))
    assert queries.links_of(meeting).get().b is not None
    uploading.undo_import(actor=desk.coordinator(), job=job, now=NOW)
    assert queries.register(meeting).count() == 1
    assert carrying.worked(job).state == ImportState.UNDONE
    assert (Person.objects.count(), queries.links_of(meeting).get().b) == (1, None)


@pytest.mark.parametrize("work", ["withdraw", "judge", "correct"])
def test_an_import_that_was_worked_on_stays(meeting, work) -> None:
    job = carrying.taken_in(carrying.placed(google(meeting, GOOGLE_ROWS[:1])))
    row = queries.register(meeting).get()
    {
        "withdraw": lambda: actions.withdraw(actor=desk.office(), application=row, now=NOW),
        "judge": lambda: actions.judge(
            actor=desk.coordinator(), application=row, eligible=False, reason="Mieszka daleko.", now=NOW
        ),
        "correct": lambda: actions.correct(
            actor=desk.office(), application=row, answers={"problem": "Inny."}, consents={}, now=NOW
        ),
    }[work]()
    with pytest.raises(ImportIsTouched) as refused:
        uploading.undo_import(actor=desk.coordinator(), job=job, now=NOW)
    assert list(refused.value.touched) == [row.reference]
    assert (carrying.fresh(job).state, queries.register(meeting).count()) == (ImportState.DONE, 1)


def test_a_frozen_pool_keeps_an_import(meeting) -> None:
    job = carrying.taken_in(carrying.placed(google(meeting, GOOGLE_ROWS[:1])))
    Application.objects.update(locked_at=NOW, state=ApplicationState.ELIGIBLE)
    assert list(touched_since(job).values()) == ["frozen"]


def test_only_a_coordinator_brings_files_and_the_ledger_names_no_one(meeting) -> None:
    with pytest.raises(NotAllowed):
        uploading.upload_file(
            actor=cast.actor(cast.office()), meeting=meeting, file_name="a.csv", chunks=[b"a,b"], now=NOW
        )
    carrying.taken_in(carrying.placed(google(meeting, GOOGLE_ROWS[:1])))
    lines = list(Entry.objects.filter(verb__startswith="applications."))
    assert [line.verb for line in lines][-4:] == [
        f"applications.{verb}" for verb in ("upload_file", "place_columns", "start_import", "import")
    ]
    assert "Wierzb" not in str([(line.about, line.facts) for line in lines])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"Imi\xc4\x99,Telefon\r\n", "no_rows"),
        (b'a,b\n"1,2\n3,4\n', "quotes"),
        (b"PK\x03\x04 no archive", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        (b"a,b\n" + b"1,2\n" * 10_001, "too_many_rows"),
        (b",".join(b"c%d" % place for place in range(400)) + b"\n1\n", "too_many_columns"),
    ],
)
def test_a_file_that_is_none_ends_in_a_named_fault(meeting, data, code) -> None:
    job = carrying.uploaded(meeting, data)
    assert (job.state, job.fault) == (ImportState.FAILED, code)
    assert not ImportPiece.objects.filter(job=job).exists()


def test_a_broken_row_is_named_and_the_others_are_read(meeting) -> None:
    text = csv_file(GOOGLE_HEADER, many(3)).split(b"\r\n")
    text[2] = b"only,three,cells"
    text[3] = text[3].replace(b"Osoba", b"\xff\xfe")
    job = carrying.placed(carrying.uploaded(meeting, b"\r\n".join(text)))
    assert [(fault.row, fault.code) for fault in trial_of(job).faults] == [(3, "ragged"), (4, "undecoded")]
    assert job.counts["new"] == 1


def test_nobody_comes_back_for_a_file_and_it_is_destroyed(meeting) -> None:
    job = google(meeting)
    working.work_on_imports(now=NOW + timedelta(days=8))
    assert (carrying.fresh(job).state, ImportPiece.objects.count()) == (ImportState.CANCELLED, 0)


def test_answers_without_their_consent_are_named_by_row_and_column(meeting) -> None:
    header = ("Imię i nazwisko", "Telefon", "diet", "consent_sensitive")
    rows = [("Anna", "600100200", "vegan", "nie"), ("Olena", "600100201", "vegan", "tak"), ("Jan", "600100202", "", "")]
    job = carrying.placed(carrying.uploaded(meeting, csv_file(header, rows)))
    assert [(one.row, one.column) for one in queries.imports.trial_of(job).unkept] == [(2, "diet")]
    assert (job.counts["unkept"], job.counts["new"]) == (1, 3)
