"""Criteria, assessors, one application at a time, and where the whole stands."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.applications.answers import answer_in_words
from obrady.doors.web.draws import choosing
from obrady.doors.web.draws.choosing_forms import AssessingForm, AssessorsForm, SheetForm
from obrady.doors.web.draws.views.steps import page_context
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications.queries import whole
from obrady.stages.draws import actions
from obrady.stages.draws.actions import AssessmentRefused, MethodNotPossible
from obrady.stages.draws.models import Sheet
from obrady.stages.draws.queries.assessing import assessors_of, marks_of, may_assess, own_sheet, own_sheets, progress
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.queries.methods import assessing_of, criteria_of
from obrady.stages.draws.rules import can_draw, can_see_composition
from obrady.stages.draws.states import SheetState
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

PER_PAGE = 50
CONTACTS = frozenset({"email", "phone", "answer_channel", "language"})
IDENTITY = frozenset({"full_name", "organisation", "role", "linked_with", "linked_mode"})
SHEET_STATES = (SheetState.ASKED, SheetState.GIVEN, SheetState.CONFLICT)


@team_page(can_draw)
def criteria(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    how, known = assessing_of(meeting), criteria_of(meeting)
    form = AssessingForm(request.POST, criteria=known) if request.method == "POST" else AssessingForm.of(how, known)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("differ_by", "third", "without_names", "looked_at")}
        try:
            actions.set_assessing(
                actor=actor_of(request), meeting=meeting, criteria=form.given(), now=clock.now(), **values
            )
            messages.success(request, _("The criteria are kept."))
            return redirect("recruitment-criteria", slug=meeting.slug)
        except MethodNotPossible as refusal:
            form.add_error(None, choosing.refused(refusal.reason, refusal.about))
    return render(request, "draws/methods/criteria.html", criteria_context(request, meeting) | {"form": form})


def criteria_context(request: HttpRequest, meeting: Meeting) -> dict:
    known = criteria_of(meeting)
    return page_context(request, meeting, live_draw(meeting), here="recruitment-method") | {
        "criteria": known,
        "most": sum(one.most * one.weight for one in known),
        "assessors": AssessorsForm(people=may_assess(meeting), chosen=assessors_of(meeting)),
    }


@team_page(can_draw)
@require_POST
def ask(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    people = may_assess(meeting)
    form = AssessorsForm(request.POST, people=people)
    try:
        chosen = set(form.cleaned_data["accounts"]) if form.is_valid() else set()
        accounts = [one for one in people if str(one.pk) in chosen]
        asked = actions.ask_assessors(actor=actor_of(request), meeting=meeting, accounts=accounts, now=clock.now())
    except AssessmentRefused as refusal:
        messages.error(request, choosing.refused(refusal.reason, refusal.about))
        return redirect("recruitment-criteria", slug=meeting.slug)
    text = ngettext("%(count)s sheet was handed out.", "%(count)s sheets were handed out.", asked)
    messages.success(request, text % {"count": asked})
    return redirect("recruitment-assessing", slug=meeting.slug)


@team_page(can_see_composition)
def mine(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The sheets of whoever is signed in; nobody else's."""
    rows = own_sheets(actor_of(request), meeting)
    search, state = request.GET.get("search", "").strip(), request.GET.get("state", "")
    shown = [
        row for row in rows if (not state or row.state == state) and search.lower() in row.application.reference.lower()
    ]
    context = page_context(request, meeting, live_draw(meeting), here="recruitment-method") | {
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "all": len(rows),
        "open": [row for row in rows if row.state == SheetState.ASKED],
        "search": search,
        "state": state,
    }
    return render(request, "draws/methods/mine.html", context)


@team_page(can_see_composition)
def sheet(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    """One application at a time. Every change is kept; only “give the points” makes them count."""
    found = own_sheet(actor_of(request), meeting, reference)
    if found is None:
        raise Http404
    if request.method == "POST" and found.state == SheetState.ASKED:
        return posted(request, meeting, found)
    form = SheetForm(
        criteria=criteria_of(meeting),
        marks=marks_of(found),
        initial={"looked_at": found.revision, "reason": found.reason},
    )
    return shown_sheet(request, meeting, found, form)


def shown_sheet(request: HttpRequest, meeting: Meeting, found: Sheet, form: SheetForm) -> HttpResponse:
    without_names = assessing_of(meeting).without_names
    rows = own_sheets(actor_of(request), meeting)
    context = page_context(request, meeting, live_draw(meeting), here="recruitment-method") | {
        "sheet": found,
        "form": form,
        "pairs": [(form[f"points-{one.key}"], form[f"reason-{one.key}"]) for one in form.criteria],
        "answers": answers_of(found, without_names=without_names),
        "name": "" if without_names else found.application.person.name,
        "left": sum(row.state == SheetState.ASKED for row in rows),
        "all": len(rows),
    }
    return render(request, "draws/methods/sheet.html", context)


def answers_of(found: Sheet, *, without_names: bool) -> list[tuple[str, str]]:
    """What the person wrote, in the form's words; nothing sensitive, and no contacts."""
    whole_one, language = whole(found.application, {}), get_language() or "pl"
    shown = [
        one
        for one in whole_one.definition.questions
        if not one.sensitive
        and not one.office_only
        and one.key not in CONTACTS
        and str(one.kind) not in CONTACTS
        and not (without_names and one.key in IDENTITY)
    ]
    pairs = [(one, answer_in_words(one, whole_one.record.answers.get(one.key), language)) for one in shown]
    return [(one.label.get(language) or one.label["pl"], text) for one, text in pairs if text]


def posted(request: HttpRequest, meeting: Meeting, found: Sheet) -> HttpResponse:
    if request.POST.get("do") == "conflict":
        return conflict(request, meeting, found)
    form = SheetForm(request.POST, criteria=criteria_of(meeting))
    wants_all = request.POST.get("do") == "give"
    if form.is_valid() and wants_all:
        for name in form.missing():
            form.add_error(name, choosing.refused("incomplete"))
    if not form.is_valid():
        return said(request, "") if by_script(request) else shown_sheet(request, meeting, found, form)
    verb = actions.give_marks if wants_all else actions.save_marks
    values = {"reason": form.cleaned_data["reason"], "looked_at": form.cleaned_data["looked_at"]}
    try:
        verb(actor=actor_of(request), sheet=found, marks=form.marks(), now=clock.now(), **values)
    except AssessmentRefused as refusal:
        if by_script(request):
            return said(request, choosing.refused(refusal.reason, refusal.about))
        form.add_error(None, choosing.refused(refusal.reason, refusal.about))
        return shown_sheet(request, meeting, found, form)
    if by_script(request) and not wants_all:
        return said(request, "", found)
    return after_giving(request, meeting) if wants_all else redirect(request.path)


def by_script(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def said(request: HttpRequest, problem: str, found: Sheet | None = None) -> HttpResponse:
    return render(request, "draws/methods/kept.html", {"problem": problem, "sheet": found, "now": clock.now()})


def after_giving(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """On to the next application that waits for this person."""
    left = [row for row in own_sheets(actor_of(request), meeting) if row.state == SheetState.ASKED]
    messages.success(request, _("The points are given.") + " " + (_("Here is the next.") if left else ""))
    if not left:
        return redirect("recruitment-assess", slug=meeting.slug)
    return redirect("recruitment-assess-one", slug=meeting.slug, reference=left[0].application.reference)


def conflict(request: HttpRequest, meeting: Meeting, found: Sheet) -> HttpResponse:
    try:
        free = actions.declare_conflict(actor=actor_of(request), sheet=found, now=clock.now())
        text = _("Thank you. Somebody else is asked.") if free else _("Thank you. The coordinator has to ask somebody.")
        messages.success(request, text)
    except AssessmentRefused as refusal:
        messages.error(request, choosing.refused(refusal.reason, refusal.about))
    return redirect("recruitment-assess", slug=meeting.slug)


def filtered(request: HttpRequest, meeting: Meeting) -> list:
    search, state = request.GET.get("search", "").strip().lower(), request.GET.get("state", "")
    kept = {
        "whole": lambda row: row.is_whole,
        "waiting": lambda row: not row.is_whole,
        "third": lambda row: row.wants_third or len(row.hands) > 2,
        "unasked": lambda row: sum(hand.slot is not None for hand in row.hands) < 2,
    }.get(state, lambda row: True)
    return [row for row in progress(meeting) if search in row.reference.lower() and kept(row)]


@team_page(can_draw)
def state(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    rows = filtered(request, meeting)
    shown = [{"row": row, "score": choosing.points_in_words(row.score)} for row in rows]
    context = page_context(request, meeting, live_draw(meeting), here="recruitment-method") | {
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "whole": sum(row.is_whole for row in rows),
        "all": len(rows),
        "search": request.GET.get("search", ""),
        "state": request.GET.get("state", ""),
    }
    return render(request, "draws/methods/state.html", context)


@team_page(can_draw)
def state_export(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """References and points, no names of those who applied; points only where everybody has given theirs."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}-assessment.csv"'
    sheet_of = csv.writer(response)
    sheet_of.writerow(["reference", "first", "second", "third", "score"])
    for row in filtered(request, meeting):
        totals = {hand.slot: hand.total for hand in row.hands}
        values = ["" if totals.get(slot) is None else totals[slot] for slot in (1, 2, 3)]
        sheet_of.writerow([row.reference, *values, "" if row.score is None else str(row.score)])
    return response
