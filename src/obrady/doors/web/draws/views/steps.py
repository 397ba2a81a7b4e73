"""What every recruitment page shares: where the draw stands on its way, and how refusals are said."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.draws import wording
from obrady.doors.web.parts.access import actor_of
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.checking import shut_out
from obrady.stages.draws.queries.methods import is_settled_by_steps
from obrady.stages.draws.queries.results import odds
from obrady.stages.draws.rules import can_draw, can_see_draw
from obrady.stages.draws.states import DrawState, Preset, TransitionRefused
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.rules import can_see_contact

KEPT_FOR = 24 * 3600
STEPS = [
    ("recruitment", _("Places")),
    ("recruitment-method", _("How people are chosen")),
    ("recruitment-shares", _("Shares")),
    ("recruitment-check", _("Check")),
    ("recruitment-draw", _("Freeze and dice")),
    ("recruitment-result", _("Result and letters")),
]

EVERY_METHOD = frozenset({"recruitment-shares", "recruitment-method"})
LEFT_OUT = {
    Preset.SHARES: frozenset({"recruitment-method"}),
    Preset.STEPS: frozenset({"recruitment-shares", "recruitment-check"}),
}


def page_context(request: HttpRequest, meeting: Meeting, draw: Draw | None, *, here: str) -> dict:
    actor = actor_of(request)
    return {
        "meeting": meeting,
        "rail": "recruitment",
        "draw": draw,
        "steps": steps(draw, here),
        "may_draw": can_draw.test(actor, meeting),
        "may_see_draw": can_see_draw.test(actor, meeting),
        "may_open": can_see_contact.test(actor, meeting),
    }


def steps(draw: Draw | None, here: str) -> list[dict]:
    """The five screens; the second only for a draw with shares. What lies behind is done, what lies ahead is no link."""
    left_out = LEFT_OUT.get(Preset(draw.preset), EVERY_METHOD) if draw else {"recruitment-method"}
    shown = [step for step in STEPS if step[0] not in left_out or step[0] == here]
    if draw and is_settled_by_steps(draw):
        shown = [(name, _("The list") if name == "recruitment-draw" else label) for name, label in shown]
    current = [name for name, _label in shown].index(here) if here in dict(shown) else -1
    return [
        {"name": name, "label": label, "is_here": name == here, "is_done": position < current}
        for position, (name, label) in enumerate(shown)
    ]


def place_of_work(draw: Draw | None) -> str:
    """The screen on which this draw is worked on."""
    if draw is None or draw.state == DrawState.DRAFT:
        return "recruitment"
    if draw.preset == Preset.STEPS and draw.without_dice and draw.state in (DrawState.FROZEN, DrawState.COMPUTED):
        return "recruitment-ranking"
    return "recruitment-result" if draw.state == DrawState.PUBLISHED else "recruitment-draw"


def barred(draw: Draw) -> list[dict]:
    """Who cannot be drawn and by which rules, in words; worked out once per draw."""
    members = list(odds(draw, outcome="unselectable"))
    if not members:
        return []
    reasons = cache.get_or_set(f"draws-shut-out-{draw.pk}", lambda: shut_out(draw), KEPT_FOR)
    return [
        {"member": member, "reasons": [wording.reason(fact, draw.words) for fact in reasons.get(member.code, ())]}
        for member in members
    ]


def says_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Somebody else was quicker: say so and show the draw as it is now."""

    @wraps(view)
    def page(request: HttpRequest, meeting: Meeting, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, meeting, *args, **kwargs)
        except TransitionRefused as refusal:
            messages.error(request, wording.refused(refusal))
            return redirect("recruitment", slug=meeting.slug)

    return page
