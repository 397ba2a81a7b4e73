"""Files into the register: what was brought before, a new file, and each file's page through its steps."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obrady.doors.web.applications import importing_words as wording
from obrady.doors.web.applications.importing_mapping import MappingForm
from obrady.doors.web.applications.importing_shown import history_rows, shown_state
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import rules
from obrady.stages.applications.actions import import_uploading as actions
from obrady.stages.applications.models import ImportJob
from obrady.stages.applications.queries import current_form
from obrady.stages.applications.queries.import_touched import touched_since
from obrady.stages.applications.queries.imports import (
    columns_of,
    definition_for_import,
    import_with_key,
    imports_of,
    mappings_of,
    open_import,
    trial_of,
)
from obrady.stages.applications.states import (
    IMPORT_IS_RUNNING,
    ImportIsTouched,
    ImportState,
    MappingNotUsable,
    Refusal,
)
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock
from obrady.workshop.officefiles import ENCODINGS, LARGEST_FILE, write_csv

A_PAGE = 50
MOST_TOUCHED_SHOWN = 50
PIECE = 1 << 20


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, up to 50 MB and 10,000 rows. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Please choose the file."),
            "empty": gettext_lazy("This file is empty. Please export it once more."),
        },
    )

    def clean_file(self):
        if self.cleaned_data["file"].size > LARGEST_FILE:
            raise forms.ValidationError(
                gettext_lazy("This file is larger than 50 MB. Please split it, or take pictures out of it.")
            )
        return self.cleaned_data["file"]


@team_page(rules.can_import)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            job = actions.upload_file(
                actor=actor_of(request),
                meeting=meeting,
                file_name=sent.name,
                chunks=sent.chunks(PIECE),
                now=clock.now(),
            )
            return redirect("applications-import-file", slug=meeting.slug, key=job.pk)
        except Refusal as refusal:
            messages.error(request, wording.refusal(refusal))
    return render(request, "applications/import/imports.html", _landing(request, meeting, form))


def _landing(request: HttpRequest, meeting: Meeting, form: UploadForm) -> dict:
    page = Paginator(imports_of(meeting), A_PAGE).get_page(request.GET.get("page"))
    return {
        "meeting": meeting,
        "rail": "queue",
        "form": form,
        "open": open_import(meeting),
        "has_form": current_form(meeting) is not None,
        "page": page,
        "rows": history_rows(page.object_list),
        "mappings": mappings_of(meeting.organisation),
    }


def job_or_404(meeting: Meeting, key: UUID) -> ImportJob:
    job = import_with_key(meeting, key)
    if job is None:
        raise Http404
    return job


@team_page(rules.can_import)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, meeting: Meeting, key: UUID) -> HttpResponse:
    """The step at which this file is; POST says where its columns go."""
    job = job_or_404(meeting, key)
    if request.method == "POST":
        return place(request, meeting, job) if job.state == ImportState.MAPPING else _back(job)
    return render(request, f"applications/import/{_template_of(job)}.html", _context(meeting, job))


def _template_of(job: ImportJob) -> str:
    if job.state in IMPORT_IS_RUNNING:
        return "running"
    return {ImportState.MAPPING: "mapping", ImportState.CHECKED: "checked"}.get(ImportState(job.state), "over")


def _context(meeting: Meeting, job: ImportJob) -> dict:
    context = {"meeting": meeting, "rail": "queue", "job": job, "shown": shown_state(job)}
    definition = definition_for_import(meeting)
    if definition is None:
        return context
    if job.state == ImportState.MAPPING:
        context |= {"form": MappingForm.of(job, columns_of(job), definition), "encodings": ENCODINGS}
    if job.state == ImportState.CHECKED:
        context |= wording.trial(definition, job, trial_of(job))
    if job.state == ImportState.DONE:
        context |= {"faulty": bool(trial_of(job).faults)}
    return context


def place(request: HttpRequest, meeting: Meeting, job: ImportJob) -> HttpResponse:
    """Look again, or have the file tried out; values that nobody has seen yet are shown first."""
    definition = definition_for_import(meeting)
    if definition is None:
        raise Http404
    form = MappingForm(job, columns_of(job), definition, request.POST)
    if request.POST.get("act") == "try" and not form.has_unseen_values:
        try:
            actions.place_columns(
                actor=actor_of(request),
                job=job,
                mapping=form.mapping,
                remember_as=request.POST.get("remember_as", ""),
                now=clock.now(),
            )
            return _back(job)
        except MappingNotUsable as refusal:
            form.refuse(refusal.faults)
        except Refusal as refusal:
            messages.error(request, wording.refusal(refusal))
            return _back(job)
    context = {"meeting": meeting, "rail": "queue", "job": job, "shown": shown_state(job), "form": form}
    return render(request, "applications/import/mapping.html", context | {"encodings": ENCODINGS})


def _back(job: ImportJob) -> HttpResponse:
    return redirect("applications-import-file", slug=job.meeting.slug, key=job.pk)


@team_page(rules.can_import)
@require_GET
def progress(request: HttpRequest, meeting: Meeting, key: UUID) -> HttpResponse:
    """What the page asks for every two seconds; once the worker is done the whole page is loaded anew."""
    job = job_or_404(meeting, key)
    if job.state not in IMPORT_IS_RUNNING:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(
        request, "applications/import/progress.html", {"meeting": meeting, "job": job, "shown": shown_state(job)}
    )


STEPS = {
    "start": lambda actor, job, sent, now: actions.start_import(
        actor=actor, job=job, good_rows_only=sent.get("good_rows_only") == "yes", now=now
    ),
    "place": lambda actor, job, sent, now: actions.place_again(actor=actor, job=job, now=now),
    "cancel": lambda actor, job, sent, now: actions.cancel_import(actor=actor, job=job, now=now),
    "read": lambda actor, job, sent, now: actions.read_again(
        actor=actor, job=job, sheet=sent.get("sheet", ""), encoding=_known(sent.get("encoding", "")), now=now
    ),
}


def _known(encoding: str) -> str:
    return encoding if encoding in ENCODINGS else ""


@team_page(rules.can_import)
@require_POST
def step(request: HttpRequest, meeting: Meeting, key: UUID, act: str) -> HttpResponse:
    """Take in, back to the columns, stop, read again: one press each."""
    job = job_or_404(meeting, key)
    if act not in STEPS:
        raise Http404
    try:
        STEPS[act](actor_of(request), job, request.POST, clock.now())
    except Refusal as refusal:
        messages.error(request, wording.refusal(refusal))
    return _back(job)


@team_page(rules.can_import)
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, meeting: Meeting, key: UUID) -> HttpResponse:
    job = job_or_404(meeting, key)
    if job.state != ImportState.DONE:
        return _back(job)
    touched = touched_since(job)
    if request.method == "POST":
        try:
            actions.undo_import(actor=actor_of(request), job=job, now=clock.now())
            messages.success(request, _("The import was taken back. Nobody sees its applications any more."))
            return _back(job)
        except ImportIsTouched as refusal:
            touched = refusal.touched
        except Refusal as refusal:
            messages.error(request, wording.refusal(refusal))
            return _back(job)
    context = {"meeting": meeting, "rail": "queue", "job": job, "shown": shown_state(job), "number": len(touched)}
    context |= {"touched": wording.touched(touched, most=MOST_TOUCHED_SHOWN), "consequences": wording.consequences(job)}
    return render(request, "applications/import/undo.html", context)


@team_page(rules.can_import)
@require_GET
def faults(request: HttpRequest, meeting: Meeting, key: UUID) -> HttpResponse:
    """All faults as a table: row, column, what was written, what is wrong and what to do."""
    job = job_or_404(meeting, key)
    definition = definition_for_import(meeting)
    if definition is None:
        raise Http404
    header = (_("Row"), _("Column"), _("Written there"), _("What to do"))
    trial = trial_of(job)
    rows = [wording.fault_row(definition, job, fault) for fault in (*trial.faults, *trial.unkept)]
    return HttpResponse(
        write_csv(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="faults-{meeting.slug}.csv"'},
    )


@team_page(rules.can_import)
def forget(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A remembered mapping that is of no use any more."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.forget_mapping(actor=actor_of(request), meeting=meeting, name=request.POST.get("name", ""), now=clock.now())
    return redirect("applications-import", slug=meeting.slug)
