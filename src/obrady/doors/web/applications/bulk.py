"""Acts on many applications of the queue, chosen one by one or all that a filter finds; each can be undone."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from obrady.doors.web.applications import refusals, words
from obrady.doors.web.applications.filtering import FilterForm, narrowed
from obrady.doors.web.applications.slips import call_list, slips
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.actions import Done
from obrady.stages.applications.models import BulkAct
from obrady.stages.applications.states import BulkKind, Refusal
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import names_of_actors
from obrady.workshop import clock

A_PAGE = 50
NOBODY = "nobody"


@team_page(rules.can_see_queue)
@require_POST
def act(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """One of the acts below the list, on the rows that are ticked."""
    shown = shown_rows(request, meeting)
    chosen = shown.states
    if not chosen:
        messages.warning(request, _("Nothing is ticked. Tick the applications first, then press the button."))
        return back(request, meeting)
    match request.POST.get("act", ""):
        case "let_in":
            return let_in(request, meeting, chosen)
        case "assign":
            return assign(request, meeting, shown)
        case "refuse":
            return refuse(request, meeting, chosen)
        case "slips":
            return slips(request, meeting, list(chosen))
        case "calls":
            return call_list(request, meeting, list(chosen))
    return back(request, meeting)


@dataclass(frozen=True)
class Shown:
    """The chosen rows with the state, and the colleague, that each was shown with."""

    states: dict[UUID, str]
    hands: dict[UUID, str]


def shown_rows(request: HttpRequest, meeting: Meeting) -> Shown:
    """The ticked rows, or all that the filter finds."""
    if "everything" in request.POST:
        asked = QueryDict(request.POST.get("list", ""))
        rows = narrowed(request, meeting, {name: asked.get(name, "") for name in FilterForm.base_fields})
        found = list(rows.values_list("pk", "state", "assignee"))
        return Shown(
            {key: state for key, state, _hands in found}, {key: str(hands or "") for key, _state, hands in found}
        )
    states, hands = {}, {}
    for text in request.POST.getlist("row"):
        key, state, colleague = (*text.split(":"), "", "")[:3]
        try:
            states[UUID(key)], hands[UUID(key)] = state, colleague
        except ValueError:
            continue
    return Shown(states, hands)


def let_in(request: HttpRequest, meeting: Meeting, chosen: dict[UUID, str]) -> HttpResponse:
    done = actions.let_in(actor=actor_of(request), meeting=meeting, chosen=chosen, now=clock.now())
    tell(
        request,
        done,
        ngettext(
            "%(number)s application may now take part in the recruitment.",
            "%(number)s applications may now take part in the recruitment.",
            done.done,
        ),
        _("They are not complete, wait for a decision about a duplicate, or changed since:"),
    )
    return back(request, meeting)


def assign(request: HttpRequest, meeting: Meeting, shown: Shown) -> HttpResponse:
    wanted = request.POST.get("to", "")
    to = next((one for one in queries.colleagues(meeting) if str(one.pk) == wanted), None)
    if to is None and wanted != NOBODY:
        messages.warning(request, _("Please choose first who takes them in hand."))
        return back(request, meeting)
    done = actions.assign_many(
        actor=actor_of(request), meeting=meeting, chosen=shown.states, to=to, seen=shown.hands, now=clock.now()
    )
    name = to.name if to else _("nobody")
    tell(
        request,
        done,
        ngettext(
            "%(number)s application is now in other hands: %(name)s.",
            "%(number)s applications are now in other hands: %(name)s.",
            done.done,
        ).replace("%(name)s", name),
        _("Somebody else has them in hand since:"),
    )
    return back(request, meeting)


def refuse(request: HttpRequest, meeting: Meeting, chosen: dict[UUID, str]) -> HttpResponse:
    """First a page that asks for the reason and says what follows, then the act."""
    if not rules.can_judge.test(actor_of(request), meeting):
        raise PermissionDenied
    reason = request.POST.get("reason")
    if reason is None:
        return ask_reason(request, meeting, chosen)
    try:
        done = actions.refuse_many(
            actor=actor_of(request), meeting=meeting, chosen=chosen, reason=reason, now=clock.now()
        )
    except Refusal as refusal:
        return ask_reason(request, meeting, chosen, fault=refusals.in_words(refusal), status=422)
    tell(
        request,
        done,
        ngettext(
            "%(number)s application does not take part. Its letter waits as a draft under Letters.",
            "%(number)s applications do not take part. Their letters wait as drafts under Letters.",
            done.done,
        ),
        _("They were withdrawn, merged, refused before or changed since:"),
    )
    return back(request, meeting)


def ask_reason(
    request: HttpRequest, meeting: Meeting, chosen: dict[UUID, str], *, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "rail": "queue",
        "rows": [f"{key}:{state}" for key, state in chosen.items()],
        "list": request.POST.get("list", ""),
        "fault": fault,
    }
    return render(request, "applications/team_bulk_reason.html", context, status=status)


def tell(request: HttpRequest, done: Done, words_done: str, why_left: str) -> None:
    if done.done:
        messages.success(request, words_done % {"number": done.done})
    if done.left:
        names = ", ".join(done.left[:12]) + (" …" if len(done.left) > 12 else "")
        said = ngettext("%(number)s stays as it is.", "%(number)s stay as they are.", len(done.left))
        messages.warning(request, " ".join([said % {"number": len(done.left)}, why_left, names]))
    if not done.done and not done.left:
        messages.warning(request, _("There was nothing to change."))


@team_page(rules.can_see_queue)
@require_GET
def acts(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    page = Paginator(queries.bulk_acts(meeting), A_PAGE).get_page(request.GET.get("page"))
    context = {"meeting": meeting, "rail": "queue", "page": page, "rows": act_rows(page.object_list)}
    return render(request, "applications/team_bulk_acts.html", context)


@team_page(rules.can_see_queue)
@require_POST
def undo(request: HttpRequest, meeting: Meeting, key: UUID) -> HttpResponse:
    bulk = queries.bulk_acts(meeting).filter(pk=key).first()
    if bulk is None:
        raise Http404
    try:
        done = actions.undo_bulk(actor=actor_of(request), bulk=bulk, now=clock.now())
    except Refusal as refusal:
        messages.warning(request, refusals.in_words(refusal))
    else:
        tell(
            request,
            done,
            ngettext(
                "Undone: %(number)s application is as it was before.",
                "Undone: %(number)s applications are as they were before.",
                done.done,
            ),
            _("Somebody changed them since, or their letter has left:"),
        )
    return back(request, meeting)


def act_rows(bulks) -> list[dict]:
    bulks = list(bulks)
    names = names_of_actors({bulk.done_by for bulk in bulks})
    return [
        {
            "bulk": bulk,
            "kind": words.BULK_KINDS[BulkKind(bulk.kind)],
            "number": len(bulk.items),
            "by": names.get(bulk.done_by, ""),
        }
        for bulk in bulks
    ]


def last_act(meeting: Meeting) -> dict | None:
    """The one that the undo bar offers: the latest, until it is undone."""
    bulk: BulkAct | None = queries.bulk_acts(meeting).first()
    return act_rows([bulk])[0] if bulk and bulk.undone_at is None else None


def back(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    query = request.POST.get("list", "")
    return redirect(f"{reverse('queue', kwargs={'slug': meeting.slug})}{'?' + query if query else ''}#all")
