"""When a question is asked, and when it must be answered."""

from __future__ import annotations

from .types import AllOf, Answer, Answers, AnyOf, Condition, Question, Test


def is_answered(answer: Answer | None) -> bool:
    """Whether there is an answer at all: an absent, empty or blank one is none."""
    if answer is None:
        return False
    if isinstance(answer, str):
        return bool(answer.strip())
    return len(answer) > 0


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether a condition holds for these answers.

    No answer satisfies `not_in` and `answered: false`, and fails the others. Of several answers one is enough
    for `in`, and one is enough to fail `not_in`. `all` of nothing holds, `any` of nothing does not.

    Example: `holds(Asks("applies_as", Test.NOT_IN, ("own_name",)), {})` -> True.
    """
    if isinstance(condition, AllOf):
        return all(holds(part, answers) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return any(holds(part, answers) for part in condition.parts)
    answer = answers.get(condition.question)
    if condition.test is Test.ANSWERED:
        return is_answered(answer) == condition.answered
    chosen = not set(_several(answer)).isdisjoint(condition.codes)
    return chosen if condition.test is Test.IN else not chosen


def is_shown(question: Question, answers: Answers) -> bool:
    """Whether the question is asked, given the answers so far. It never removes an answer that is already there."""
    return question.shown_if is None or holds(question.shown_if, answers)


def is_required(question: Question, answers: Answers) -> bool:
    """Whether the question must be answered: required, shown, and its `required_unless` does not hold.

    Example: `email` is required until `phone` is answered.
    """
    if not question.required or not is_shown(question, answers):
        return False
    return question.required_unless is None or not holds(question.required_unless, answers)


def _several(answer: Answer | None) -> tuple[str, ...]:
    if answer is None or not is_answered(answer):
        return ()
    return (answer,) if isinstance(answer, str) else tuple(answer)
