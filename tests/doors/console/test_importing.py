"""`./obrady import applications`: what it takes, what it refuses, and what it says."""

import csv
import io

import pytest

from obrady.doors.console.importing import applications as command
from obrady.stages.applications import queries
from obrady.stages.applications.models import Application, ImportBatch
from obrady.stages.letters.models import Letter
from obrady.stages.organisations.models import Spelling
from obrady.stages.people.models import Consent, Person
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
ROWS = desk.table("applications.csv")


@pytest.fixture
def meeting():
    return desk.meeting_of_the_register()


@pytest.fixture
def run(meeting, tmp_path, capsys):
    """Run the command on rows, or on raw bytes; gives exit status and what was said."""

    def run_on(content, **options) -> tuple[int, str]:
        file = tmp_path / "register.csv"
        file.write_bytes(content if isinstance(content, bytes) else as_csv(content))
        status = command(file=file, meeting=options.pop("meeting", meeting.slug), **options)
        return status, capsys.readouterr().err

    return run_on


def as_csv(rows: list[dict]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def changed(number: int, **cells: str) -> list[dict]:
    return [{**row, **cells} if place == number else row for place, row in enumerate(ROWS[:6])]


def nothing_was_written() -> bool:
    models = (Application, Person, ImportBatch, Consent, Spelling)
    return not any(model.objects.exists() for model in models)


def test_all_rows_are_in_the_register_at_once(run, meeting) -> None:
    status, said = run(ROWS)
    assert status == 0
    assert "125 applications are in the register now" in said
    assert queries.counts(meeting).by_channel == {"web": 75, "paper-scan": 17, "office": 11, "phone": 22}
    assert not Letter.objects.exists()


def test_references_channels_times_and_takers_are_kept(run, meeting) -> None:
    run(ROWS[:20])
    found = {row.reference: row for row in queries.register(meeting)}
    for row in ROWS[:20]:
        kept = found[row["reference"]]
        assert (kept.channel, kept.taken_by, kept.notice_version) == (
            row["channel"],
            row["taken_by"],
            row["notice_version"],
        )
        assert kept.received_at.isoformat()[:19] <= row["received_at"]


def test_the_consent_without_a_column_follows_from_the_answer(run, meeting) -> None:
    run(ROWS)
    answered = {row["reference"] for row in ROWS if row["migration_experience"]}
    given = {row.reference for row in queries.register(meeting) if row.consents.get("consent_experience")}
    assert given == answered


def test_the_text_is_on_record_only_where_it_is_known_which_one_it_was(run, meeting) -> None:
    run(ROWS)
    with_text = set(Consent.objects.exclude(text=None).values_list("notice_version", flat=True))
    without = set(Consent.objects.filter(text=None, given=True).values_list("notice_version", flat=True))
    assert (with_text, without) == ({"1.1"}, {"1.0"})


def test_needs_without_consent_are_not_kept(run, meeting) -> None:
    run(ROWS)
    people = [row.person for row in queries.register(meeting).filter(reference__in=["ZG23-0015", "ZG23-0055"])]
    assert {key for person in people for key in person.sensitive_answers.values_list("question", flat=True)} <= {
        "migration_experience"
    }


def test_a_dry_run_writes_nothing(run) -> None:
    status, said = run(ROWS, dry_run=True)
    assert (status, nothing_was_written()) == (0, True)
    assert "125 rows read, 125 without faults" in said


def test_every_fault_is_named_by_row_and_column_and_nothing_is_written(run) -> None:
    status, said = run(changed(2, email="nie adres", gmina_teryt="463011"))
    assert (status, nothing_was_written()) == (1, True)
    assert "row 4, column email: 'nie adres' is not an e-mail address" in said
    assert "row 4, column gmina_teryt" in said
    assert "Nothing was written." in said


def test_good_rows_only_leaves_the_others_out(run, meeting) -> None:
    status, said = run(changed(2, email="nie adres"), good_rows_only=True)
    assert status == 0
    assert "row 4, column email" in said
    assert queries.register(meeting).count() == 5


@pytest.mark.parametrize(
    ("bad", "said_of_it"),
    [(b"one,two", "2 cells where the header has 35"), (b"\xb9" + b"," * 34, "this is not UTF-8")],
)
def test_good_rows_only_leaves_out_a_row_that_is_no_row(run, meeting, bad, said_of_it) -> None:
    lines = as_csv(ROWS[:6]).split(b"\r\n")
    broken = b"\r\n".join([*lines[:3], bad, *lines[3:]])
    assert (run(broken)[0], nothing_was_written()) == (1, True)
    status, said = run(broken, good_rows_only=True)
    assert (status, queries.register(meeting).count()) == (0, 6)
    assert f"row 4{', column reference' if bad[0] > 127 else ''}: {said_of_it}" in said


@pytest.mark.parametrize("good_rows_only", [True, False])
def test_a_header_alone_is_told_from_an_import(run, good_rows_only) -> None:
    status, said = run(as_csv(ROWS[:1]).split(b"\r\n")[0] + b"\r\n", good_rows_only=good_rows_only)
    assert (status, nothing_was_written()) == (1, True)
    assert "a header and no rows" in said


def test_the_same_file_again_says_what_is_there_already(run, meeting) -> None:
    run(ROWS[:6])
    status, said = run(ROWS[:6])
    assert status == 1
    assert [f"{row['reference']} is in the register already" in said for row in ROWS[:6]] == [True] * 6
    assert queries.register(meeting).count() == 6


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "the file is empty"),
        (as_csv(ROWS[:3]).decode().encode("utf-16"), "UTF-16"),
        (as_csv(ROWS[:3]).decode().encode("cp1250", "replace"), "is not UTF-8"),
        (as_csv([{"reference": "1", "channel": "web"}]), "the column is missing"),
        (as_csv([{**ROWS[0], "shoe_size": "38"}]), "the form has no such question"),
        (as_csv(changed(1, reference=ROWS[0]["reference"])), "the same reference as in row 2"),
        (as_csv(changed(1, received_at="2023-11-29 09:00")), "has no offset"),
        (as_csv(changed(1, consent_rules="tak")), "is neither yes nor no"),
    ],
)
def test_what_cannot_be_read_is_refused_with_words(run, content: bytes, words: str) -> None:
    status, said = run(content)
    assert (status, nothing_was_written()) == (1, True)
    assert words in said


def test_formulas_and_markup_are_kept_as_text(run, meeting) -> None:
    run(changed(1, problem="=HYPERLINK(1)", solution="<script>alert(1)</script>", role="\u202etxt"))
    answers = queries.register(meeting).get(reference=ROWS[1]["reference"]).answers
    assert (answers["problem"], answers["solution"], answers["role"]) == (
        "=HYPERLINK(1)",
        "<script>alert(1)</script>",
        "txt",
    )


def test_a_meeting_that_is_not_there_and_a_file_that_is_not_there(run, tmp_path, capsys) -> None:
    assert run(ROWS[:2], meeting="nie-ma")[0] == 1
    assert command(file=tmp_path / "nie-ma.csv", meeting="integracja") == 1
    assert "nie-ma.csv" in capsys.readouterr().err
