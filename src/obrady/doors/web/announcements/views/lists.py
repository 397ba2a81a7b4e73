"""The nine lists of the page and whom they name."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.announcements.forms.sections import EntryForm, HeadingForm
from obrady.doors.web.announcements.moving import one_step
from obrady.doors.web.announcements.views.projects import may_edit_organisation, new_logo
from obrady.doors.web.announcements.views.saving import (
    again,
    asks_for_preview,
    files_of,
    one_at_a_time,
    previewed,
    saved,
    section_context,
    sent,
)
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.doors.web.parts.words import languages_written
from obrady.stages.announcements import actions, rules
from obrady.stages.announcements.models import PartyEntry, PartyList
from obrady.stages.announcements.queries import lists_of
from obrady.stages.announcements.states import PartyListKind, Section
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.actions import reword_logo
from obrady.stages.organisations.models import Logo
from obrady.workshop import clock


def _list(meeting: Meeting, kind: str) -> tuple[PartyList, list[PartyEntry]]:
    found = next(((row, entries) for row, entries in lists_of(meeting) if row.kind == kind), None)
    if found is None:
        raise Http404
    return found


def _entry(meeting: Meeting, kind: str, key: int | None) -> PartyEntry | None:
    _row, entries = _list(meeting, kind)
    found = next((entry for entry in entries if entry.pk == key), None)
    if found is None and key is not None:
        raise Http404
    return found


def _context(meeting: Meeting, kind: str) -> dict:
    row, entries = _list(meeting, kind)
    known = PartyListKind(kind)
    return {
        **section_context(meeting, Section.LISTS),
        "kind": known,
        "heading": row.heading or known.usual_heading,
        "usual_heading": known.usual_heading,
        "row": row,
        "entries": entries,
        "back_url": reverse("announcement-list", args=[meeting.slug, kind]),
    }


@team_page(rules.can_edit)
def lists(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    rows = [
        {
            "kind": row.kind,
            "heading": row.heading or PartyListKind(row.kind).usual_heading,
            "shown": sum(entry.may_be_named for entry in entries),
            "hidden": sum(not entry.may_be_named for entry in entries),
            "fills_itself": row.kind in (PartyListKind.ORGANISER, PartyListKind.PROJECTS) and not entries,
        }
        for row, entries in lists_of(meeting)
    ]
    return render(request, "announcements/lists.html", {**section_context(meeting, Section.LISTS), "rows": rows})


@require_POST
@team_page(rules.can_edit)
def move_list(request: HttpRequest, meeting: Meeting, kind: str) -> HttpResponse:
    _list(meeting, kind)
    kinds = [PartyListKind(row.kind) for row, _entries in lists_of(meeting)]
    order = one_step(kinds, PartyListKind(kind), request)
    actions.order_lists(actor=actor_of(request), meeting=meeting, kinds=order, now=clock.now())
    return redirect(f"{reverse('announcement-lists', args=[meeting.slug])}#{kind}")


@team_page(rules.can_edit)
@one_at_a_time
def one_list(request: HttpRequest, meeting: Meeting, kind: str) -> HttpResponse:
    context = _context(meeting, kind)
    form = HeadingForm(
        sent(request), languages=languages_written(meeting.organisation), texts={"heading": context["row"].heading}
    )

    def write() -> None:
        actions.set_heading(
            actor=actor_of(request),
            meeting=meeting,
            kind=context["kind"],
            heading=form.said("heading"),
            now=clock.now(),
        )

    if request.method == "POST" and form.accepts(write):
        return saved(request, context)
    return again(request, "announcements/list.html", context, form)


@team_page(rules.can_edit)
@one_at_a_time
def entry(request: HttpRequest, meeting: Meeting, kind: str, key: int | None = None) -> HttpResponse:
    known = _entry(meeting, kind, key)
    context = {**_context(meeting, kind), "entry": known, "may_edit_logos": may_edit_organisation(request, meeting)}
    form = EntryForm(
        sent(request),
        files_of(request),
        languages=languages_written(meeting.organisation),
        entry=known,
        kind=context["kind"],
        today=clock.now().astimezone(ZoneInfo(meeting.zone)).date(),
    )
    if not context["may_edit_logos"]:
        form.leave_pictures_alone()

    def write() -> None:
        actions.keep_entry(
            actor=actor_of(request),
            meeting=meeting,
            kind=context["kind"],
            entry=known,
            details=form.details(_logo(request, meeting, form)),
            now=clock.now(),
        )

    if asks_for_preview(request):
        return previewed(request, "announcements/entry.html", context, form, write)
    if request.method == "POST" and form.accepts(write):
        return saved(request, context)
    return again(request, "announcements/entry.html", context, form)


def _logo(request: HttpRequest, meeting: Meeting, form: EntryForm) -> Logo | None:
    """A new picture, or the old one with the words that the form gives it, or none."""
    if form.has_new_picture:
        return new_logo(request, meeting, form)
    if form.logo is None or not form.keeps_its_logo:
        return None
    if form.has_new_words:
        text = form.said("alternative_text")
        reword_logo(actor=actor_of(request), logo=form.logo, alternative_text=text, now=clock.now())
    return form.logo


@require_POST
@team_page(rules.can_edit)
def move_entry(request: HttpRequest, meeting: Meeting, kind: str, key: int) -> HttpResponse:
    _entry(meeting, kind, key)
    _row, entries = _list(meeting, kind)
    order = one_step([entry.pk for entry in entries], key, request)
    try:
        actions.order_entries(
            actor=actor_of(request), meeting=meeting, kind=PartyListKind(kind), entries=order, now=clock.now()
        )
    except actions.NotTheWholeOrder:
        messages.warning(request, _("Somebody else has just changed this list. Look at it and move the entry again."))
    return redirect(f"{reverse('announcement-list', args=[meeting.slug, kind])}#entry-{key}")


@team_page(rules.can_edit)
def remove_entry(request: HttpRequest, meeting: Meeting, kind: str, key: int) -> HttpResponse:
    gone = _entry(meeting, kind, key)
    context = _context(meeting, kind)
    if request.method == "POST":
        actions.remove_entry(actor=actor_of(request), meeting=meeting, entry=gone, now=clock.now())
        messages.success(request, _("The entry is removed."))
        return redirect(context["back_url"])
    consequences = [_("“%(name)s” leaves this list.") % {"name": gone.name}]
    if gone.is_person:
        consequences.append(_("The person leaves the public page at once, and every earlier version of it."))
        consequences.append(_("Their picture is deleted, unless something else uses it."))
    else:
        consequences.append(_("Readers see it after you publish."))
    return render(request, "announcements/remove.html", {**context, "consequences": consequences})
