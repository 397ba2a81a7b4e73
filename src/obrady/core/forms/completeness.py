"""Which answers may be used, and what an application still lacks."""

from __future__ import annotations

from .conditions import is_answered, is_required
from .types import Answer, Answers, Consents, FormDefinition, Gap


def usable_answers(definition: FormDefinition, answers: Answers, consents: Consents) -> dict[str, Answer]:
    """The answers that may be kept and used: those under a consent only while that consent is given.

    Keys that the form does not know, and empty answers, are left out.

    Example: `{"diet": ("vegan",)}` without `consent_sensitive` -> `{}`.
    """
    usable: dict[str, Answer] = {}
    for question in definition.questions:
        answer = answers.get(question.key)
        if answer is None or not is_answered(answer):
            continue
        if question.consent is None or consents.get(question.consent) is True:
            usable[question.key] = answer if isinstance(answer, str) else tuple(answer)
    return usable


def answers_without_consent(definition: FormDefinition, answers: Answers, consents: Consents) -> tuple[str, ...]:
    """The keys of the answers that may not be kept for want of their consent, in the form's order.

    They are what `usable_answers` leaves out although it was said; whoever said it is told before it goes.
    Source: data/meeting/FORM.md, "sensitive, consent".

    Example: `{"diet": ("vegan",)}` without `consent_sensitive` -> `("diet",)`.
    """
    return tuple(
        question.key
        for question in definition.questions
        if question.consent is not None
        and is_answered(answers.get(question.key, ""))
        and consents.get(question.consent) is not True
    )


def missing_answers(definition: FormDefinition, answers: Answers, consents: Consents) -> tuple[Gap, ...]:
    """What an application lacks, questions in the form's order, then required consents; empty = complete.

    Only what a person answers counts: what the office fills in (`office_only`) is not the applicant's gap.
    With neither e-mail nor phone both are named, and either closes both gaps.

    Example: an application without anything but a name, a phone and "own_name" lacks `gmina_teryt`,
    `hardest_cooperation`, `problem` and the consent `consent_rules`.
    """
    usable = usable_answers(definition, answers, consents)
    gaps = [
        Gap(key=question.key)
        for question in definition.asked_questions
        if is_required(question, usable) and question.key not in usable
    ]
    gaps += [
        Gap(key=consent.key, is_consent=True)
        for consent in definition.consents
        if consent.required and consents.get(consent.key) is not True
    ]
    return tuple(gaps)


def is_complete(definition: FormDefinition, answers: Answers, consents: Consents) -> bool:
    """Whether nothing is missing; see `missing_answers`."""
    return not missing_answers(definition, answers, consents)
