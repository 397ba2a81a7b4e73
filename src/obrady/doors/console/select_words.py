"""What `select` found, in English sentences for result.json and the terminal."""

from collections.abc import Sequence

from obrady.core.selection import (
    Bound,
    Change,
    Objective,
    Outcome,
    Relaxation,
    RuleFact,
    RuleKind,
    Rules,
    ShutOut,
)

BEST = {
    Objective.LEXIMIN: "no other lottery over valid panels gives a larger smallest chance",
    Objective.MAXIMIN: "no other lottery over valid panels gives a larger smallest chance",
    Objective.NASH: "no other lottery over valid panels has a larger product of chances",
}


def facts_document(facts: Sequence[RuleFact] | None) -> list[dict[str, object]] | None:
    if facts is None:
        return None
    return [{"kind": fact.kind.value, "about": list(fact.about), "limit": fact.limit} for fact in facts]


def changes_document(changes: Sequence[Change]) -> list[dict[str, object]]:
    return [
        {
            "feature": change.feature,
            "value": change.value,
            "bound": change.bound.value,
            "from": change.before,
            "to": change.after,
        }
        for change in changes
    ]


def words_for_outcome(outcome: Outcome, rules: Rules, reasons: Sequence[ShutOut]) -> list[str]:
    drawable = len(outcome.probabilities) - len(outcome.unselectable) - len(rules.excluded)
    words = [f"{drawable} of {len(outcome.probabilities)} people can be drawn for {rules.seats} seats."]
    if rules.excluded:
        words.append(f"Excluded beforehand: {', '.join(sorted(rules.excluded))}.")
    levels = outcome.certificate.levels
    if levels:
        words.append(
            f"The smallest chance of those who can be drawn is {levels[0].probability:.4%} ({levels[0].people} people);"
            f" {BEST[outcome.objective]}."
        )
        certain = levels[-1].people if levels[-1].probability == 1.0 else 0
        if certain:
            words.append(f"{certain} people are certain of a seat: no panel without them meets the rules.")
    words += [_shut_out(group) for group in reasons]
    return words


def _shut_out(group: ShutOut) -> str:
    who = ", ".join(group.codes)
    if group.facts is None:
        return f"Cannot be drawn either: {who}."
    return f"Cannot be drawn: {who}. Shut out together by: {_listed(group.facts)}."


def words_for_infeasible(
    relaxation: Relaxation | None, conflict: Sequence[RuleFact], *, people: int, seats: int
) -> list[str]:
    words = ["The rules cannot be met: no group of people satisfies all of them."]
    if people < seats:
        words.append(f"There are {seats} seats but only {people} people.")
    if conflict:
        words.append(f"These cannot be met together: {_listed(conflict)}; seats: {seats}.")
    if relaxation is None:
        words.append("No change of minima or maxima helps.")
        return words
    words.append(f"The smallest change that helps moves bounds by {relaxation.total} in all:")
    words.append(f"{_moved(relaxation.changes)}.")
    words += [f"Or, just as small: {_moved(other)}." for other in relaxation.alternatives]
    return words


def _moved(changes: Sequence[Change]) -> str:
    return "; ".join(
        f"{'lower the minimum' if change.bound is Bound.MIN else 'raise the maximum'} of"
        f" {change.feature} = {change.value} from {change.before} to {change.after}"
        for change in changes
    )


def _listed(facts: Sequence[RuleFact]) -> str:
    return "; ".join(_rule(fact) for fact in facts) if facts else "the number of seats"


def _rule(fact: RuleFact) -> str:
    match fact.kind:
        case RuleKind.MINIMUM:
            return f"at least {fact.limit} with {' = '.join(fact.about)}"
        case RuleKind.MAXIMUM:
            return f"at most {fact.limit} with {' = '.join(fact.about)}"
        case RuleKind.CAP:
            return f"at most {fact.limit} with the same {fact.about[0]}"
        case RuleKind.TOGETHER:
            return f"{fact.about[0]} and {fact.about[1]} together or not at all"
        case RuleKind.AT_MOST_ONE:
            return f"at most one of {fact.about[0]} and {fact.about[1]}"
        case RuleKind.EXACTLY_ONE:
            return f"exactly one of {fact.about[0]} and {fact.about[1]}"
        case RuleKind.MUST:
            return f"{fact.about[0]} must be in"
        case RuleKind.HOUSEHOLDS:
            return "at most one person of a household"
