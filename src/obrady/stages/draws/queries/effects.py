"""What each way of choosing would make of this pool: how many people of each group, on average over the lot."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from obrady.core.recruitment import (
    Applicant,
    OrderOfApplication,
    Place,
    PointsMissing,
    Ranking,
    SequenceNotPossible,
    Step,
    recruit,
)
from obrady.core.selection import Candidate, Objective, QuotasCannotBeMet, Rules, optimal
from obrady.stages.applications import queries as applications
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.decisions import decided, decisions_of
from obrady.stages.draws.queries.methods import applicants, core_criteria, core_steps, limits_of, points_step, steps_of
from obrady.stages.draws.queries.pools import links_by_code, rules_with, saved_bounds

# With people of equal standing the lot decides; so many lots are averaged, fewer in a large pool.
LOTS, WORK = 60, 12_000
LARGEST = 600


class Way(StrEnum):
    CHOSEN = "chosen"
    EQUAL = "equal"
    SHARES = "shares"
    ORDER = "order"
    RANKING = "ranking"


@dataclass(frozen=True)
class Effect:
    """`expected`: feature -> value -> people with a place; None with the reason in `missing`: the core's own, or
    `cannot_be_met`, `too_large`."""

    way: Way
    expected: Mapping[str, Mapping[str, float]] | None
    missing: str = ""
    count: int = 0


@dataclass(frozen=True)
class Question:
    """The pool and everything that the ways of choosing look at; what they answer follows from it alone."""

    people: tuple[Applicant, ...]
    features: tuple[str, ...]
    rules: Rules
    steps: tuple[Step, ...]
    points: tuple[Step, ...]
    bounded: Rules | None
    objective: Objective = Objective.LEXIMIN


def question_of(draw: Draw, pool: applications.Pool, features: Sequence[str]) -> Question:
    codes = {str(member.application_id): member.reference for member in pool.members}
    links = links_by_code(pool.links, codes=codes)
    named = decided(decisions_of(draw), codes=codes)
    bounds = [one for one in saved_bounds(draw) if one.feature in features]
    criteria = core_criteria(draw.meeting)
    return Question(
        people=applicants(pool.members, draw.meeting, codes=codes),
        features=tuple(features),
        rules=rules_with(draw, (), links=links, named=named),
        steps=core_steps(steps_of(draw), draw.meeting),
        points=(points_step(draw.meeting), Ranking()) if criteria else (),
        bounded=rules_with(draw, bounds, links=links, named=named) if bounds else None,
        objective=Objective(draw.objective),
    )


def effects(asked: Question) -> tuple[Effect, ...]:
    """The steps chosen first, then what else could be chosen for this pool."""
    plain = replace(asked.rules, quotas=())
    found = [
        _tried(Way.CHOSEN, lambda: _by_steps(asked, asked.steps)),
        _tried(Way.EQUAL, lambda: _by_draw(asked, plain)),
        _tried(Way.ORDER, lambda: _by_steps(asked, (OrderOfApplication(),))),
    ]
    if asked.bounded is not None:
        bounded = asked.bounded
        found.insert(2, _tried(Way.SHARES, lambda: _by_draw(asked, bounded)))
    if asked.points:
        found.append(_tried(Way.RANKING, lambda: _by_steps(asked, asked.points)))
    return tuple(found)


def _tried(way: Way, count: Callable[[], Mapping[str, Mapping[str, float]]]) -> Effect:
    try:
        return Effect(way, count())
    except SequenceNotPossible as refusal:
        return Effect(way, None, refusal.reason)
    except PointsMissing as refusal:
        return Effect(way, None, "points_missing", len(refusal.codes))
    except QuotasCannotBeMet:
        return Effect(way, None, "cannot_be_met")
    except PoolTooLarge:
        return Effect(way, None, "too_large")


class PoolTooLarge(Exception):
    """The whole lottery is not computed while a page waits."""


def _by_steps(asked: Question, steps: Sequence[Step]) -> Mapping[str, Mapping[str, float]]:
    limits, seats = limits_of(asked.rules), asked.rules.seats
    first = recruit(applicants=asked.people, steps=steps, seats=seats, seed="0", limits=limits)
    drawn = first.codes(Place.TO_DRAW)
    lots = max(1, min(LOTS, WORK // max(len(asked.people), 1))) if any(tie.matters for tie in first.ties) else 1
    chances: Counter[str] = Counter()
    if drawn:
        listed, out = first.codes(Place.LISTED), first.codes(Place.OUT)
        rules = asked.bounded or asked.rules
        rules = replace(
            rules,
            seats=min(rules.seats, len(listed) + len(drawn)),
            must=tuple({*rules.must, *listed}),
            excluded=tuple({*rules.excluded, *out}),
        )
        return _by_draw(asked, rules)
    for number in range(lots):
        found = recruit(applicants=asked.people, steps=steps, seats=seats, seed=str(number), limits=limits)
        chances.update(found.codes(Place.LISTED))
    return _counted(asked, {code: count / lots for code, count in chances.items()})


def _by_draw(asked: Question, rules: Rules) -> Mapping[str, Mapping[str, float]]:
    if len(asked.people) > LARGEST:
        raise PoolTooLarge
    used = {quota.feature for quota in rules.quotas}
    pool = [
        Candidate(
            code=one.code,
            features={key: one.facts.get(key, "unknown") for key in sorted(used)},
            groups={"organisation_key": one.body} if one.body else {},
        )
        for one in sorted(asked.people, key=lambda one: one.code)
    ]
    seats = min(rules.seats, len(pool) - len(rules.excluded))
    found = optimal(pool=pool, rules=replace(rules, seats=max(seats, 1)), objective=asked.objective)
    return _counted(asked, found.probabilities)


def _counted(asked: Question, chances: Mapping[str, float]) -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {key: Counter() for key in asked.features}
    for one in asked.people:
        for key in asked.features:
            found[key][one.facts.get(key, "unknown")] += chances.get(one.code, 0.0)
    return {key: dict(values) for key, values in found.items()}


def pool_counts(asked: Question) -> dict[str, Counter[str]]:
    return {key: Counter(one.facts.get(key, "unknown") for one in asked.people) for key in asked.features}
