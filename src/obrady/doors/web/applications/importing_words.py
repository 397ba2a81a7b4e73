"""What is said about a file, its columns and its rows: what is wrong, and what to do."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from obrady.doors.web.applications import faults as answer_faults
from obrady.doors.web.applications import refusals
from obrady.doors.web.applications.answers import answer_in_words
from obrady.doors.web.applications.words import CHANNELS, STATES
from obrady.stages.applications.models import ImportJob
from obrady.stages.applications.queries.import_targets import RECEIVED_AT, ColumnMapping
from obrady.stages.applications.queries.import_touched import Touch
from obrady.stages.applications.queries.imports import Trial
from obrady.stages.applications.states import ApplicationState, Channel, FormDefinition, Refusal, RowFault
from obrady.stages.people.queries import names_of_actors

MOST_FAULTS_SHOWN = 50
TOUCHES = {
    Touch.FROZEN: gettext_lazy("in the frozen pool of a draw"),
    Touch.CORRECTED: gettext_lazy("answers were corrected"),
    Touch.DECIDED: gettext_lazy("somebody decided about taking part"),
    Touch.MERGED: gettext_lazy("decided as a duplicate, or as none"),
    Touch.LINKED: gettext_lazy("decided as a wish to come together"),
    Touch.WRITTEN: gettext_lazy("there is a letter, a question, a note or a draw about it"),
    Touch.WORKED_ON: gettext_lazy("somebody worked on it"),
}
FILE_FAULTS = {
    "empty": gettext_lazy("The file is empty. Please export it once more."),
    "no_rows": gettext_lazy("The file has column names and no rows. Was it exported before anybody applied?"),
    "old_office": gettext_lazy(
        "This is an old Excel file (.xls) or one with a password. Please save it as “Excel workbook (.xlsx)” without a "
        "password, or as CSV."
    ),
    "spreadsheet": gettext_lazy(
        "This is no Excel workbook. Please open it in your spreadsheet program and save it as .xlsx or as CSV."
    ),
    "broken": gettext_lazy(
        "The workbook is damaged. Please open it in your spreadsheet program and save it once more."
    ),
    "bomb": gettext_lazy(
        "The workbook would become far too large when it is unpacked, or it holds things that no table needs. Please "
        "save only the sheet with the applications, as CSV."
    ),
    "no_sheet": gettext_lazy("The workbook has no such sheet, or it is hidden."),
    "too_large": gettext_lazy("The file is larger than 50 MB. Please split it, or take pictures out of it."),
    "too_many_rows": gettext_lazy("The file has more than 10,000 rows. Please split it."),
    "too_many_columns": gettext_lazy("The file has more than 300 columns. Please leave only those with answers."),
    "wide_encoding": gettext_lazy("The letters of this file cannot be read. Please save it as CSV UTF-8."),
    "upload_broken": gettext_lazy("The file did not arrive whole. Please upload it once more."),
    "no_form": gettext_lazy("This meeting has no published form yet."),
    "overtaken": gettext_lazy(
        "Another import into this meeting was started from the console and took the place of this one. Nothing of this "
        "file is in the register."
    ),
    "unexpected": gettext_lazy(
        "Something in this file could not be read, and nothing was written. Please save it as CSV UTF-8 and try again."
    ),
    "idle": gettext_lazy("Nobody came back for seven days, so the file was destroyed."),
}
ROW_FAULTS = {
    "repeated_reference": gettext_lazy("The same number stands in row %(first_row)s. Every application needs its own."),
    "not_a_consent": gettext_lazy("This is neither yes nor no. Go back to the columns and say what it means."),
    "unknown_option": gettext_lazy(
        "The form has no such answer. Go back to the columns and say which answer it means, or mend it in the file."
    ),
    "not_a_gmina": gettext_lazy(
        "Which gmina this is cannot be told. Write its code of seven digits, or go back to the columns and choose it."
    ),
    "not_a_date": gettext_lazy("This is no date. Write it as 2026-12-14 15:30."),
    "naive_time": gettext_lazy("The hour is missing. Write it as 2026-12-14 15:30."),
    "ragged": gettext_lazy(
        "This row has %(found)s cells where the first has %(expected)s: perhaps a separator stands within an answer."
    ),
    "undecoded": gettext_lazy("Letters of this row cannot be read. Please write it anew and save as CSV UTF-8."),
    "nul": gettext_lazy("This row holds signs that are no text. Please write it anew."),
    "not_kept": gettext_lazy(
        "The consent for this answer is missing, so the answer will not be kept. Bring the consent in too, or leave it so."
    ),
    "required": gettext_lazy("This is empty, but every application needs it."),
}


def refusal(found: Refusal) -> str:
    match found.code:
        case "import_is_open":
            name = names_of_actors({str(found.params["made_by"])}).get(str(found.params["made_by"]), "")
            return _(
                "Another file of this meeting is not done with: “%(file)s”, brought by %(name)s. Finish it or stop it first."
            ) % {"file": found.params["file_name"], "name": name or _("a colleague")}
        case "import_has_moved":
            return _("This import has moved on in the meantime. This is how it stands now.")
    return refusals.in_words(found)


def file_fault(code: str, params: Mapping) -> str:
    if code in ("quotes", "long_cell"):
        return _(
            "In line %(line)s a quotation mark is opened and not closed. Please open the file in a spreadsheet program "
            "and save it once more."
        ) % {"line": params.get("line", "?")}
    return str(FILE_FAULTS.get(code, FILE_FAULTS["unexpected"]))


def states(numbers: Mapping[str, int]) -> list[dict]:
    return [
        {"label": label, "mark": mark, "number": numbers[str(state)]}
        for state, (label, mark) in STATES.items()
        if numbers.get(str(state))
    ]


def consequences(job: ImportJob) -> list[str]:
    number = job.counts.get("imported", 0)
    gone = ngettext(
        "%(number)s application of this file goes, with its person, sealed answers and consents.",
        "%(number)s applications of this file go, with their people, sealed answers and consents.",
        number,
    )
    return [
        gone % {"number": number},
        _("Private links of these applications stop working at once."),
        _("Proposals of duplicates and of wishes to come together with them go too."),
        _("What stays: the ledger’s lines about the import, and the ways of writing organisations."),
        _("It cannot be taken back again; the file can be brought once more."),
    ]


def touched(found: Mapping[str, str], *, most: int) -> list[dict]:
    return [{"reference": reference, "why": TOUCHES[Touch(why)]} for reference, why in list(found.items())[:most]]


def trial(definition: FormDefinition, job: ImportJob, found: Trial) -> dict:
    """The trial's page: counts, the first faults, and the first rows as they will be read."""
    counts = job.counts
    used = [key for key in _labels(definition) if any(key in row["cells"] for row in found.preview)]
    return {
        "counts": counts,
        "channels": [
            {"label": label, "number": counts["channels"][str(channel)]}
            for channel, label in CHANNELS.items()
            if counts.get("channels", {}).get(str(channel))
        ],
        "faults": [_fault(definition, job, fault) for fault in found.faults[:MOST_FAULTS_SHOWN]],
        "unkept": [_fault(definition, job, one) for one in found.unkept[:MOST_FAULTS_SHOWN]],
        "more_unkept": max(0, len(found.unkept) - MOST_FAULTS_SHOWN),
        "more_faults": max(0, counts.get("faults", 0) - MOST_FAULTS_SHOWN),
        "header": [_labels(definition)[key] for key in used],
        "preview": [_previewed(definition, row, used) for row in found.preview],
        "incomplete": counts.get("states", {}).get(str(ApplicationState.INCOMPLETE), 0),
        "late": counts.get("states", {}).get(str(ApplicationState.LATE), 0),
    }


def _labels(definition: FormDefinition) -> dict[str, str]:
    language = get_language() or definition.languages[0]
    every = [(one.key, one.label) for one in definition.questions] + [
        (one.key, one.label) for one in definition.consents
    ]
    return {key: (text.get(language) or next(iter(text.values()), key))[:60] for key, text in every}


def _previewed(definition: FormDefinition, row: Mapping, used: Sequence[str]) -> dict:
    state = str(row["state"])
    labels = {"known": _("here already"), "faulty": _("faulty")}
    marks = {"known": "calm", "faulty": "bad"}
    known = {str(one): both for one, both in STATES.items()}
    return {
        "row": row["row"],
        "state": labels.get(state) or known[state][0],
        "mark": marks.get(state) or known[state][1],
        "cells": [
            {"label": _labels(definition)[key], "text": _cell(definition, key, row["cells"].get(key, "")),
             "is_faulty": key in row["faulty"]}
            for key in used
        ],
    }  # fmt: skip


def _cell(definition: FormDefinition, key: str, text: str) -> str:
    if text and not definition.has_question(key):
        return _("yes") if text == "yes" else _("no")
    if not text:
        return ""
    if key == "channel" and text in set(Channel):
        return str(CHANNELS[Channel(text)])
    if key == RECEIVED_AT:
        return text.replace("T", " ")[:16]
    answer = tuple(text.split("|")) if str(definition.question(key).kind) == "multiple_choice" else text
    return answer_in_words(definition.question(key), answer, get_language() or definition.languages[0])


def _fault(definition: FormDefinition, job: ImportJob, fault: RowFault) -> dict:
    row, column, text, what = fault_row(definition, job, fault)
    return {"row": row, "column": column, "text": text[:120], "what": what}


def fault_row(definition: FormDefinition, job: ImportJob, fault: RowFault) -> tuple[str, str, str, str]:
    named = ColumnMapping.of_json(job.mapping).columns_to(fault.column)
    column = ", ".join(named) or _labels(definition).get(fault.column, "")
    text = str(fault.params.get("text") or fault.params.get("option") or "")
    return str(fault.row), column, text, fault_in_words(fault)


def fault_in_words(fault: RowFault) -> str:
    if fault.code in ROW_FAULTS:
        return str(ROW_FAULTS[fault.code]) % dict(fault.params)
    return answer_faults.in_words(fault)
