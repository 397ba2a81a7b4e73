"""Two applications held against each other, as the pages of a pair need it."""

from obrady.core.forms import is_shown, kept_record, merged_answers
from obrady.core.likeness import email_key, folded, phone_keys
from obrady.stages.applications.queries.forms import window_of
from obrady.stages.applications.queries.register import Whole

# How two answers to questions of these kinds are held against each other.
SAME_BY_KIND = {"email": email_key, "phone": lambda text: " ".join(sorted(phone_keys(text)))}


def kept_of(one: Whole, other: Whole) -> Whole:
    """The one that would be kept if both were one person's."""
    window = window_of(one.application.meeting)
    key = kept_record(one.definition, [one.record, other.record], window).key
    return one if key == one.record.key else other


def questions_filled(kept: Whole, merged: Whole) -> list:
    """The questions that the kept record leaves open and the other answers."""
    filled = merged_answers(kept.definition, kept.record, [merged.record]).answers
    return [kept.definition.question(key) for key in filled if key not in kept.record.answers]


def is_alike(kind: str, one: str, other: str) -> bool:
    """The same answer, perhaps written in another way."""
    same = SAME_BY_KIND.get(kind, folded)
    return bool(same(one)) and same(one) == same(other)


def is_open_to(question, held: Whole) -> bool:
    """Whether the form asks this person the question, by what they answered so far."""
    return is_shown(question, held.record.answers)
