"""The register as a file: which format, which columns, which applications; sensitive answers only when asked for."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from obrady.doors.web.applications import words
from obrady.doors.web.applications.answers import answer_in_words
from obrady.doors.web.applications.filtering import FilterForm, narrowed
from obrady.doors.web.parts.access import actor_of, confirmed, team_page
from obrady.stages.applications import queries, rules
from obrady.stages.applications.actions.exporting import note_export
from obrady.stages.applications.queries.export import as_text, export_columns, export_records
from obrady.stages.applications.states import ApplicationState, Channel
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock
from obrady.workshop.officefiles import csv_lines, write_xlsx

CSV, XLSX, JSON = "csv", "xlsx", "json"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CODES = "codes"
OWN_LABELS = {
    "state": gettext_lazy("State"),
    "state_reason": gettext_lazy("Reason of the state"),
    "merged_into": gettext_lazy("Merged into"),
    "reference": gettext_lazy("Number"),
    "received_at": gettext_lazy("Received"),
    "channel": gettext_lazy("Channel"),
    "taken_by": gettext_lazy("Taken by"),
    "notice_version": gettext_lazy("Notice version"),
    "withdrawn_at": gettext_lazy("Withdrawn at"),
}


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            (XLSX, gettext_lazy("Excel workbook (XLSX)")),
            (CSV, gettext_lazy("Table (CSV, UTF-8)")),
            (JSON, gettext_lazy("Data for programs (JSON)")),
        ],
        widget=forms.RadioSelect,
        initial=XLSX,
    )
    written = forms.ChoiceField(
        label=gettext_lazy("How answers are written"),
        choices=[
            ("words", gettext_lazy("in words, in the language of this page: to read")),
            (CODES, gettext_lazy("in codes, as the form has them: to count, and to bring in again")),
        ],
        widget=forms.RadioSelect,
        initial="words",
        help_text=gettext_lazy("JSON always has codes."),
    )
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one column.")},
    )
    sensitive = forms.MultipleChoiceField(
        label=gettext_lazy("Sensitive answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Health, origin and needs of single people. Take them out only where the work cannot be done without them; "
            "that you did stands in the ledger."
        ),
    )

    def __init__(self, data, *, definition, may_see_sensitive: bool) -> None:
        super().__init__(data)
        secret = {question.key for question in definition.asked_questions if question.sensitive}
        usual = [(key, label_of(definition, key)) for key in export_columns(definition, with_sensitive=False)]
        self.fields["columns"].choices = usual
        self.fields["columns"].initial = [key for key, _label in usual]
        self.fields["sensitive"].choices = [
            (question.key, label_of(definition, question.key))
            for question in definition.asked_questions
            if question.key in secret
        ]
        if not may_see_sensitive or not secret:
            del self.fields["sensitive"]

    def chosen_columns(self, definition) -> list[str]:
        chosen = {*self.cleaned_data["columns"], *self.cleaned_data.get("sensitive", [])}
        return [key for key in export_columns(definition, with_sensitive=True) if key in chosen]


def label_of(definition, key: str) -> str:
    if key in OWN_LABELS:
        return str(OWN_LABELS[key])
    language = get_language() or definition.languages[0]
    texts = {one.key: one.label for one in (*definition.questions, *definition.consents)}
    text = texts.get(key, {})
    return text.get(language) or text.get(definition.languages[0]) or key


@team_page(rules.can_export)
@confirmed
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """The filters come in the address, as those of the queue do; what to write is sent, and stands in the ledger."""
    form = queries.current_form(meeting)
    if form is None:
        return redirect("queue", slug=meeting.slug)
    definition, actor = queries.definition_of(form), actor_of(request)
    filters = FilterForm(request.GET, queries.counts(meeting), list(queries.colleagues(meeting)))
    chosen = filters.chosen()
    rows = narrowed(request, meeting, chosen)
    asked = ExportForm(
        request.POST if request.method == "POST" else None,
        definition=definition,
        may_see_sensitive=rules.can_see_sensitive.test(actor, meeting),
    )
    if request.method == "POST" and asked.is_valid():
        columns = asked.chosen_columns(definition)
        note(actor, meeting, chosen, columns=columns, rows=rows.count(), file_format=asked.cleaned_data["format"])
        records = export_records(meeting, rows, columns=columns)
        return file_of(meeting, definition, records, columns, asked.cleaned_data)
    context = {"meeting": meeting, "rail": "queue", "form": asked, "filters": filters, "number": rows.count()}
    return render(request, "applications/export/export.html", context | {"is_filtered": any(chosen.values())})


def note(actor, meeting: Meeting, chosen: dict, *, columns: Sequence[str], rows: int, file_format: str) -> None:
    codes = {key: "yes" if key == "search" and value else value for key, value in chosen.items() if key != "order"}
    note_export(
        actor=actor,
        meeting=meeting,
        columns=columns,
        rows=rows,
        file_format=file_format,
        narrowed=codes,
        now=clock.now(),
    )


def file_of(meeting: Meeting, definition, records: Iterator[dict], columns: list[str], asked: dict) -> HttpResponseBase:
    name = f"applications-{meeting.slug}.{asked['format']}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if asked["format"] == JSON:
        return StreamingHttpResponse(json_lines(records), content_type="application/json", headers=headers)
    cell: Callable[[str, object], str] = in_words_of(definition) if asked["written"] != CODES else _as_code
    header = [label_of(definition, key) for key in columns] if asked["written"] != CODES else columns
    rows = ([cell(key, record[key]) for key in columns] for record in records)
    if asked["format"] == XLSX:
        return FileResponse(
            write_xlsx(header, rows, title=_("Applications")), as_attachment=True, filename=name, content_type=XLSX_TYPE
        )
    return StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8", headers=headers)


def _as_code(_key: str, value) -> str:
    return as_text(value)


def in_words_of(definition) -> Callable[[str, object], str]:
    """The words of this language are taken now: the file is written while it is sent."""
    language = get_language() or definition.languages[0]
    questions = {question.key: question for question in definition.questions}
    said = {True: _("yes"), False: _("no")}
    known = {
        "state": {str(state): words.state_label(state) for state in ApplicationState},
        "channel": {str(channel): str(words.CHANNELS[channel]) for channel in Channel},
    }

    def in_words(key: str, value) -> str:
        if isinstance(value, bool):
            return said[value]
        if not value:
            return ""
        if key in known:
            return known[key].get(value, value)
        if key in ("received_at", "withdrawn_at"):
            return value.replace("T", " ")[:16]
        return answer_in_words(questions[key], value, language) if key in questions else as_text(value)

    return in_words


def json_lines(records: Iterator[dict]) -> Iterator[str]:
    """One object for each application, one a line, in a list."""
    first = next(records, None)
    if first is None:
        yield "[]\n"
        return
    for number, record in enumerate(chain([first], records)):
        yield ("[\n" if number == 0 else ",\n") + json.dumps(record, ensure_ascii=False)
    yield "\n]\n"
