"""What everybody may see: the rules, the commitment, the codes, the proof; and the page for the hall."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from obrady.doors.web.draws import presenting, wording
from obrady.doors.web.draws.tries import shown_throws
from obrady.doors.web.draws.views.ranking import method_of, screens_of_list
from obrady.doors.web.parts.access import actor_of, public_meeting
from obrady.stages.draws.actions import digits_needed
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import abandoned_draws, draw_numbered, live_draw
from obrady.stages.draws.queries.public import own_chance, public_facts
from obrady.stages.draws.queries.results import drawn_codes
from obrady.stages.draws.states import DrawState, Preset
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import projects_of

PAGES_OF_CODES = 40
FOR_EVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "public, no-cache"


def shown_draw(meeting: Meeting) -> Draw | None:
    """A draft is nobody's business yet."""
    draw = live_draw(meeting)
    return draw if draw is not None and DrawState(draw.state).is_frozen else None


@require_safe
def draw_page(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = public_meeting(slug, actor_of(request))
    draw = shown_draw(meeting)
    context = {
        "meeting": meeting,
        "draw": draw,
        "abandoned": [old for old in abandoned_draws(meeting) if old.fingerprint],
        "projects": projects_of(meeting),
    }
    typed = wording.code_typed(request.GET.get("code", ""))[:16]
    if draw is not None:
        facts = public_facts(draw)
        own = own_chance(draw, typed) if typed else None
        context |= {
            "facts": facts,
            "features": presenting.public_features(facts),
            "fingerprint": wording.in_groups(draw.fingerprint),
            "commitment": wording.in_groups(draw.commitment) if DrawState(draw.state).is_committed else [],
            "way": presenting.way_of_drawing(draw),
            "decisions": presenting.public_decisions(draw),
            "tests": shown_throws(draw),
            "own": own,
            "numbers": presenting.own_numbers(own, draw) if own else [],
            "typed": typed,
        } | method_of(draw)
    return render(request, "draws/public.html", context)


@require_safe
def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """The committed bytes exactly as they are; with `?draw=N` those of one draw for ever, also of one given up."""
    meeting = public_meeting(slug, actor_of(request))
    number = request.GET.get("draw", "")
    draw = draw_numbered(meeting, int(number)) if number.isdecimal() and len(number) < 5 else shown_draw(meeting)
    if draw is None or draw.committed_at is None or draw.bundle is None:
        raise Http404
    response = HttpResponse(bytes(draw.bundle), content_type="application/json")
    response["ETag"] = f'"{draw.commitment}"'
    response["Cache-Control"] = FOR_EVER if number else ALWAYS_ASK
    return response


def hall_version(request: HttpRequest, slug: str) -> str | None:
    """Changes exactly when the hall has something new to see; the page asks every few seconds."""
    meeting = public_meeting(slug, actor_of(request))
    draw = shown_draw(meeting)
    at = f"{draw.pk}-{draw.state}-{draw.dice}" if draw else "none"
    return f'"{at}-{get_language()}-{request.GET.get("screen", "")[:4]}"'


@require_safe
@condition(etag_func=hall_version)
def hall(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = public_meeting(slug, actor_of(request))
    draw = shown_draw(meeting)
    screens = hall_screens(draw)
    wanted = request.GET.get("screen", "1")
    number = min(max(int(wanted), 1), len(screens)) if wanted.isdecimal() and len(wanted) < 4 else 1
    context = {
        "meeting": meeting,
        "draw": draw,
        "screen": screens[number - 1],
        "number": number,
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if number < len(screens) else None,
    }
    response = render(request, "draws/hall.html", context)
    response["Cache-Control"] = "no-cache"
    return response


def hall_screens(draw: Draw | None) -> list[dict]:
    """At most three things on each: what the hall is to look at now, then the codes in large type."""
    if draw is None:
        return [{"kind": "waiting"}]
    if draw.preset == Preset.STEPS and draw.without_dice:
        return screens_of_list(draw, PAGES_OF_CODES)
    if draw.without_dice:
        return [{"kind": "admitted", "pool": draw.counts.get("pool", 0)}]
    if not DrawState(draw.state).is_committed:
        return [
            {"kind": "frozen", "pool": draw.counts.get("pool", 0), "start": wording.in_groups(draw.fingerprint)[:4]}
        ]
    start = wording.in_groups(draw.commitment)[:4]
    if not DrawState(draw.state).has_result:
        return [{"kind": "committed", "start": start, "dice": range(digits_needed(draw.rows))}]
    codes = drawn_codes(draw)
    pages = [codes[first : first + PAGES_OF_CODES] for first in range(0, len(codes), PAGES_OF_CODES)]
    return [{"kind": "drawn", "start": start, "dice": draw.dice}] + [
        {"kind": "codes", "codes": page, "count": len(codes)} for page in pages
    ]
