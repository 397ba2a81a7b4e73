"""From a sent form to raw answers and consents, by the definition; nothing is judged here."""

from collections.abc import Iterable

from django.http import QueryDict

from obrady.doors.web.applications.sheet import OWN_WORDS

LEAVE_OUT = "leave_out"
"""The choice beside an answer without its consent: send without it. A chosen radio cannot be cleared otherwise."""


def typed_answers(questions: Iterable, sent: QueryDict) -> dict[str, object]:
    """Every question that was on the page has a key; an empty text means "not answered"."""
    answers: dict[str, object] = {}
    left_out = set(sent.getlist(LEAVE_OUT))
    for question in questions:
        if question.office_only:
            continue
        if question.key in left_out:
            answers[question.key] = ""
            continue
        own = sent.get(question.key + OWN_WORDS, "").strip() if question.other_text else ""
        if question.kind == "multiple_choice":
            answers[question.key] = [*sent.getlist(question.key), *([own] if own else [])]
        else:
            answers[question.key] = own or sent.get(question.key, "")
    return answers


def typed_consents(consents: Iterable, sent: QueryDict) -> dict[str, bool]:
    return {consent.key: sent.get(consent.key) == "yes" for consent in consents}


def without_untouched_secrets(definition, answers: dict) -> dict:
    """A sensitive answer is not shown back; left empty it stays as it was. It goes when its consent is taken back."""
    secret = {question.key for question in definition.questions if question.sensitive}
    return {key: value for key, value in answers.items() if value or key not in secret}
