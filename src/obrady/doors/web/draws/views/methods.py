"""How people are chosen: the steps in plain words, what they would make of this pool, and the freeze."""

from collections.abc import Callable

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from obrady.doors.web.draws import choosing
from obrady.doors.web.draws.choosing_forms import StepForm
from obrady.doors.web.draws.views.rules import settle, shown_hindrances
from obrady.doors.web.draws.views.steps import page_context, place_of_work, says_refusals
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications.queries import pool as pool_now
from obrady.stages.draws import actions
from obrady.stages.draws.actions import MethodNotPossible, StepGiven, StepsNotReady
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.effects import Way, effects, pool_counts, question_of
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.queries.methods import facts_of, is_settled_by_steps, steps_of
from obrady.stages.draws.queries.pools import declared_features, pool_view
from obrady.stages.draws.rules import can_draw
from obrady.stages.draws.states import DrawState, Preset, StepKind, TransitionRefused
from obrady.stages.ledger.queries import head
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

KEPT_FOR = 600
HARMLESS = ("", "too_large")
ORDERS = (StepKind.RANKING, StepKind.ORDER_OF_APPLICATION)
RECIPES = {
    "points": (StepKind.POINTS, StepKind.RANKING),
    "points_draw": (StepKind.POINTS, StepKind.DRAW),
    "order": (StepKind.ORDER_OF_APPLICATION,),
}


def draft_of(meeting: Meeting) -> Draw | None:
    """The draft whose places are given by steps; None where there is nothing to change here."""
    draw = live_draw(meeting)
    return draw if draw is not None and draw.state == DrawState.DRAFT and draw.preset == Preset.STEPS else None


@team_page(can_draw)
def method(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = draft_of(meeting)
    if draw is None:
        return redirect(place_of_work(live_draw(meeting)), slug=meeting.slug)
    pool = pool_now(meeting)
    view = pool_view(meeting, draw, now=clock.now(), pool=pool)
    features, rows = declared_features(meeting), steps_of(draw)
    context = page_context(request, meeting, draw, here="recruitment-method") | {
        "pool": view,
        "hindrances": shown_hindrances(view),
        "is_blocked": bool(view.blocking),
        "rows": [shown_step(row.kind, row.parameters, features, is_last=row is rows[-1]) | {"position": row.position} for row in rows],
        "kinds": [{"kind": kind, "name": choosing.step_name(kind), "good": choosing.good_of(kind),
                   "bad": choosing.bad_of(kind)} for kind in StepKind],
        "looked_at": actions.version_of(draw),
        "uses_points": any(row.kind == StepKind.POINTS for row in rows),
        "ends_in_draw": any(row.kind == StepKind.DRAW for row in rows),
        "without_dice": is_settled_by_steps(draw),
    }  # fmt: skip
    return render(request, "draws/methods/method.html", context | compared(draw, pool, features))


def shown_step(kind: StepKind, parameters, features, *, is_last: bool = True) -> dict:
    return {
        "kind": kind,
        "name": choosing.step_name(kind),
        "lines": choosing.step_in_words(kind, parameters, features, is_last=is_last),
        "good": choosing.good_of(kind),
        "bad": choosing.bad_of(kind),
        "has_form": kind != StepKind.DRAW,
    }


def compared(draw: Draw, pool, features) -> dict:
    """Side by side; the same pool and steps have the same answer, which is kept for a while."""
    if not pool.members:
        return {"comparisons": [], "not_shown": [], "not_ready": ""}
    shown = [key for key in features if key in {*draw.features, *facts_of(steps_of(draw))}]
    key = f"draws-effects-{draw.pk}-{head().hash}"
    found = cache.get(key)
    if found is None:
        asked = question_of(draw, pool, shown)
        found = (effects(asked), pool_counts(asked))
        cache.set(key, found, KEPT_FOR)
    ways, counts = found
    chosen = next(one for one in ways if one.way is Way.CHOSEN)
    return {
        "comparisons": choosing.comparisons(ways, counts, features),
        "not_shown": [
            {"name": choosing.way_name(one.way), "why": choosing.not_ready(one.missing, one.count)}
            for one in ways
            if one.missing
        ],
        "not_ready": choosing.not_ready(chosen.missing, chosen.count) if chosen.missing not in HARMLESS else "",
    }


@require_POST
@team_page(can_draw)
@says_refusals
def change(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Add a step, move one, take one out, or begin with a ready-made sequence."""
    draw = draft_of(meeting)
    if draw is None:
        return redirect(place_of_work(live_draw(meeting)), slug=meeting.slug)
    steps = [StepGiven(StepKind(row.kind), row.parameters) for row in steps_of(draw)]
    verb, _colon, what = request.POST.get("do", "").partition(":")
    if verb == "add" and what in (StepKind.GATE, StepKind.PRIORITY_GROUPS):
        return redirect("recruitment-method-new", slug=meeting.slug, kind=what)
    changed = changed_steps(steps, verb, what)
    if changed is not None:
        keep(request, draw, changed)
    return redirect("recruitment-method", slug=meeting.slug)


def changed_steps(steps: list[StepGiven], verb: str, what: str) -> list[StepGiven] | None:
    if verb == "recipe" and what in RECIPES:
        return [StepGiven(kind, {}) for kind in RECIPES[what]]
    if verb == "add" and what in set(StepKind):
        return with_new(steps, StepGiven(StepKind(what), {}))
    if what.isdecimal() and len(what) < 4 and 1 <= int(what) <= len(steps):
        return moved(steps, verb, int(what) - 1)
    return None


def with_new(steps: list[StepGiven], new: StepGiven) -> list[StepGiven]:
    """A draw stays last; gates and points come first, groups before the orders within them."""
    at = len(steps)
    if steps and steps[-1].kind is StepKind.DRAW and new.kind is not StepKind.DRAW:
        at -= 1
    if new.kind in (StepKind.GATE, StepKind.POINTS):
        at = next((n for n, one in enumerate(steps) if one.kind not in (StepKind.GATE, StepKind.POINTS)), at)
    if new.kind is StepKind.PRIORITY_GROUPS:
        at = next((n for n, one in enumerate(steps) if one.kind in ORDERS), at)
    return [*steps[:at], new, *steps[at:]]


def moved(steps: list[StepGiven], verb: str, at: int) -> list[StepGiven]:
    found = list(steps)
    one = found.pop(at)
    if verb in ("up", "down"):
        found.insert(max(at - 1, 0) if verb == "up" else at + 1, one)
    elif verb != "remove":
        return steps
    return found


def keep(request: HttpRequest, draw: Draw, steps: list[StepGiven]) -> None:
    try:
        actions.set_steps(
            actor=actor_of(request),
            draw=draw,
            steps=steps,
            looked_at=request.POST.get("looked_at", "") or actions.version_of(draw),
            now=clock.now(),
        )
    except MethodNotPossible as refusal:
        messages.error(request, choosing.refused(refusal.reason, refusal.about))


@team_page(can_draw)
@says_refusals
def step(request: HttpRequest, meeting: Meeting, position: int) -> HttpResponse:
    draw = draft_of(meeting)
    if draw is None:
        return redirect(place_of_work(live_draw(meeting)), slug=meeting.slug)
    steps = [StepGiven(StepKind(row.kind), row.parameters) for row in steps_of(draw)]
    if not 1 <= position <= len(steps):
        raise Http404
    given = steps[position - 1]

    def place(new: StepGiven) -> list[StepGiven]:
        return [*steps[: position - 1], new, *steps[position:]]

    return edited(request, meeting, draw, given, place)


@team_page(can_draw)
@says_refusals
def new_step(request: HttpRequest, meeting: Meeting, kind: str) -> HttpResponse:
    """A gate or priority groups begin with their conditions; the other kinds need none."""
    draw = draft_of(meeting)
    if draw is None or kind not in set(StepKind):
        return redirect(place_of_work(live_draw(meeting)), slug=meeting.slug)
    steps = [StepGiven(StepKind(row.kind), row.parameters) for row in steps_of(draw)]
    return edited(request, meeting, draw, StepGiven(StepKind(kind), {}), lambda new: with_new(steps, new))


def edited(
    request: HttpRequest, meeting: Meeting, draw: Draw, given: StepGiven, place: Callable[[StepGiven], list[StepGiven]]
) -> HttpResponse:
    features = declared_features(meeting)
    form = StepForm(request.POST or None, kind=given.kind, features=features, given=given.parameters)
    if request.method == "POST" and form.is_valid():
        steps, looked_at = place(StepGiven(given.kind, form.parameters())), request.POST.get("looked_at", "")
        try:
            actions.set_steps(actor=actor_of(request), draw=draw, steps=steps, looked_at=looked_at, now=clock.now())
            return redirect("recruitment-method", slug=meeting.slug)
        except MethodNotPossible as refusal:
            form.add_error(None, choosing.refused(refusal.reason, refusal.about))
    context = page_context(request, meeting, draw, here="recruitment-method") | {
        "form": form,
        "step": shown_step(given.kind, given.parameters, features),
        "looked_at": actions.version_of(draw),
    }
    return render(request, "draws/methods/step.html", context)


@require_POST
@team_page(can_draw)
@says_refusals
def freeze(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Without dice the list follows at once; otherwise the worker computes the lottery of what is left."""
    try:
        answer = settle(request, meeting, actions.freeze)
        draw = live_draw(meeting)
        if draw is not None and draw.state == DrawState.FROZEN and is_settled_by_steps(draw):
            actions.settle(draw, now=clock.now())
            return redirect("recruitment-ranking", slug=meeting.slug)
    except StepsNotReady as refusal:
        messages.error(request, choosing.not_ready(refusal.reason, refusal.count))
        return redirect("recruitment-method", slug=meeting.slug)
    except TransitionRefused:
        return redirect("recruitment-ranking", slug=meeting.slug)
    return redirect("recruitment-method", slug=meeting.slug) if draft_of(meeting) else answer
