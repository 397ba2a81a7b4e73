"""Applications taken out as a file: formats, columns, filters; sensitive answers only when asked for, and in the ledger."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from obrady.stages.ledger.models import Entry
from tests import cast
from tests.doors.applications.conftest import client_of
from tests.doors.applications.reading import TEAM, text_of
from tests.stages.applications import desk

ADDRESS = f"{TEAM}export/"
CODES = {"format": "csv", "written": "codes"}
FEW = ["reference", "full_name", "problem", "phone", "state", "consent_rules", "hardest_cooperation"]


@pytest.fixture
def applied(meeting):
    return desk.apply(meeting, problem='=HYPERLINK("http://example.org")').application


def content_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content_of(answer).decode())))


def test_csv_in_codes_has_the_chosen_columns_and_no_formula(coordinator, applied) -> None:
    answer = coordinator.post(ADDRESS, {**CODES, "columns": FEW})
    header, row = rows_of(answer)
    found = dict(zip(header, row, strict=True))
    assert set(header) == set(FEW)
    assert found["problem"] == '\'=HYPERLINK("http://example.org")'
    assert (found["phone"], found["consent_rules"]) == ("+48 600 100 200", "yes")


def test_a_workbook_holds_text_alone_with_a_header_that_stays(coordinator, applied) -> None:
    answer = coordinator.post(ADDRESS, {"format": "xlsx", "written": "words", "columns": FEW})
    sheet = load_workbook(io.BytesIO(content_of(answer))).active
    cells = {title.value: cell for title, cell in zip(sheet[1], sheet[2], strict=True)}
    assert sheet.freeze_panes == "A2"
    assert {cell.data_type for row in sheet for cell in row} == {"s"}
    assert cells["State"].value == "Complete"
    assert not any(str(cell.value).startswith("=") for cell in sheet[2])


def test_json_keeps_lists_and_yes_and_no(coordinator, applied) -> None:
    answer = coordinator.post(ADDRESS, {"format": "json", "written": "codes", "columns": FEW})
    (record,) = json.loads(content_of(answer))
    assert (record["hardest_cooperation"], record["consent_rules"]) == (["gminas"], True)
    assert record["problem"].startswith("=HYPERLINK")


def test_an_empty_register_is_an_empty_list(coordinator, meeting) -> None:
    assert (
        json.loads(content_of(coordinator.post(ADDRESS, {"format": "json", "written": "codes", "columns": FEW}))) == []
    )


def test_sensitive_answers_are_there_only_where_they_were_ticked(coordinator, applied) -> None:
    plain = rows_of(coordinator.post(ADDRESS, {**CODES, "columns": FEW}))
    asked = rows_of(coordinator.post(ADDRESS, {**CODES, "columns": FEW, "sensitive": ["diet"]}))
    assert "diet" not in plain[0]
    assert asked[1][asked[0].index("diet")] == "vegan|bez orzechów"
    assert "migration_experience" not in asked[0]


def test_a_sensitive_column_among_the_usual_ones_is_refused(coordinator, applied) -> None:
    answer = coordinator.post(ADDRESS, {**CODES, "columns": [*FEW, "diet"]})
    assert "error-summary" in text_of(answer)


def test_each_export_is_one_line_without_a_name(coordinator, applied) -> None:
    before = Entry.objects.count()
    coordinator.post(f"{ADDRESS}?search=Żaneta", {**CODES, "columns": FEW, "sensitive": ["diet"]})
    (line,) = Entry.objects.filter(sequence__gt=before)
    assert (line.verb, line.facts["rows"], line.facts["sensitive"]) == ("applications.export", 1, ["diet"])
    assert line.facts["narrowed"] == {"search": "yes"}
    assert "aneta" not in str(line.facts)


def test_no_address_writes_a_line_by_being_looked_at(coordinator, applied) -> None:
    before = Entry.objects.count()
    assert coordinator.get(f"{TEAM}applications/export/").status_code == 404
    assert coordinator.get(ADDRESS).status_code == 200
    assert Entry.objects.count() == before


def test_filters_narrow_the_file_as_they_narrow_the_queue(coordinator, meeting, applied) -> None:
    desk.apply(meeting, actor=desk.office(), channel="phone", **desk.other_person(1))
    assert len(rows_of(coordinator.post(f"{ADDRESS}?channel=phone", {**CODES, "columns": FEW}))) == 2
    assert "1 application goes into the file" in text_of(coordinator.get(f"{ADDRESS}?channel=phone"))


def test_no_column_at_all_comes_back_with_a_word(coordinator, applied) -> None:
    assert "Please choose at least one column." in text_of(coordinator.post(ADDRESS, CODES))


def test_the_office_does_not_export(office, meeting) -> None:
    assert office.get(ADDRESS).status_code == 403
    assert client_of(cast.outsider()).get(ADDRESS).status_code == 404
