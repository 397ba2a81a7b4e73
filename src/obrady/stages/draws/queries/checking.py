"""Whether the rules can be met, asked before anything is frozen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from obrady.core.chance import fingerprint
from obrady.core.selection import (
    Candidate,
    Change,
    LinkKind,
    Objective,
    QuotasCannotBeMet,
    Rules,
    can_be_met,
    frozen_document,
    optimal,
    why_infeasible,
    why_unselectable,
)
from obrady.stages.applications import queries as applications
from obrady.stages.draws.models import Bound, Draw, PersonDecision
from obrady.stages.draws.queries.decisions import decided, decisions_of
from obrady.stages.draws.queries.finding import NOTHING, entries_of, members_of
from obrady.stages.draws.queries.pools import candidates, frozen_rules, links_by_code, rules_of, rules_with

# Up to here the whole lottery is computed while the page waits, to name people whom no panel can contain.
AT_ONCE = 600


@dataclass(frozen=True)
class CannotBeDrawn:
    """Somebody whom no panel can contain, and what stands in the way."""

    reference: str
    reasons: tuple


@dataclass(frozen=True)
class Check:
    """What the third screen says.

    `changes` are the smallest relaxation of bounds, `total` its seats (None: no change of bounds helps, then
    `possible_seats` says with how many places the rules could be met, if with any). `unselectable` is None when the
    pool is too large to know it at once.
    """

    size: int
    seats: int
    everyone_fits: bool
    can_be_met: bool
    changes: tuple[Change, ...] = ()
    alternatives: tuple[tuple[Change, ...], ...] = ()
    total: int | None = None
    reasons: tuple = ()
    possible_seats: int | None = None
    unselectable: tuple[CannotBeDrawn, ...] | None = ()
    minimum: float | None = None


# Each explanation asks the solver some dozens of questions; more people than this are named without.
EXPLAINED = 30


def shut_out(draw: Draw) -> dict[str, tuple]:
    """code -> the rules that shut this person out, as frozen; for the first of them, empty beyond."""
    members = list(members_of(draw))
    people = [
        Candidate(code=code, features=entry.features, groups=entry.groups)
        for code, entry in entries_of(draw, members).items()
        if entry is not NOTHING and entry.features.keys() == set(draw.features)
    ]
    rules, known = frozen_rules(draw), {person.code for person in people}
    codes = [member.code for member in members if member.is_unselectable]
    if len(known) < len(members):
        return dict.fromkeys(codes, ())
    return {
        code: why_unselectable(code, pool=people, rules=rules) if position < EXPLAINED else ()
        for position, code in enumerate(codes)
    }


def question(draw: Draw) -> tuple[tuple[Candidate, ...], Rules]:
    """Pool and rules as they are now, with references in the place of codes, which exist only after the freeze."""
    pool = applications.pool(draw.meeting)
    codes = {str(member.application_id): member.reference for member in pool.members}
    return (
        candidates(pool.members, features=draw.features, codes=codes),
        rules_of(
            draw,
            links=links_by_code(pool.links, codes=codes),
            named=decided(decisions_of(draw), codes=codes),
        ),
    )


@dataclass(frozen=True)
class Live:
    """What is said while shares are typed: whether they can be met, and else the smallest change (None: none helps)."""

    size: int
    can_be_met: bool
    changes: tuple[Change, ...] = ()
    total: int | None = None


def live_question(
    draw: Draw,
    pool: applications.Pool,
    *,
    features: Sequence[str],
    bounds: Sequence[Bound],
    decisions: Sequence[PersonDecision] = (),
) -> tuple[tuple[Candidate, ...], Rules]:
    """Pool and rules for shares that are not saved yet; it asks the database nothing."""
    codes = {str(member.application_id): member.reference for member in pool.members}
    people = candidates(pool.members, features=features, codes=codes)
    binding = [one for one in bounds if one.feature in features and (one.low or one.high is not None)]
    links = links_by_code(pool.links, codes=codes)
    return people, rules_with(draw, binding, links=links, named=decided(decisions, codes=codes))


def live_check(people: Sequence[Candidate], rules: Rules) -> Live:
    """Whether shares that are being typed can be met."""
    try:
        if not everyone_fits(people, rules):
            can_be_met(pool=people, rules=rules, answers=1)
    except QuotasCannotBeMet as refusal:
        found = refusal.relaxation
        changes, total = (found.changes, found.total) if found else ((), None)
        return Live(size=len(people), can_be_met=False, changes=changes, total=total)
    return Live(size=len(people), can_be_met=True)


def question_hash(pool: Sequence[Candidate], rules: Rules) -> str:
    """The same question has the same answer: doors keep an answer under this key."""
    return fingerprint(frozen_document(pool=pool, rules=rules))


def check(pool: Sequence[Candidate], rules: Rules, *, objective: Objective = Objective.LEXIMIN) -> Check:
    if everyone_fits(pool, rules):
        return Check(size=len(pool), seats=rules.seats, everyone_fits=True, can_be_met=True)
    try:
        return _possible(pool, rules, objective)
    except QuotasCannotBeMet as refusal:
        return _impossible(pool, rules, refusal)


def _possible(pool: Sequence[Candidate], rules: Rules, objective: Objective) -> Check:
    if len(pool) > AT_ONCE:
        can_be_met(pool=pool, rules=rules)
        return Check(size=len(pool), seats=rules.seats, everyone_fits=False, can_be_met=True, unselectable=None)
    outcome = optimal(pool=pool, rules=rules, objective=objective)
    return Check(
        size=len(pool),
        seats=rules.seats,
        everyone_fits=False,
        can_be_met=True,
        unselectable=tuple(
            CannotBeDrawn(reference=code, reasons=tuple(why_unselectable(code, pool=pool, rules=rules)))
            for code in outcome.unselectable
        ),
        minimum=outcome.minimum,
    )


def _impossible(pool: Sequence[Candidate], rules: Rules, refusal: QuotasCannotBeMet) -> Check:
    relaxation = refusal.relaxation
    return Check(
        size=len(pool),
        seats=rules.seats,
        everyone_fits=False,
        can_be_met=False,
        changes=relaxation.changes if relaxation else (),
        alternatives=relaxation.alternatives if relaxation else (),
        total=relaxation.total if relaxation else None,
        reasons=tuple(why_infeasible(pool=pool, rules=rules)),
        possible_seats=None if relaxation else _possible_seats(pool, rules),
        unselectable=(),
    )


def everyone_fits(pool: Sequence[Candidate], rules: Rules) -> bool:
    """Whether all of the pool together fit the places and keep every rule: then there is nothing to draw."""
    if not pool or len(pool) > rules.seats or rules.excluded:
        return False
    values = Counter((feature, value) for person in pool for feature, value in person.features.items())
    own = Counter(
        (feature, value)
        for person in pool
        if person.code not in rules.guests
        for feature, value in person.features.items()
    )
    groups = Counter((key, group) for person in pool for key, group in person.groups.items())
    most = {cap.key: cap.most for cap in rules.caps}
    return (
        all(
            quota.low <= (values if quota.counts_guests else own)[quota.feature, quota.value] <= quota.high
            for quota in rules.quotas
        )
        and all(count <= most.get(key, count) for (key, _), count in groups.items())
        and all(link.kind is LinkKind.TOGETHER for link in rules.links)
    )


def _possible_seats(pool: Sequence[Candidate], rules: Rules) -> int | None:
    for seats in range(min(rules.seats, len(pool)) - 1, 0, -1):
        fewer = _with_seats(rules, seats)
        if _is_possible(pool, fewer):
            return seats
    return None


def _is_possible(pool: Sequence[Candidate], rules: Rules) -> bool:
    try:
        can_be_met(pool=pool, rules=rules)
    except QuotasCannotBeMet:
        return False
    return True


def _with_seats(rules: Rules, seats: int) -> Rules:
    return replace(rules, seats=seats)


def words_of_change(change: Change, features: Mapping[str, Mapping]) -> tuple[Mapping, Mapping]:
    """The words of the feature and of the value that a change is about."""
    words = features.get(change.feature, {})
    return words.get("label", {}), words.get("values", {}).get(change.value, {})
