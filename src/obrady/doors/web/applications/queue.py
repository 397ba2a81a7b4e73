"""The queue: one list of all channels, what waits in it, and letting the complete ones into the pool."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from obrady.doors.web.applications import words
from obrady.doors.web.applications.bulk import last_act
from obrady.doors.web.applications.filtering import FilterForm, as_address, narrowed
from obrady.doors.web.applications.pages import LongPages
from obrady.doors.web.applications.showing import rows_of
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.queries import Counts
from obrady.stages.applications.states import ApplicationState
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import window_of
from obrady.stages.meetings.states import Window
from obrady.workshop import clock

A_PAGE = 50


@team_page(rules.can_see_counts)
@require_GET
def queue(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The whole queue for the office; for the rest of the team the counts alone."""
    actor, counts = actor_of(request), queries.counts(meeting)
    context = {"meeting": meeting, "rail": "queue", "counts": counts, "table": list(count_rows(counts))}
    context["columns"] = columns_of(counts)
    if not rules.can_see_queue.test(actor, meeting):
        return render(request, "applications/team_counts.html", context)
    colleagues = list(queries.colleagues(meeting))
    form = FilterForm(request.GET, counts, colleagues)
    chosen = form.chosen()
    page = LongPages(narrowed(request, meeting, chosen), A_PAGE, search_once=bool(chosen["search"])).get_page(
        request.GET.get("page")
    )
    context |= {
        "form": form,
        "is_filtered": any(chosen.values()),
        "list": as_address(chosen),
        "page": page,
        "rows": rows_of(page.object_list),
        "colleagues": colleagues,
        "saved_filters": saved_filters(request, meeting),
        "last_act": last_act(meeting),
        "may_refuse": rules.can_judge.test(actor, meeting),
        "may_export": rules.can_export.test(actor, meeting),
        **what_waits(meeting, counts),
    }
    return render(request, "applications/team_queue.html", context)


def saved_filters(request: HttpRequest, meeting: Meeting) -> list[dict]:
    return [
        {"saved": saved, "address": as_address(saved.chosen), "is_own": saved.owner_id == request.user.pk}
        for saved in queries.filters_of(meeting, request.user)
    ]


def what_waits(meeting: Meeting, counts: Counts) -> dict:
    """The open work in its sensible order; `next_step` is the one act to do now."""
    ready = queries.queue(meeting, state=ApplicationState.COMPLETE).filter(has_open_pair=False, locked_at=None).count()
    numbers = {
        "duplicates": counts.open_pairs,
        "bodies": counts.spellings,
        "links": counts.links,
        "missing": counts.by_state[ApplicationState.INCOMPLETE],
        "clear": ready,
    }
    # Missing answers need somebody else's time; they hold nobody up.
    acts = [key for key, number in numbers.items() if number and key != "missing"]
    is_open = window_of(meeting, clock.now()) is Window.OPEN
    return {
        "steps": {key: number for key, number in numbers.items() if number},
        "ready": ready,
        "held_back": counts.by_state[ApplicationState.COMPLETE] - ready,
        "next_step": acts[0] if acts else "",
        "is_open": is_open,
        "has_form": queries.current_form(meeting) is not None,
        "frozen": queries.register(meeting).exclude(locked_at=None).exists(),
    }


def columns_of(counts: Counts) -> list[dict]:
    """Only states that somebody is in: an empty column says nothing."""
    return [
        {"state": str(state), "label": label, "total": counts.by_state[state]}
        for state, (label, _mark) in words.STATES.items()
        if counts.by_state[state]
    ]


def count_rows(counts: Counts) -> Iterator[dict]:
    columns = columns_of(counts)
    for channel, label in words.CHANNELS.items():
        cells = [{**column, "number": counts.table[channel][column["state"]]} for column in columns]
        yield {"channel": str(channel), "label": label, "cells": cells, "total": counts.by_channel[channel]}


@team_page(rules.can_clear)
@require_POST
def clear(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    number = actions.clear_complete(actor=actor_of(request), meeting=meeting, now=clock.now())
    if number:
        done = ngettext(
            "%(number)s application may now take part in the recruitment.",
            "%(number)s applications may now take part in the recruitment.",
            number,
        )
        messages.success(request, done % {"number": number})
    else:
        messages.warning(request, _("Nothing was complete and without an open question."))
    return redirect("queue", slug=meeting.slug)


def queue_address(meeting: Meeting) -> str:
    return reverse("queue", kwargs={"slug": meeting.slug})
