"""An import from a file, from the upload to the register, with the worker's rounds in between."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from obrady.stages.applications.actions import import_uploading as uploading
from obrady.stages.applications.actions.import_working import work_on_imports
from obrady.stages.applications.models import ImportJob
from obrady.stages.applications.queries.import_targets import ColumnMapping, Placed
from obrady.stages.applications.states import IMPORT_IS_RUNNING
from obrady.stages.meetings.models import Meeting
from tests.cast import NOW
from tests.stages.applications import desk

GOOGLE_HEADER = (
    "Sygnatura czasowa",
    "Imię i nazwisko",
    "Adres e-mail",
    "Numer telefonu",
    "W czyim imieniu się zgłaszasz?",
    "Nazwa organizacji, grupy lub instytucji",
    "Gmina, w której działasz",
    "Gdzie współpraca jest dla Ciebie najtrudniejsza?",
    "Opisz jeden problem, z którym się spotykasz",
    "Zgoda na regulamin",
    "Uwagi",
)
GOOGLE_ROWS = (
    (
        "2026/11/20 9:45:06 AM GMT+1",
        "Hanna Wierzbówka",
        "h.wierzbowka@example.net",
        "+48 000 000 490",
        "Inna organizacja pozarządowa",
        "Fundacja Ciepły Piec",
        "Toruń",
        "Gminy (np. wójt, burmistrz, prezydent miasta, rada gminy), Inne organizacje pozarządowe",
        "Nie wiadomo, do kogo zadzwonić.",
        "Tak",
        "",
    ),
    (
        "2026/11/21 6:05:00 PM GMT+1",
        "Олена Садова",
        "olena@example.org",
        "000000491",
        "W swoim imieniu",
        "",
        "0461011",
        "Inne organizacje pozarządowe",
        "Kolejki.",
        "Tak",
        "proszę dzwonić",
    ),
)


def csv_file(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ","
) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def uploaded(meeting: Meeting, data: bytes, *, name: str = "zgloszenia.csv", now: datetime = NOW) -> ImportJob:
    job = uploading.upload_file(
        actor=desk.coordinator(), meeting=meeting, file_name=name, chunks=[data[:1000], data[1000:]], now=now
    )
    return worked(job, now=now)


def worked(job: ImportJob, *, now: datetime = NOW, rounds: int = 50) -> ImportJob:
    """The worker goes round until nothing is left to do."""
    for _ in range(rounds):
        job = fresh(job)
        if job.state not in IMPORT_IS_RUNNING:
            break
        work_on_imports(now=now)
    return fresh(job)


def fresh(job: ImportJob) -> ImportJob:
    return ImportJob.objects.select_related("meeting__organisation", "batch").get(pk=job.pk)


def placed(job: ImportJob, columns: Mapping[str, str] | None = None, *, remember_as: str = "", **changes) -> ImportJob:
    """With the mapping that was guessed, save for what is said otherwise; tried out by the worker."""
    mapping = ColumnMapping.of_json(job.mapping)
    moved = {name: Placed(to) for name, to in (columns or {}).items()}
    mapping = replace(mapping, columns={**mapping.columns, **moved}, **changes)
    actor = desk.coordinator()
    uploading.place_columns(actor=actor, job=job, mapping=mapping, remember_as=remember_as, now=NOW)
    return worked(job)


def started(job: ImportJob, *, good_rows_only: bool = False) -> ImportJob:
    uploading.start_import(actor=desk.coordinator(), job=job, good_rows_only=good_rows_only, now=NOW)
    return fresh(job)


def taken_in(job: ImportJob, *, good_rows_only: bool = False) -> ImportJob:
    return worked(started(job, good_rows_only=good_rows_only))
