"""One person, several records: which one is kept, what it takes from the others, and the state it is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from .completeness import is_complete, missing_answers, usable_answers
from .types import Answer, ApplicationRecord, FormDefinition, Gap, State, Window


@dataclass(frozen=True)
class Settled:
    """What became of one record: its state, the record it was merged into, and what is missing.

    `record` is the record as it counts: of a kept one with its blanks filled from the merged ones.
    """

    record: ApplicationRecord
    state: State
    merged_into: str | None = None
    gaps: tuple[Gap, ...] = ()


def kept_record(definition: FormDefinition, records: Sequence[ApplicationRecord], window: Window) -> ApplicationRecord:
    """Of the records of one person, the one that is kept (as it came, nothing filled in).

    In time before late, complete before incomplete, then the earliest; equal instants go by the key, so that
    the order of the input does not matter. Whether a record was withdrawn plays no part. Raises ValueError for
    no records. Source: data/meeting/README.md, rule 2.

    Example: a phone call with name and number only, and a complete web form two days later: the web form.
    """

    def rank(record: ApplicationRecord) -> tuple[bool, bool, object, str]:
        complete = is_complete(definition, record.answers, record.consents)
        return window.is_late(record.received_at), not complete, record.received_at.astimezone(UTC), record.key

    return min(records, key=rank)


def merged_answers(
    definition: FormDefinition, kept: ApplicationRecord, others: Iterable[ApplicationRecord]
) -> ApplicationRecord:
    """The kept record with its blanks filled from the others, earliest first; nothing it says is overwritten.

    An answer counts only under a consent given in its own record: what its record did not allow to be kept is
    neither taken over nor defended. Consents that were never asked are filled too; a refusal stays a refusal,
    and then the answer under it stays unusable. What the office filled in (reference, times, channel) is not an
    answer and is never taken over: so a withdrawal of another record does not withdraw the kept one.

    Example: kept has no e-mail, the merged phone call none either, the late web form has one: that one.
    """
    answers: dict[str, Answer] = usable_answers(definition, kept.answers, kept.consents)
    consents = dict(kept.consents)
    asked = {question.key for question in definition.asked_questions}
    for other in sorted(others, key=lambda record: (record.received_at.astimezone(UTC), record.key)):
        for key, answer in usable_answers(definition, other.answers, other.consents).items():
            if key in asked:
                answers.setdefault(key, answer)
        for key, given in other.consents.items():
            consents.setdefault(key, given)
    return replace(kept, answers=answers, consents=consents)


def state_of(
    definition: FormDefinition,
    record: ApplicationRecord,
    window: Window,
    *,
    merged: bool = False,
    not_eligible: bool = False,
    entered: bool = True,
    cleared: bool = True,
) -> State:
    """The one state of an application; the first that applies, in this order.

    merged (it belongs to another record of the same person, whatever else it is), withdrawn, late (received
    after closing), received (`entered` false: a scan or a message nobody has typed in yet), not_eligible (a
    person said so, with a reason), incomplete, and then complete, or eligible once `cleared`. For a record that
    others were merged into, hand in what `merged_answers` gave. Source: data/meeting/README.md, rules 2 to 4.

    Example: withdrawn after a late application -> `State.WITHDRAWN`.
    """
    if merged:
        return State.MERGED
    if record.withdrawn_at is not None:
        return State.WITHDRAWN
    if window.is_late(record.received_at):
        return State.LATE
    if not entered:
        return State.RECEIVED
    if not_eligible:
        return State.NOT_ELIGIBLE
    if not is_complete(definition, record.answers, record.consents):
        return State.INCOMPLETE
    return State.ELIGIBLE if cleared else State.COMPLETE


def settle(
    definition: FormDefinition,
    records: Sequence[ApplicationRecord],
    window: Window,
    persons: Iterable[Iterable[str]] = (),
) -> Mapping[str, Settled]:
    """The outcome of every record, by its key and in the order of the input.

    `persons` are the sets of keys that belong to one person each (a person decided that); sets that overlap are
    one person. A key that no record has raises KeyError. Records outside every set stand alone.
    """
    by_key = {record.key: record for record in records}
    outcome: dict[str, Settled] = {}
    for group in joined([*persons, *([key] for key in by_key)]):
        together = [by_key[key] for key in group]
        kept = kept_record(definition, together, window)
        filled = merged_answers(definition, kept, [record for record in together if record is not kept])
        state = state_of(definition, filled, window)
        gaps = missing_answers(definition, filled.answers, filled.consents)
        outcome[kept.key] = Settled(record=filled, state=state, gaps=gaps)
        for record in together:
            if record is not kept:
                outcome[record.key] = Settled(record=record, state=State.MERGED, merged_into=kept.key)
    return {key: outcome[key] for key in by_key}


def joined(sets: Iterable[Iterable[str]]) -> list[tuple[str, ...]]:
    """Sets that share a member become one; a member comes once, sets in order of their first member.

    Example: `joined([["a", "b"], ["c"], ["b", "d"]])` -> `[("a", "b", "d"), ("c",)]`.
    """
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for members in sets:
        first: str | None = None
        for key in members:
            parent.setdefault(key, key)
            first = root(key) if first is None else first
            parent[root(key)] = first
    groups: dict[str, list[str]] = {}
    for key in parent:
        groups.setdefault(root(key), []).append(key)
    return [tuple(group) for group in groups.values()]
