"""Possible duplicates: two applications side by side, one decision at a time, the last one can be undone."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from obrady.doors.web.applications import refusals, words
from obrady.doors.web.applications.answers import answer_in_words
from obrady.doors.web.applications.showing import Row
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.models import DuplicatePair
from obrady.stages.applications.queries import Whole
from obrady.stages.applications.states import EMAIL, GMINA, NAME, ORGANISATION, PHONE, PairState, Refusal
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import names_of_actors
from obrady.workshop import clock

A_PAGE = 50
# What people are told apart by is always in sight.
TELLING = frozenset({NAME, EMAIL, PHONE, ORGANISATION, GMINA})


@dataclass(frozen=True)
class Line:
    """One question with the answers of both; `sign` says how they compare: same, alike, differs, one_only."""

    label: str
    one: str
    other: str
    sign: str
    tells: bool = False


@dataclass(frozen=True)
class Comparison:
    pair: DuplicatePair
    one: Row
    other: Row
    reasons: list[str]
    likeness: str
    lines: list[Line]
    keeps_one: bool
    why_kept: str
    fills: list[str]

    @property
    def telling(self) -> list[Line]:
        """Who they are, and every answer that is not the same."""
        return [line for line in self.lines if line.tells or line.sign != "same"]

    @property
    def equal(self) -> list[Line]:
        return [line for line in self.lines if line not in self.telling]

    @property
    def kept(self) -> Row:
        return self.one if self.keeps_one else self.other


@team_page(rules.can_decide_pairs)
@require_GET
def duplicates(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    open_keys = list(queries.open_pairs(meeting).values_list("pk", flat=True))
    place = place_of(request.GET.get("pair", ""), open_keys)
    decided = Paginator(queries.decided_pairs(meeting), A_PAGE).get_page(request.GET.get("page"))
    last = queries.last_decision(meeting)
    shown = queries.open_pairs(meeting).get(pk=open_keys[place]) if open_keys else None
    context = {
        "meeting": meeting,
        "rail": "duplicates",
        "total": len(open_keys),
        "number": place + 1,
        "comparison": compared(shown) if shown else None,
        "before": open_keys[place - 1] if open_keys and place else None,
        "after": open_keys[place + 1] if place + 1 < len(open_keys) else None,
        "last": decided_rows([last])[0] if last else None,
        "page": decided,
        "decided": decided_rows(decided.object_list),
    }
    return render(request, "applications/team_duplicates.html", context)


def place_of(wanted: str, keys: list[int]) -> int:
    """Where the pair that is asked for stands; a pair that is decided by now gives way to the first."""
    return next((place for place, key in enumerate(keys) if str(key) == wanted), 0)


@team_page(rules.can_decide_pairs)
@require_POST
def decide(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    """One button, one decision; then the next open pair."""
    pair = queries.pairs_of(meeting).filter(pk=key).first()
    if pair is None:
        raise Http404
    names = {"one": pair.a.person.name or pair.a.reference, "other": pair.b.person.name or pair.b.reference}
    open_keys = list(queries.open_pairs(meeting).values_list("pk", flat=True))
    following = next_of(key, open_keys)
    try:
        match request.POST.get("act"):
            case "merge":
                actions.merge_pair(actor=actor_of(request), pair=pair, now=clock.now())
                messages.success(request, _("%(one)s and %(other)s are one person: merged.") % names)
            case "keep":
                actions.keep_both(actor=actor_of(request), pair=pair, now=clock.now())
                messages.success(request, _("%(one)s and %(other)s are two people.") % names)
    except Refusal as refusal:
        messages.warning(request, refusals.in_words(refusal))
    return redirect(duplicates_address(meeting, following))


def next_of(key: int, keys: list[int]) -> int | None:
    place = keys.index(key) if key in keys else -1
    return keys[place + 1] if 0 <= place < len(keys) - 1 else None


def duplicates_address(meeting: Meeting, pair: int | None = None) -> str:
    return reverse("duplicates", kwargs={"slug": meeting.slug}) + (f"?pair={pair}" if pair else "")


@team_page(rules.can_decide_pairs)
@require_POST
def undo(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Only the decision that was on the page: somebody else may have decided since."""
    last = queries.last_decision(meeting)
    if last is not None and str(last.decision) != request.POST.get("decision"):
        messages.warning(request, _("Somebody has decided about another pair since. Please look again."))
        return redirect(duplicates_address(meeting))
    try:
        pair = actions.undo_last_decision(actor=actor_of(request), meeting=meeting, now=clock.now())
    except Refusal as refusal:
        messages.warning(request, refusals.in_words(refusal))
        return redirect(duplicates_address(meeting))
    messages.success(request, _("Undone: the pair waits for a decision again."))
    return redirect(duplicates_address(meeting, pair.pk))


@dataclass(frozen=True)
class Decided:
    pair: DuplicatePair
    decision: str
    mark: str
    by: str


def decided_rows(pairs) -> list[Decided]:
    pairs = list(pairs)
    names = names_of_actors({pair.decided_by for pair in pairs})
    return [
        Decided(pair, *words.PAIR_STATES[PairState(pair.state)], by=names.get(pair.decided_by, "")) for pair in pairs
    ]


def compared(pair: DuplicatePair) -> Comparison:
    one, other = pair.a, pair.b
    held = {row.pk: queries.whole(row) for row in (one, other)}
    keeps_one = queries.kept_of(held[one.pk], held[other.pk]) is held[one.pk]
    kept, merged = (one, other) if keeps_one else (other, one)
    return Comparison(
        pair=pair,
        one=Row(one),
        other=Row(other),
        reasons=words.reasons_in_words(pair.reasons),
        likeness=words.likeness_in_words(pair.score),
        lines=lines(held[one.pk], held[other.pk]),
        keeps_one=keeps_one,
        why_kept=why_kept(held[kept.pk], held[merged.pk], queries.window_of(pair.meeting)),
        fills=fills(held[kept.pk], held[merged.pk]),
    )


def lines(one: Whole, other: Whole) -> list[Line]:
    """Every open answer that either gave, in the form's order; sensitive ones are no help in telling people apart."""
    language = get_language() or "pl"
    found = []
    for question in one.definition.asked_questions:
        if question.sensitive:
            continue
        left = answer_in_words(question, one.record.answers.get(question.key), language)
        right = answer_in_words(question, other.record.answers.get(question.key), language)
        if left or right:
            label = question.label.get(language) or question.label["pl"]
            sign = sign_of(str(question.kind), left, right)
            found.append(Line(label, left, right, sign, tells=question.key in TELLING))
    return found


def sign_of(kind: str, one: str, other: str) -> str:
    if not one or not other:
        return "one_only"
    if one == other:
        return "same"
    return "alike" if queries.is_alike(kind, one, other) else "differs"


def why_kept(kept: Whole, merged: Whole, window) -> str:
    """The first that applies, in the order in which the kept record is chosen."""
    if window.is_late(merged.record.received_at) and not window.is_late(kept.record.received_at):
        return _("it came in time, the other one late")
    if merged.gaps and not kept.gaps:
        return _("nothing is missing in it, in the other one something is")
    return _("it came first")


def fills(kept: Whole, merged: Whole) -> list[str]:
    """The questions that the kept record leaves open and the other answers."""
    language = get_language() or "pl"
    labels = [question.label for question in queries.questions_filled(kept, merged)]
    return [label.get(language) or label["pl"] for label in labels]
