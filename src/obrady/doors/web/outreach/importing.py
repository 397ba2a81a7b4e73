"""An office's own list into the book: a file, its columns, a dry run, then taken in, and out again if it was a slip.

Nothing is kept between the steps: what was read travels in the page, so that no half import lies about.
"""

import json
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from obrady.doors.web.outreach import words
from obrady.doors.web.outreach.book import key_of, shown
from obrady.doors.web.outreach.forms import UploadForm, languages, sent, split_tags
from obrady.doors.web.parts.access import actor_of, organisation_page
from obrady.stages.letters.queries import folded
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import actions, queries, rules
from obrady.stages.outreach.queries import FIELDS, Batch, RowFault, Trial
from obrady.stages.outreach.states import Basis, ContactKind
from obrady.workshop import clock
from obrady.workshop.officefiles import FileFault, FileRefused, read_sheet

LARGEST, MOST_ROWS, LONGEST_TABLE = 2 * 1024 * 1024, 2000, 4_000_000
MOST_SHOWN = 100
FIELD_LABELS = {
    "institution": gettext_lazy("Institution"),
    "name": gettext_lazy("Contact person"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "kind": gettext_lazy("Kind"),
    "area": gettext_lazy("Gmina (name or code of the register)"),
    "address": gettext_lazy("Postal address"),
    "language": gettext_lazy("Language of letters"),
    "tags": gettext_lazy("Tags"),
    "notes": gettext_lazy("Notes"),
}
# What offices call these columns, folded.
GUESSES = {
    "institution": ("institution", "instytucja", "nazwa", "organizacja", "organisation", "urzad", "ustanova", "nazva"),
    "name": ("contact person", "osoba kontaktowa", "imie i nazwisko", "name", "osoba", "imia ta prizvishche"),
    "email": ("e-mail", "email", "mail", "adres e-mail", "poczta"),
    "phone": ("phone", "telefon", "tel", "nr telefonu", "numer telefonu"),
    "kind": ("kind", "rodzaj", "typ", "type"),
    "area": ("gmina", "area", "teryt", "code of the area", "obszar", "kod teryt"),
    "address": ("address", "adres", "postal address", "adres pocztowy", "adresa"),
    "language": ("language", "jezyk", "mova"),
    "tags": ("tags", "etykiety", "tagi", "znaczniki"),
    "notes": ("notes", "uwagi", "notatki", "prymitky"),
}
FAULTS = {
    "no_name": gettext_lazy("neither an institution nor a person"),
    "too_long": gettext_lazy("too long"),
    "bad_email": gettext_lazy("not an e-mail address: {value}"),
    "unknown_kind": gettext_lazy("no such kind of contact: {value}"),
    "unknown_area": gettext_lazy("no such gmina, powiat or code: {value}"),
    "doubtful_area": gettext_lazy("two gminas are called so; add the kind or give the code: {value}"),
    "needs_area": gettext_lazy("an office needs the gmina or powiat that it stands for"),
    "language": gettext_lazy("a language that letters are not written in: {value}"),
    "tag": gettext_lazy("a tag has at most 60 characters"),
    "twice": gettext_lazy("the same address as in row {value}"),
}  # fmt: skip
FILE_FAULTS = {
    "empty": gettext_lazy("The file is empty."),
    "no_rows": gettext_lazy("There is a first row, but nothing under it."),
    "old_office": gettext_lazy("This is an old .xls file. Save it as .xlsx or CSV and choose that."),
    "too_large": gettext_lazy(
        "The file is larger than 2 MB. A contact list is far smaller: remove pictures and other sheets."
    ),
    "too_many_rows": gettext_lazy(
        "The file has more than 2,000 rows. Split it and take in the parts one after the other."
    ),
    "quotes": gettext_lazy("A quotation mark is opened and never closed in row {row}."),
}


@organisation_page(rules.can_import)
def upload(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = UploadForm(*sent(request, files=True), initial={"language": "pl"})
    if request.method == "POST" and form.is_valid():
        try:
            table = read_table(form.cleaned_data["file"])
        except FileRefused as refusal:
            form.add_error("file", in_words(refusal))
        else:
            return _columns_page(request, organisation, form, table, guessed(table["columns"]), None)
    context = {"organisation": organisation, "rail": "contacts", "form": form}
    return render(request, "outreach/import.html", context, status=422 if form.errors else 200)


def read_table(file) -> dict:
    if file.size > LARGEST:
        raise FileRefused([FileFault(0, "", "too_large")])
    sheet = read_sheet(file.read())
    rows = []
    for row in sheet.rows:
        if row.fault is not None:
            raise FileRefused([row.fault])
        rows.append([row.number, *row.cells])
        if len(rows) > MOST_ROWS:
            raise FileRefused([FileFault(0, "", "too_many_rows")])
    return {"columns": list(sheet.columns), "rows": rows}


def in_words(refusal: FileRefused) -> str:
    fault = refusal.faults[0]
    text = FILE_FAULTS.get(fault.code)
    if text is not None:
        return str(text).format(row=fault.row)
    where = _(" (row %(row)d)") % {"row": fault.row} if fault.row else ""
    return _("We could not read this file%(where)s. Save it as XLSX or as CSV (UTF-8) and try again.") % {
        "where": where
    }


def guessed(columns: list[str]) -> dict[str, str]:
    """Field to the place of the column that most likely holds it; each column once."""
    places, found = {folded(name): str(place) for place, name in reversed(list(enumerate(columns)))}, {}
    for field, names in GUESSES.items():
        place = next((places[name] for name in names if name in places and places[name] not in found.values()), "")
        found[field] = place
    return found


@organisation_page(rules.can_import)
def columns(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The dry run, and after it the real one."""
    form = UploadForm(request.POST, needs_file=False)
    table = sent_table(request.POST.get("table", ""))
    if request.method != "POST" or table is None or not form.is_valid():
        messages.warning(request, _("Please choose the file again."))
        return redirect("contacts-import", organisation=organisation.slug)
    mapping = {field: request.POST.get(f"column-{field}", "") for field in FIELDS}
    trial = tried(organisation, table, mapping, batch_of(form.cleaned_data))
    if request.POST.get("act") == "take-in" and trial.new:
        return _taken_in(request, organisation, trial, batch_of(form.cleaned_data))
    return _columns_page(request, organisation, form, table, mapping, trial)


def sent_table(text: str) -> dict | None:
    if not text or len(text) > LONGEST_TABLE:
        return None
    try:
        table = json.loads(text)
        columns, rows = table["columns"], table["rows"]
    except (ValueError, TypeError, KeyError):
        return None
    is_table = isinstance(columns, list) and isinstance(rows, list) and len(rows) <= MOST_ROWS
    if not is_table or not all(isinstance(name, str) for name in columns) or not all(_is_row(row) for row in rows):
        return None
    return {"columns": columns, "rows": rows}


def _is_row(row: object) -> bool:
    return (
        isinstance(row, list)
        and bool(row)
        and isinstance(row[0], int)
        and all(isinstance(cell, str) for cell in row[1:])
    )


def batch_of(said: Mapping) -> Batch:
    return Batch(
        source=said["source"],
        basis=Basis(said["basis"]),
        basis_words=said["basis_words"],
        basis_on=said["basis_on"],
        kind=ContactKind(said["kind"]),
        language=said["language"],
        tags=split_tags(said["tags"]),
    )


def tried(organisation: Organisation, table: dict, mapping: Mapping[str, str], batch: Batch) -> Trial:
    places = {field: int(place) for field, place in mapping.items() if place.isdecimal() and len(place) < 4}
    rows = (
        (row[0], {field: row[place + 1] for field, place in places.items() if place + 1 < len(row)})
        for row in table["rows"]
    )
    return queries.try_rows(
        organisation,
        rows,
        batch=batch,
        kind_words=words.kind_words(),
        languages=[code for code, _name in languages()],
        stopped=queries.stopped_keys(organisation),
    )


def _columns_page(
    request: HttpRequest, organisation: Organisation, form: UploadForm, table: dict, mapping: dict, trial: Trial | None
) -> HttpResponse:
    said = {name: form.cleaned_data[name] or "" for name in form.fields if name != "file"}
    context = {
        "organisation": organisation,
        "rail": "contacts",
        "said": said,
        "basis": words.BASES.get(said["basis"], words.NO_BASIS),
        "table": json.dumps(table, ensure_ascii=False),
        "number": len(table["rows"]),
        "choices": list(enumerate(table["columns"])),
        "fields": [{"key": key, "label": FIELD_LABELS[key], "place": mapping.get(key, "")} for key in FIELDS],
        "trial": trial,
        "faults": [fault_shown(fault) for fault in trial.faults[:MOST_SHOWN]] if trial else [],
        "known": [{"number": entry.number, **shown(contact)} for entry, contact in trial.known[:MOST_SHOWN]]
        if trial
        else [],
        "first": trial.new[:5] if trial else [],
    }
    return render(request, "outreach/import_columns.html", context)


def fault_shown(fault: RowFault) -> dict:
    label = FIELD_LABELS.get(fault.field, "")
    return {"number": fault.number, "column": label, "text": str(FAULTS[fault.code]).format(value=fault.value)}


def _taken_in(request: HttpRequest, organisation: Organisation, trial: Trial, batch: Batch) -> HttpResponse:
    done = actions.import_contacts(
        actor=actor_of(request), organisation=organisation, entries=trial.new, batch=batch, now=clock.now()
    )
    text = ngettext("%(n)d contact was taken in.", "%(n)d contacts were taken in.", done.number)
    messages.success(request, text % {"n": done.number})
    return render(
        request,
        "outreach/taken_in.html",
        {"organisation": organisation, "rail": "contacts", "done": done, "stopped": trial.stopped},
    )


@organisation_page(rules.can_import)
@require_POST
def undo(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    batch = key_of(request.POST.get("batch", ""))
    usual = {"actor": actor_of(request), "organisation": organisation, "now": clock.now()}
    number = actions.take_back_import(batch=batch, **usual) if batch else 0
    text = ngettext("%(n)d contact went into the archive.", "%(n)d contacts went into the archive.", number)
    messages.success(request, text % {"n": number})
    return redirect("contacts", organisation=organisation.slug)
