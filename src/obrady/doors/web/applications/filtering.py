"""What the queue is narrowed to: the form of filters, filters saved under a name, and the list that a page belongs to."""

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from obrady.doors.web.applications import refusals, words
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.doors.web.parts.context import OWN_NAMES
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import NOBODY, OLDEST, Counts
from obrady.stages.applications.states import ApplicationState, Problem, Refusal
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

MINE = "mine"
EVERY = ("", gettext_lazy("all"))


class FilterForm(forms.Form):
    search = forms.CharField(label=gettext_lazy("Name, phone, number or organisation"), required=False, max_length=200)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    problem = forms.ChoiceField(label=gettext_lazy("What waits"), required=False)
    assignee = forms.ChoiceField(label=gettext_lazy("In whose hands"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    order = forms.ChoiceField(label=gettext_lazy("Order"), required=False)

    def __init__(self, data, counts: Counts, colleagues=()) -> None:
        super().__init__(data)
        numbers = {
            Problem.DUPLICATE: None,
            Problem.MISSING: counts.by_state[ApplicationState.INCOMPLETE],
            Problem.UNPROVEN: counts.unproven,
            Problem.SPELLING: None,
            Problem.LINK: None,
        }
        states = {state: label for state, (label, _mark) in words.STATES.items()}
        people = [(str(one.pk), one.name) for one in colleagues]
        own_names = [(code, OWN_NAMES.get(code, str(name))) for code, name in settings.LANGUAGES]
        choices = {
            "channel": [EVERY, *_choices(words.CHANNELS, counts.by_channel)],
            "state": [EVERY, *_choices(states, counts.by_state)],
            "problem": [EVERY, *_choices(words.PROBLEMS, numbers)],
            "assignee": [EVERY, (MINE, _("in mine")), (NOBODY, _("in nobody’s")), *people],
            "language": [EVERY, *own_names],
            "order": [("", _("newest first")), (OLDEST, _("oldest first"))],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered

    def chosen(self) -> dict[str, str]:
        """What is asked for; a value that does not exist asks for nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


def _choices(labels, numbers) -> list[tuple[str, str]]:
    return [
        (str(value), str(label) if numbers[value] is None else f"{label} ({numbers[value]})")
        for value, label in labels.items()
        if numbers[value] is None or numbers[value]
    ]


def narrowed(request: HttpRequest, meeting: Meeting, chosen: dict[str, str]) -> QuerySet[Application]:
    """The queue as chosen; “mine” are those of whoever asks."""
    mine = str(request.user.pk) if chosen.get("assignee") == MINE else chosen.get("assignee", "")
    return queries.queue(meeting, **{**chosen, "assignee": mine})


def as_address(chosen: dict[str, str]) -> str:
    return urlencode({name: value for name, value in chosen.items() if value})


def list_of(request: HttpRequest) -> str:
    """The filter of the list from which a page of one application was opened."""
    return request.GET.get("list", "")


def list_tail(request: HttpRequest) -> str:
    return f"?{urlencode({'list': list_of(request)})}" if "list" in request.GET else ""


def neighbours(request: HttpRequest, found: Application) -> queries.Neighbours | None:
    """Previous and next in that list; a page that was opened from no list has none."""
    if "list" not in request.GET:
        return None
    asked = QueryDict(list_of(request))
    chosen = {name: asked.get(name, "") for name in FilterForm.base_fields}
    return queries.neighbours(narrowed(request, found.meeting, chosen), found)


def back_to(request: HttpRequest, found: Application, *, anchor: str = "") -> HttpResponse:
    """To the application's page, still in its list."""
    address = reverse("application", kwargs={"slug": found.meeting.slug, "reference": found.reference})
    return redirect(f"{address}{list_tail(request)}{anchor}")


@team_page(rules.can_see_queue)
@require_POST
def save(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What was chosen goes under a name; what was typed into the search is not kept."""
    kept = set(FilterForm.base_fields) - {"search"}
    chosen = {name: value for name in kept if (value := request.POST.get(name, "")[:60])}
    name = request.POST.get("name", "").strip()
    try:
        actions.save_filter(
            actor=actor_of(request),
            owner=request.user,
            meeting=meeting,
            name=name,
            chosen=chosen,
            is_shared="is_shared" in request.POST,
            now=clock.now(),
        )
    except ValidationError:
        messages.error(request, _("Please give the filter a name of at most 80 characters."))
    except Refusal as refusal:
        messages.error(request, refusals.in_words(refusal))
    else:
        messages.success(request, _("The filter “%(name)s” is saved.") % {"name": name})
    return redirect(f"{reverse('queue', kwargs={'slug': meeting.slug})}?{as_address(chosen)}#all")


@team_page(rules.can_see_queue)
@require_POST
def drop(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    saved = queries.filters_of(meeting, request.user).filter(pk=key, owner=request.user).first()
    if saved is None:
        raise Http404
    address = f"{reverse('queue', kwargs={'slug': meeting.slug})}?{as_address(saved.chosen)}#all"
    actions.drop_filter(actor=actor_of(request), owner=request.user, saved=saved, now=clock.now())
    messages.success(
        request,
        _("The filter “%(name)s” is removed. It is still chosen below: save it again to undo.") % {"name": saved.name},
    )
    return redirect(address)
