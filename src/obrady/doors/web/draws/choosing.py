"""Steps, reasons and effects in words, and the effects as a picture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obrady.doors.web.draws.wording import spoken
from obrady.stages.applications.models import Application
from obrady.stages.draws.queries.effects import Effect, Way
from obrady.stages.draws.queries.records import Row, member_of_result, reasons_of
from obrady.stages.draws.states import StepKind

WIDTH = 1000


def step_name(kind: StepKind) -> str:
    return {
        StepKind.GATE: _("Formal gate"),
        StepKind.POINTS: _("Points of two assessors"),
        StepKind.PRIORITY_GROUPS: _("Priority groups"),
        StepKind.RANKING: _("Ranking by points"),
        StepKind.ORDER_OF_APPLICATION: _("Order of application"),
        StepKind.DRAW: _("Draw with dice"),
    }[StepKind(kind)]


def good_of(kind: StepKind) -> str:
    return {
        StepKind.GATE: _("Clear to everybody: who meets the conditions goes on."),
        StepKind.POINTS: _("Motivation and plans count, not only facts; two people look, so no single view decides."),
        StepKind.PRIORITY_GROUPS: _("Those whom the meeting is made for are sure to be heard."),
        StepKind.RANKING: _("The best applications have a place; the threshold is known."),
        StepKind.ORDER_OF_APPLICATION: _("Easy to explain, quick to do."),
        StepKind.DRAW: _("Everybody who is left has a chance that anyone can check; shares of groups can be promised."),
    }[StepKind(kind)]


def bad_of(kind: StepKind) -> str:
    return {
        StepKind.GATE: _("Whoever is out has no second chance; a condition on “not known” needs a word in the rules."),
        StepKind.POINTS: _("Costs time, and rewards people who write well."),
        StepKind.PRIORITY_GROUPS: _("Everybody else has fewer places; say why before applications open."),
        StepKind.RANKING: _("No group is promised anything; people with equal points go to the lot."),
        StepKind.ORDER_OF_APPLICATION: _(
            "Unfair to paper and telephone: a letter takes days, the office has hours, and whoever works with people "
            "all day applies later than whoever sits at a screen. Best kept for ties."
        ),
        StepKind.DRAW: _("Nobody is chosen for what they wrote."),
    }[StepKind(kind)]


def conditions_in_words(conditions: Iterable[Mapping], features: Mapping[str, Mapping]) -> list[str]:
    return [condition_in_words(one, features) for one in conditions]


def condition_in_words(one: Mapping, features: Mapping[str, Mapping]) -> str:
    words = features.get(one["fact"], {})
    values = [spoken(words.get("values", {}).get(value, {}), value) for value in one["values"]]
    facts = {"feature": spoken(words.get("label", {}), one["fact"]), "values": _(" or ").join(values)}
    return _("%(feature)s: %(values)s") % facts


def step_in_words(
    kind: StepKind, given: Mapping, features: Mapping[str, Mapping], *, is_last: bool = True
) -> list[str]:
    """What one step says, one sentence a line."""
    places = given.get("places")
    lines: list[str] = []
    match StepKind(kind):
        case StepKind.GATE:
            lines = [_("Only people with this go on:"), *conditions_in_words(given.get("conditions", ()), features)]
        case StepKind.POINTS:
            least = given.get("least", 0)
            if int(Fraction(least)):
                lines = [_("Whoever has fewer than %(least)s points is out.") % {"least": least}]
            else:
                lines = [_("Nobody is out for too few points.")]
        case StepKind.PRIORITY_GROUPS:
            lines = [_group(one, features) for one in given.get("groups", ())]
        case StepKind.DRAW:
            lines = [_("The places that are left are drawn among everybody who is left.")]
    if StepKind(kind) in (StepKind.PRIORITY_GROUPS, StepKind.RANKING, StepKind.ORDER_OF_APPLICATION):
        lines.append(_places(places, is_last=is_last))
    return lines


def _group(one: Mapping, features: Mapping[str, Mapping]) -> str:
    words = condition_in_words(one, features)
    if one.get("most") is None:
        return words
    return ngettext("%(words)s (at most %(most)s person)", "%(words)s (at most %(most)s people)", one["most"]) % {
        "words": words,
        "most": one["most"],
    }


def _places(places: int | None, *, is_last: bool) -> str:
    if places is None and is_last:
        return _("Gives all places that are left, in this order.")
    if places is None:
        return _("Orders people; the next step only orders those who are equal here.")
    return ngettext("Gives %(places)s place.", "Gives %(places)s places.", places) % {"places": places}


def not_ready(reason: str, count: int = 0) -> str:
    if reason == "points_missing":
        return ngettext(
            "%(count)s application still waits for points.", "%(count)s applications still wait for points.", count
        ) % {"count": count}
    return {
        "nothing_decides": _("No step gives places yet: add a ranking, an order, priority groups or a draw."),
        "ranking_without_points": _("A ranking needs points: put the points before it."),
        "points_twice": _("Points are counted once; take one of the two steps out."),
        "no_criteria": _("There are no criteria yet: write them first."),
        "no_groups": _("The priority groups are empty."),
        "no_conditions": _("The gate has no condition."),
        "draw_is_not_last": _("The draw comes last: it gives all places that are left."),
        "order_without_places": _("Before a draw, an order has to say how many places it gives."),
        "last_order_leaves_places": _(
            "The last step gives all places that are left: leave its number of places empty."
        ),
        "more_places_than_seats": _("The steps give more places than there are."),
        "cannot_be_met": _("The shares cannot be met in this pool."),
        "too_large": _("The pool is too large to work this out while the page waits."),
    }.get(reason, reason)


def refused(reason: str, about: str = "") -> str:
    return {
        "too_many_steps": _("So many steps nobody can follow: at most %(about)s."),
        "unknown_fact": _("The form no longer asks for this: %(about)s"),
        "no_values": _("Choose at least one answer."),
        "no_conditions": _("Choose at least one condition."),
        "no_groups": _("Choose at least one group."),
        "places": _("Write a number of places from 1, or leave it empty."),
        "least": _("Write a number of points from 0."),
        "changed_meanwhile": _("Somebody else changed this meanwhile. Here is how it stands now; please look again."),
        "assessing_has_begun": _("Somebody gave points already, so the criteria stand as they are."),
        "no_label": _("Write what is assessed, in Polish at least."),
        "no_criteria": _("Write the criteria first."),
        "too_few_assessors": _("Choose at least two people: each application is read by two."),
        "already_given": _("The points are given already and stay."),
        "pool_is_frozen": _("The pool is frozen: points can no longer be given."),
        "incomplete": _("Give points for every criterion."),
        "out_of_range": _("These points are outside the range."),
    }.get(reason, _("This cannot be kept: %(about)s")) % {"about": about}


def points_in_words(points: Fraction | str | None) -> str:
    """Exact where it is short, else two decimals: 17½ as 17.5."""
    if points is None or points == "":
        return "–"
    value = Fraction(points)
    text = str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}".rstrip("0")
    return text.replace(".", _("."))


def reasons_in_words(row: Row, features: Mapping[str, Mapping]) -> list[str]:
    if row.reasons is None:
        return [_("erased at the person’s wish")]
    return [reason_in_words(one.kind.value, one.about, features) for one in row.reasons]


def own_reasons(application: Application) -> list[str]:
    """For the private page, once the result is published; empty for a draw without steps."""
    member = member_of_result(application)
    if member is None:
        return []
    return [reason_in_words(one.kind.value, one.about, member.draw.words) for one in reasons_of(member) or ()]


def reason_in_words(kind: str, about: Sequence[str], features: Mapping[str, Mapping]) -> str:
    first, second = (*about, "", "")[:2]
    match kind:
        case "condition":
            return _("does not meet: %(what)s") % {"what": _fact(first, second, features)}
        case "group":
            return _("priority group %(number)s: %(what)s") % {
                "number": first,
                "what": _fact(second, about[2], features),
            }
        case "points_below":
            facts = {"points": points_in_words(first), "least": points_in_words(second)}
            return _("%(points)s points, fewer than %(least)s") % facts
        case "rank":
            return _("%(points)s points") % {"points": points_in_words(first)}
        case "arrived":
            return _("%(position)s. by time of application") % {"position": first}
        case "lot":
            return _("equal with others (%(count)s people): the lot decided the order") % {"count": first}
        case "place":
            return _("%(position)s. in the order, %(places)s places given") % {"position": first, "places": second}
        case "no_place_left":
            return _("no place was left; %(position)s. on the reserve list") % {"position": first}
        case "cap":
            return _("passed over: already %(most)s of the same organisation") % {"most": first}
        case "to_draw":
            return _("in the draw: %(people)s people for %(places)s places") % {"people": first, "places": second}
    return {
        "must": _("a place by decision"),
        "excluded": _("takes no part by decision"),
        "one_of": _("passed over: of two who are linked, the other has the place"),
        "together": _("passed over: comes together with somebody who has no place"),
    }[kind]


def _fact(fact: str, value: str, features: Mapping[str, Mapping]) -> str:
    return condition_in_words({"fact": fact, "values": [value]}, features)


def way_name(way: Way) -> str:
    return {
        Way.CHOSEN: _("the steps chosen"),
        Way.EQUAL: _("a plain draw"),
        Way.SHARES: _("a draw with your shares"),
        Way.ORDER: _("order of application"),
        Way.RANKING: _("ranking by points"),
    }[way]


@dataclass(frozen=True)
class Line:
    name: str
    is_chosen: bool
    length: int
    count: str


@dataclass(frozen=True)
class Group:
    label: str
    pool: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Comparison:
    title: str
    label: str
    ways: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def description(self) -> str:
        parts = [f"{one.label}: " + ", ".join(f"{line.name} {line.count}" for line in one.lines) for one in self.groups]
        return "; ".join(parts)


def comparisons(
    found: Sequence[Effect], pool: Mapping[str, Mapping[str, int]], features: Mapping[str, Mapping]
) -> list[Comparison]:
    shown = [effect for effect in found if effect.expected is not None]
    return [_comparison(key, counts, shown, features.get(key, {})) for key, counts in pool.items()] if shown else []


def _comparison(key: str, counts: Mapping[str, int], shown: Sequence[Effect], words: Mapping) -> Comparison:
    values = sorted(counts, key=lambda value: (value in ("unknown", "na"), -counts[value], value))
    longest = max([1.0, *(effect.expected[key].get(value, 0.0) for effect in shown for value in values)])
    label = spoken(words.get("label", {}), key)
    groups = tuple(
        Group(
            label=spoken(words.get("values", {}).get(value, {}), value),
            pool=counts[value],
            lines=tuple(_line(effect, effect.expected[key].get(value, 0.0), longest) for effect in shown),
        )
        for value in values
    )
    ways = tuple(way_name(effect.way) for effect in shown)
    return Comparison(_title(label, groups, values, shown, key), label, ways, groups)


def _line(effect: Effect, count: float, longest: float) -> Line:
    return Line(way_name(effect.way), effect.way is Way.CHOSEN, round(count / longest * WIDTH), about(count))


def about(count: float) -> str:
    """Whole where it is whole; else an average, one decimal."""
    return str(round(count)) if abs(count - round(count)) < 0.05 else f"{count:.1f}".replace(".", _("."))


def _title(label: str, groups: Sequence[Group], values: Sequence[str], shown: Sequence[Effect], key: str) -> str:
    """The finding: where the ways differ most."""
    spans = [
        (max(numbers) - min(numbers), -place)
        for place, numbers in enumerate([effect.expected[key].get(value, 0.0) for effect in shown] for value in values)
    ]
    most, place = max(spans, default=(0.0, 0))
    if most < 0.5:
        return _("%(feature)s: nearly the same by every method") % {"feature": label}
    group = groups[-place]
    numbers = [effect.expected[key].get(values[-place], 0.0) for effect in shown]
    facts = {"feature": label, "value": group.label, "low": about(min(numbers)), "high": about(max(numbers))}
    return _("%(feature)s – %(value)s: from %(low)s to %(high)s people, depending on the method") % facts
