"""Screens one to three: how places are given, the shares, and whether the rules can be met."""

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.draws import wording
from obrady.doors.web.draws.forms import RulesForm, SharesForm
from obrady.doors.web.draws.spans import SpanPicture, span_pictures
from obrady.doors.web.draws.views.steps import page_context, place_of_work, says_refusals
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications.queries import Pool
from obrady.stages.applications.queries import pool as pool_now
from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.checking import Check, check, live_check, live_question, question, question_hash
from obrady.stages.draws.queries.decisions import decisions_of
from obrady.stages.draws.queries.finding import abandoned_draws, live_draw, rehearsals
from obrady.stages.draws.queries.methods import uses_shares
from obrady.stages.draws.queries.pools import PoolView, declared_features, pool_view
from obrady.stages.draws.rules import can_draw, can_see_composition
from obrady.stages.draws.states import DrawState, Hindrance, Objective, Preset
from obrady.stages.ledger.queries import head
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

KEPT_FOR = 600
WAYS = ("0", "1", "2", "3", "4")
TYPING_LASTS = 60
AFTER_PLACES = {Preset.SHARES: "recruitment-shares", Preset.STEPS: "recruitment-method"}
WHERE = {
    Hindrance.OPEN_PAIRS: "duplicates",
    Hindrance.NOT_CLEARED: "queue",
    Hindrance.SPELLINGS: "bodies",
    Hindrance.LINKS: "links",
    Hindrance.INCOMPLETE: "queue",
}


@team_page(can_see_composition)
@says_refusals
def recruitment(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST" and not can_draw.test(actor_of(request), meeting):
        raise PermissionDenied
    draw = live_draw(meeting)
    if draw is not None and draw.state != DrawState.DRAFT:
        return redirect(place_of_work(draw), slug=meeting.slug)
    shown = draw or actions.sketch(meeting)
    pool = pool_view(meeting, shown, now=clock.now())
    preset = Preset(shown.preset) if draw else suggested(shown, pool)
    context = page_context(request, meeting, shown, here="recruitment") | {
        "pool": pool,
        "hindrances": shown_hindrances(pool),
        "form": RulesForm(request.POST) if request.method == "POST" else RulesForm.of(shown, preset=preset),
        "rehearsals": rehearsals(meeting),
        "decisions": decisions_of(shown),
        "abandoned": abandoned_draws(meeting),
    }
    if request.method == "POST":
        return keep_rules(request, meeting, context)
    return render(request, "draws/rules.html", context)


def keep_rules(request: HttpRequest, meeting: Meeting, context: dict) -> HttpResponse:
    form = context["form"]
    if not form.is_valid():
        return render(request, "draws/rules.html", context)
    draw = actions.set_rules(actor=actor_of(request), meeting=meeting, given=form.given(), now=clock.now())
    return redirect(AFTER_PLACES.get(Preset(draw.preset), "recruitment-check"), slug=meeting.slug)


def suggested(draw: Draw, pool: PoolView) -> Preset:
    if pool.size and pool.size <= draw.seats:
        return Preset.EVERYONE
    return Preset.SHARES if pool.features else Preset.PLAIN


def shown_hindrances(pool: PoolView) -> list[dict]:
    return [
        {
            "kind": kind,
            "words": wording.hindrance(kind, count),
            "blocks": kind.blocks,
            "acknowledgement": wording.acknowledgement(kind) if kind.needs_a_word else "",
            "where": WHERE.get(kind, ""),
        }
        for kind, count in pool.hindrances.items()
    ]


@team_page(can_draw)
@says_refusals
def shares(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is None or draw.state != DrawState.DRAFT or not uses_shares(draw):
        return redirect(place_of_work(draw), slug=meeting.slug)
    now = clock.now()
    pool = pool_view(meeting, draw, now=now)
    form = SharesForm(request.POST or None, pool=pool, seats=draw.seats)
    if request.method == "POST" and form.is_valid():
        actions.set_shares(actor=actor_of(request), draw=draw, features=form.chosen(), bounds=form.given(), now=now)
        return redirect("recruitment-method" if draw.preset == Preset.STEPS else "recruitment-check", slug=meeting.slug)
    context = page_context(request, meeting, draw, here="recruitment-shares")
    return render(request, "draws/shares.html", context | {"form": form, "pool": pool, "spans": spans_of(draw)})


def spans_of(draw: Draw) -> list[SpanPicture]:
    """For the shares as they are saved."""
    people, rules = question(draw)
    return span_pictures(people, rules, features=draw.features, words=declared_features(draw.meeting))


def pool_of_draft(meeting: Meeting) -> Pool:
    """For the next keystrokes: whatever changes the pool writes a line in the ledger, and then it is read anew."""
    key = f"draws-pool-{meeting.pk}-{head().hash}"
    found = cache.get(key)
    if found is None:
        found = pool_now(meeting)
        cache.set(key, found, TYPING_LASTS)
    return found


@team_page(can_draw)
@require_POST
def live(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """While shares are typed: percentages as people, and whether all of it can be met. Nothing is kept."""
    draw = live_draw(meeting)
    if draw is None or draw.state != DrawState.DRAFT or not uses_shares(draw):
        return HttpResponse(status=204)
    members = pool_of_draft(meeting)
    form = SharesForm(request.POST, pool=pool_view(meeting, draw, now=clock.now(), pool=members), seats=draw.seats)
    context = {"meeting": meeting, "people": form.people, "form": form}
    if form.is_valid():
        bounds = [actions.bound_of(draw, given) for given in form.given()]
        words = declared_features(meeting)
        people, rules = live_question(
            draw, members, features=form.chosen(), bounds=bounds, decisions=decisions_of(draw)
        )
        found = live_check(people, rules)
        context |= {"found": found, "changes": wording.changes(found.changes, words)}
    return render(request, "draws/live.html", context)


@team_page(can_draw)
def checking(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is None or draw.state != DrawState.DRAFT:
        return redirect(place_of_work(draw), slug=meeting.slug)
    if draw.preset == Preset.STEPS:
        return redirect("recruitment-method", slug=meeting.slug)
    return render(request, "draws/check.html", check_context(request, meeting, draw))


def check_context(request: HttpRequest, meeting: Meeting, draw: Draw) -> dict:
    pool = pool_view(meeting, draw, now=clock.now())
    found = checked(draw)
    features = declared_features(meeting)
    return page_context(request, meeting, draw, here="recruitment-check") | {
        "pool": pool,
        "spans": spans_of(draw) if draw.preset == Preset.SHARES else [],
        "found": found,
        "changes": wording.changes(found.changes, features),
        "alternatives": [wording.changes(one, features) for one in found.alternatives],
        "decisions": decisions_of(draw),
        "reasons": [wording.reason(one, features) for one in found.reasons],
        "cannot_be_drawn": [
            {"reference": one.reference, "reasons": [wording.reason(why, features) for why in one.reasons]}
            for one in found.unselectable or ()
        ],
        "hindrances": shown_hindrances(pool),
        "is_blocked": bool(pool.blocking),
    }


def checked(draw: Draw) -> Check:
    """An answer is kept for a while: the same pool and rules have the same one."""
    pool, rules = question(draw)
    key = f"draws-check-{draw.objective}-{question_hash(pool, rules)}"
    found = cache.get(key)
    if found is None:
        found = check(pool, rules, objective=Objective(draw.objective))
        cache.set(key, found, KEPT_FOR)
    return found


@require_POST
@team_page(can_draw)
@says_refusals
def relax(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Take over one of the smallest changes of bounds; it is written down like any change of the rules."""
    draw = live_draw(meeting)
    if draw is not None and draw.state == DrawState.DRAFT:
        found = checked(draw)
        ways = (found.changes, *found.alternatives)
        chosen = int(request.POST.get("way", "0")) if request.POST.get("way", "0") in WAYS[: len(ways)] else 0
        actions.relax(actor=actor_of(request), draw=draw, changes=ways[chosen], now=clock.now())
        messages.success(request, _("The bounds were changed as proposed."))
    return redirect("recruitment-check", slug=meeting.slug)


@require_POST
@team_page(can_draw)
@says_refusals
def freeze(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return settle(request, meeting, actions.freeze)


@require_POST
@team_page(can_draw)
@says_refusals
def admit(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return settle(request, meeting, actions.admit_all)


def settle(request: HttpRequest, meeting: Meeting, action) -> HttpResponse:
    """Freeze or admit; what stands in the way is said on the page before."""
    draw = live_draw(meeting)
    if draw is None:
        return redirect("recruitment", slug=meeting.slug)
    acknowledged = {kind for kind in Hindrance if f"acknowledge-{kind}" in request.POST}
    try:
        action(actor=actor_of(request), draw=draw, acknowledged=acknowledged, now=clock.now())
    except actions.FreezeHindered as refusal:
        for kind, count in refusal.hindrances.items():
            messages.error(request, wording.hindrance(kind, count))
        return redirect("recruitment-check", slug=meeting.slug)
    except actions.DrawIsNeeded:
        messages.error(request, _("Not everybody fits any more, so a draw is needed."))
        return redirect("recruitment-check", slug=meeting.slug)
    return redirect(place_of_work(draw), slug=meeting.slug)
