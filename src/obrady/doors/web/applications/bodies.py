"""Organisations written in several ways: a machine proposes whose a way of writing is, a person nods."""

from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obrady.doors.web.applications import words
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Body, Spelling
from obrady.workshop import clock

A_PAGE = 50


@dataclass(frozen=True)
class Proposal:
    spelling: Spelling
    likeness: str


class OtherBodyForm(forms.Form):
    """Which organisation a way of writing belongs to, of all that the organiser knows."""

    body = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        label=gettext_lazy("Organisation"),
        empty_label=gettext_lazy("Choose from the list"),
    )

    def __init__(self, data, *, meeting: Meeting, initial: Body | None = None) -> None:
        super().__init__(data, initial={"body": initial})
        choice = cast(forms.ModelChoiceField, self.fields["body"])
        choice.queryset = queries.bodies_of(meeting)
        choice.label_from_instance = lambda body: body.name
        choice.error_messages["required"] = _("Please choose an organisation.")


@team_page(rules.can_unify)
@require_GET
def bodies(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    waiting = [Proposal(one, words.likeness_in_words(one.score)) for one in queries.spellings_to_nod(meeting)]
    search = request.GET.get("search", "").strip()
    known = queries.bodies_named_in(meeting)
    if search:
        known = known.filter(name__icontains=search)
    sure = [one for one in waiting if one.spelling.score >= queries.CONFIDENT and one.spelling.proposed]
    context = {
        "meeting": meeting,
        "rail": "bodies",
        "waiting": len(waiting),
        "sure": sure,
        "doubtful": [one for one in waiting if one not in sure],
        "search": search,
        "page": Paginator(known, A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "applications/team_bodies.html", context)


@team_page(rules.can_unify)
@require_POST
def nod(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """One nod for the proposals that are ticked."""
    ticked = set(request.POST.getlist("spelling"))
    spellings = [one for one in queries.spellings_to_nod(meeting) if str(one.pk) in ticked]
    number = actions.nod_proposed(actor=actor_of(request), meeting=meeting, spellings=spellings, now=clock.now())
    done = ngettext("%(number)s way of writing unified.", "%(number)s ways of writing unified.", number)
    messages.success(request, done % {"number": number})
    return redirect("bodies", slug=meeting.slug)


@team_page(rules.can_unify)
@require_http_methods(["GET", "HEAD", "POST"])
def spelling(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    """Another organisation than the proposed one, now or later."""
    found = spelling_or_404(meeting, key)
    form = OtherBodyForm(request.POST or None, meeting=meeting, initial=found.body or found.proposed)
    act, actor, now = request.POST.get("act"), actor_of(request), clock.now()
    if act == "apart":
        actions.keep_spelling_apart(actor=actor, spelling=found, meeting=meeting, now=now)
        messages.success(request, _("“%(name)s” is an organisation of its own.") % {"name": found.text})
        return redirect("bodies", slug=meeting.slug)
    if act == "proposed" and found.proposed:
        return _nod(request, meeting, found, found.proposed)
    if request.method == "POST" and form.is_valid():
        return _nod(request, meeting, found, form.cleaned_data["body"])
    context = {"meeting": meeting, "rail": "bodies", "spelling": found, "form": form}
    return render(request, "applications/team_spelling.html", context, status=422 if form.errors else 200)


def _nod(request: HttpRequest, meeting: Meeting, found: Spelling, body: Body) -> HttpResponse:
    actions.nod_spelling(actor=actor_of(request), spelling=found, body=body, meeting=meeting, now=clock.now())
    messages.success(request, _("“%(name)s” is now “%(body)s”.") % {"name": found.text, "body": body.name})
    return redirect("bodies", slug=meeting.slug)


def spelling_or_404(meeting: Meeting, key: int) -> Spelling:
    found = (
        Spelling.objects.filter(pk=key, organiser=meeting.organisation_id).select_related("body", "proposed").first()
    )
    if found is None:
        raise Http404
    return found
