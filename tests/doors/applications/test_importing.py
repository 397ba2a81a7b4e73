"""The pages of a file on its way into the register, without JavaScript, step by step."""

import csv
import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from obrady.stages.applications import queries
from obrady.stages.applications.actions import import_uploading as uploading
from obrady.stages.applications.actions.import_working import work_on_imports
from obrady.stages.applications.models import ImportJob, ImportMapping
from obrady.stages.applications.states import ImportState
from tests.cast import NOW
from tests.doors.applications.reading import TEAM, queries_of, text_of
from tests.stages.applications import carrying, desk
from tests.stages.applications.carrying import GOOGLE_HEADER, GOOGLE_ROWS, csv_file

HERE = f"{TEAM}import/"


def brought(client, data: bytes, name: str = "zgłoszenia.csv") -> str:
    """Upload, and let the worker read; gives the address of the file's page."""
    answer = client.post(HERE, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, text_of(answer)
    work_on_imports(now=NOW)
    return answer.url


def fields_of(page) -> dict[str, str]:
    """What a browser would send back: every select with its choice, every field with its value."""
    html = page.content.decode()
    sent = {}
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside) or re.search(r'<option value="([^"]*)"', inside)
        sent[name] = unescape(chosen[1]) if chosen else ""
    for name, value in re.findall(r'<input type="hidden" name="(text-[^"]+)" value="([^"]*)"', html):
        sent[name] = unescape(value)
    sent["shown"] = re.findall(r'<input type="hidden" name="shown" value="([^"]*)"', html)
    return sent


def tried(client, address: str, **changes: str):
    client.post(address, {**fields_of(client.get(address)), "act": "try", **changes})
    work_on_imports(now=NOW)
    return client.get(address)


def test_the_page_says_what_kind_of_file_and_lists_those_before(coordinator, meeting) -> None:
    assert "None yet." in text_of(coordinator.get(HERE))
    address = brought(coordinator, csv_file(GOOGLE_HEADER, GOOGLE_ROWS))
    page = text_of(coordinator.get(HERE))
    assert "Go on with this file" in page
    assert f'href="{address}"' in page
    assert "zgłoszenia.csv" in page


def test_without_a_form_the_page_leads_to_it(db, client) -> None:
    desk.meeting(with_form=False)
    from tests import cast

    page = text_of(cast.sign_in(client, cast.coordinator()).get("/en/team/integracja/import/"))
    assert "First the form" in page


def test_from_the_upload_to_the_register(coordinator, meeting) -> None:
    address = brought(coordinator, csv_file(GOOGLE_HEADER, GOOGLE_ROWS, delimiter=";"))
    page = text_of(coordinator.get(address))
    assert "letters in UTF-8, columns parted by semicolon" in page
    place = re.search(r'name="text-(\d+-\d+)" value="W swoim imieniu"', page)
    checked = text_of(tried(coordinator, address, **{f"value-{place[1]}": "own_name"}, remember_as="Google"))
    assert "Take in 2 applications" in checked
    assert "Hanna Wierzbówka" in checked
    coordinator.post(f"{address}start/")
    assert "Taking the applications in" in text_of(coordinator.get(address))
    work_on_imports(now=NOW)
    work_on_imports(now=NOW)
    assert "2 applications were taken in" in text_of(coordinator.get(address))
    assert queries.register(meeting).count() == 2
    assert ImportMapping.objects.get().name == "Google"


def test_an_odd_answer_is_shown_before_the_trial(coordinator, meeting) -> None:
    address = brought(coordinator, csv_file(GOOGLE_HEADER, GOOGLE_ROWS))
    sent = {**fields_of(coordinator.get(address)), "act": "try", "shown": []}
    page = text_of(coordinator.post(address, sent))
    assert "Some columns hold answers that the form does not have." in page
    assert "W swoim imieniu" in page
    assert ImportJob.objects.get().state == ImportState.MAPPING


def test_a_mapping_with_a_fault_comes_back_filled_in(coordinator, meeting) -> None:
    address = brought(coordinator, csv_file(GOOGLE_HEADER, GOOGLE_ROWS))
    sent = {**fields_of(coordinator.get(address)), "act": "try", "to-2": "phone", "consent-consent_image": "everybody"}
    page = text_of(coordinator.post(address, sent))
    assert "Another column goes to this question already." in page
    assert "Please say who has these consents" in page
    assert '<a href="#to-3">' in page
    assert '<option value="everybody" selected>' in page


def test_faults_are_named_by_row_and_the_file_s_own_column_and_can_be_downloaded(coordinator, meeting) -> None:
    address = brought(coordinator, csv_file(GOOGLE_HEADER, GOOGLE_ROWS))
    page = text_of(tried(coordinator, address))
    assert "W czyim imieniu się zgłaszasz?" in page
    assert "Leave out the 1 row with faults" in page
    rows = list(csv.reader(io.StringIO(coordinator.get(f"{address}faults.csv").content.decode())))
    assert rows[1][:3] == ["3", "W czyim imieniu się zgłaszasz?", "W swoim imieniu"]


def test_a_formula_in_a_fault_is_harmless_in_the_download(coordinator, meeting) -> None:
    rows = [(*GOOGLE_ROWS[0][:4], "=HYPERLINK(1)", *GOOGLE_ROWS[0][5:])]
    address = brought(coordinator, csv_file(GOOGLE_HEADER, rows))
    tried(coordinator, address)
    assert "'=HYPERLINK(1)" in coordinator.get(f"{address}faults.csv").content.decode()


def test_a_file_that_cannot_be_read_says_what_to_do(coordinator, meeting) -> None:
    address = brought(coordinator, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, name="stary.xls")
    assert "old Excel file (.xls)" in text_of(coordinator.get(address))
    assert "Upload and look at the columns" in text_of(coordinator.get(HERE))


def test_an_empty_file_and_none_are_refused_at_once(coordinator, meeting) -> None:
    assert "Please choose the file." in text_of(coordinator.post(HERE, {}))
    empty = coordinator.post(HERE, {"file": SimpleUploadedFile("a.csv", b"")})
    assert "This file is empty." in text_of(empty)


def test_a_second_file_is_told_whose_is_open(coordinator, meeting) -> None:
    brought(coordinator, csv_file(GOOGLE_HEADER, GOOGLE_ROWS))
    answer = coordinator.post(HERE, {"file": SimpleUploadedFile("b.csv", b"a,b\n1,2")})
    assert "Another file of this meeting is not done with: “zgłoszenia.csv”" in text_of(answer)


def test_progress_is_asked_for_while_it_runs_and_then_the_page_is_loaded_anew(coordinator, meeting) -> None:
    address = coordinator.post(HERE, {"file": SimpleUploadedFile("a.csv", csv_file(GOOGLE_HEADER, GOOGLE_ROWS))}).url
    assert "Reading the file" in text_of(coordinator.get(f"{address}progress/"))
    work_on_imports(now=NOW)
    answer = coordinator.get(f"{address}progress/")
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_letters_that_look_wrong_are_read_again(coordinator, meeting) -> None:
    address = brought(coordinator, csv_file(("Imię",), (("Żaneta",),), encoding="iso-8859-2"))
    coordinator.post(f"{address}read/", {"encoding": "iso-8859-2"})
    work_on_imports(now=NOW)
    assert "Żaneta" in text_of(coordinator.get(address))


def test_stopping_destroys_the_file(coordinator, meeting) -> None:
    address = brought(coordinator, csv_file(GOOGLE_HEADER, GOOGLE_ROWS))
    page = text_of(coordinator.post(f"{address}cancel/", follow=True))
    assert "The import was stopped" in page
    assert not ImportJob.objects.get().pieces.exists()


def test_a_whole_import_is_taken_back_with_its_consequences_spelled_out(coordinator, meeting) -> None:
    job = carrying.taken_in(carrying.placed(carrying.uploaded(meeting, csv_file(GOOGLE_HEADER, GOOGLE_ROWS[:1]))))
    address = f"{HERE}{job.pk}/"
    assert "1 application of this file goes" in text_of(coordinator.get(f"{address}undo/"))
    coordinator.post(f"{address}undo/")
    assert queries.register(meeting).count() == 0
    work_on_imports(now=NOW)
    assert "The import was taken back" in text_of(coordinator.get(address))


def test_an_import_that_was_worked_on_says_which_and_why(coordinator, meeting) -> None:
    from obrady.stages.applications.actions import withdraw

    job = carrying.taken_in(carrying.placed(carrying.uploaded(meeting, csv_file(GOOGLE_HEADER, GOOGLE_ROWS[:1]))))
    row = queries.register(meeting).get()
    withdraw(actor=desk.office(), application=row, now=NOW)
    page = text_of(coordinator.post(f"{HERE}{job.pk}/undo/"))
    assert "This import cannot be taken back any more" in page
    assert row.reference in page
    assert queries.register(meeting).count() == 1


def test_a_remembered_mapping_can_be_forgotten(coordinator, meeting) -> None:
    job = carrying.placed(carrying.uploaded(meeting, csv_file(GOOGLE_HEADER, GOOGLE_ROWS)), remember_as="Google")
    uploading.cancel_import(actor=desk.coordinator(), job=job, now=NOW)
    assert "Forget “Google”" in text_of(coordinator.get(HERE))
    coordinator.post(f"{HERE}forget/", {"name": "Google"})
    assert not ImportMapping.objects.exists()


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_of_files_asks_as_much_for_one_as_for_many(coordinator, meeting, number) -> None:
    for _ in range(number):
        job = carrying.uploaded(meeting, b"a,b\n1,2")
        uploading.cancel_import(actor=desk.coordinator(), job=job, now=NOW)
    coordinator.get(HERE)
    assert queries_of(coordinator, HERE) <= 16


def test_another_meeting_s_file_is_not_found(coordinator, meeting) -> None:
    other = desk.meeting(slug="drugie")
    job = carrying.uploaded(other, csv_file(GOOGLE_HEADER, GOOGLE_ROWS))
    assert coordinator.get(f"{HERE}{job.pk}/").status_code == 404
