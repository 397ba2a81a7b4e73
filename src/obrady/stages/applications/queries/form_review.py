"""What a draft still lacks before this meeting can publish it, and what publishing it would do to applications."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from obrady.core.forms import (
    CHOICE_KINDS,
    ApplicationRecord,
    Finding,
    FormDefinition,
    Kind,
    missing_answers,
    only_words_differ,
    parse_definition,
    review_definition,
    state_of,
)
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.forms import current_form, definition_of, window_of
from obrady.stages.applications.queries.pool import features_of
from obrady.stages.applications.queries.register import register, whole
from obrady.stages.applications.states import (
    ANSWER_CHANNEL,
    EMAIL,
    LANGUAGE,
    NAME,
    PHONE,
    ApplicationState,
    Verdict,
)
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import sensitive_answers_of_many

# Questions that the system reads itself: what they must be, where a form asks them.
KINDS = {
    NAME: Kind.SHORT_TEXT,
    EMAIL: Kind.EMAIL,
    PHONE: Kind.PHONE,
    ANSWER_CHANNEL: Kind.SINGLE_CHOICE,
    LANGUAGE: Kind.SINGLE_CHOICE,
    "gmina_teryt": Kind.GMINA,
    "organisation": Kind.ORGANISATION,
    "linked_with": Kind.LINKED_APPLICANTS,
    "reference": Kind.SHORT_TEXT,
    "channel": Kind.SINGLE_CHOICE,
    "received_at": Kind.DATE,
    "withdrawn_at": Kind.DATE,
}
OF_THE_OFFICE = ("reference", "channel", "received_at")
NOT_REMOVABLE = frozenset({NAME, *OF_THE_OFFICE})
LIKE_EACH_OTHER = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT})


def review_form(meeting: Meeting, definition: FormDefinition) -> tuple[Finding, ...]:
    return (
        *review_definition(definition),
        *_what_the_system_needs(definition),
        *_what_was_promised(meeting, definition),
    )


def _what_the_system_needs(definition: FormDefinition) -> Iterator[Finding]:
    if not definition.has_question(NAME):
        yield Finding("needs_name", "form")
    if not definition.has_question(EMAIL) and not definition.has_question(PHONE):
        yield Finding("needs_contact", "form")
    for key in OF_THE_OFFICE:
        if not definition.has_question(key) or not definition.question(key).office_only:
            yield Finding("needs_office_question", "form", params={"question": key})
    for key, kind in KINDS.items():
        if definition.has_question(key) and definition.question(key).kind is not kind:
            yield Finding("wrong_kind", "question", key, "kind", params={"kind": str(kind)})
    if not any(consent.required for consent in definition.consents):
        yield Finding("no_declaration", "form", blocks=False)


def _what_was_promised(meeting: Meeting, definition: FormDefinition) -> Iterator[Finding]:
    """Answers that are there already keep their shape, and what was to be sealed stays sealed."""
    form = current_form(meeting)
    if form is None or not register(meeting).exists():
        return
    for asked in definition_of(form).questions:
        if not definition.has_question(asked.key):
            continue
        question = definition.question(asked.key)
        if question.kind is not asked.kind and not {question.kind, asked.kind} <= LIKE_EACH_OTHER:
            yield Finding("kind_in_use", "question", asked.key, "kind", params={"kind": str(asked.kind)})
        if asked.sensitive and not question.sensitive:
            yield Finding("unsealed", "question", asked.key, "sensitive")


@dataclass(frozen=True)
class Outlook:
    """What a new version does to the applications that are there; every number is counted, none is estimated.

    Keys are those of questions, consents and features. `frozen` applications belong to a pool that is frozen: they
    are not touched, and while there are any only words can change (`is_refused` otherwise).
    """

    applications: int = 0
    frozen: int = 0
    only_words: bool = True
    missing: Mapping[str, int] = field(default_factory=dict)
    becoming_incomplete: int = 0
    leaving_the_pool: int = 0
    becoming_complete: int = 0
    answers_kept: Mapping[str, int] = field(default_factory=dict)
    options_kept: Mapping[tuple[str, str], int] = field(default_factory=dict)
    sealed: Mapping[str, int] = field(default_factory=dict)
    unusable: Mapping[str, int] = field(default_factory=dict)
    features: Mapping[str, int] = field(default_factory=dict)
    features_gone: tuple[str, ...] = ()
    features_new: tuple[str, ...] = ()
    consents_reworded: Mapping[str, int] = field(default_factory=dict)
    consents_gone: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return self.frozen > 0 and not self.only_words


def outlook(meeting: Meeting, definition: FormDefinition) -> Outlook:
    """Two queries for the applications, however many there are."""
    form = current_form(meeting)
    if form is None:
        return Outlook()
    before = parse_definition(form.definition)
    rows = list(register(meeting))
    free = [row for row in rows if row.locked_at is None]
    base = Outlook(
        applications=len(free),
        frozen=len(rows) - len(free),
        only_words=only_words_differ(before, definition),
        consents_reworded=_said_yes(free, _reworded(before, definition)),
        consents_gone=_said_yes(free, {one.key for one in before.consents} - {one.key for one in definition.consents}),
    )
    return base if base.only_words or not free else _counted(base, before, definition, free)


def _reworded(before: FormDefinition, after: FormDefinition) -> set[str]:
    labels = {one.key: dict(one.label) for one in before.consents}
    return {one.key for one in after.consents if one.key in labels and labels[one.key] != dict(one.label)}


def _said_yes(rows: list[Application], keys: set[str]) -> dict[str, int]:
    return {key: sum(row.consents.get(key) is True for row in rows) for key in sorted(keys)}


def _counted(base: Outlook, before: FormDefinition, after: FormDefinition, rows: list[Application]) -> Outlook:
    opened = sensitive_answers_of_many([row.person for row in rows])
    missing, features, lost = Counter[str](), Counter[str](), Counter[str]()
    answers, options, sealed = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    moves = Counter[tuple[ApplicationState, ApplicationState]]()
    for row in rows:
        held = whole(row, opened[str(row.person_id)])
        state = state_under(after, row, held.record)
        moves[ApplicationState(row.state), state] += 1
        if state is ApplicationState.INCOMPLETE:
            known = {gap.key for gap in held.gaps}
            gaps = missing_answers(after, held.record.answers, held.record.consents)
            missing.update(gap.key for gap in gaps if gap.key not in known)
        _count_answers(held.definition, after, held.record, answers, options, sealed, lost)
        old, new = (features_of(one, held.record) for one in (held.definition, after))
        features.update(key for key in new if key in old and new[key] != old[key])
    return replace(
        base,
        missing=dict(missing),
        becoming_incomplete=sum(n for (was, is_), n in moves.items() if is_ == "incomplete" and was != is_),
        leaving_the_pool=moves[ApplicationState.ELIGIBLE, ApplicationState.INCOMPLETE],
        becoming_complete=sum(n for (was, is_), n in moves.items() if was == "incomplete" and is_ != was),
        answers_kept=dict(answers),
        options_kept=dict(options),
        sealed=dict(sealed),
        unusable=dict(lost),
        features=dict(features),
        features_gone=_keys_only_in(before, after),
        features_new=_keys_only_in(after, before),
    )


def _keys_only_in(one: FormDefinition, other: FormDefinition) -> tuple[str, ...]:
    known = {feature.key for feature in other.features}
    return tuple(feature.key for feature in one.features if feature.key not in known)


def _count_answers(
    before: FormDefinition,
    after: FormDefinition,
    record: ApplicationRecord,
    answers: Counter[str],
    options: Counter[tuple[str, str]],
    sealed: Counter[str],
    lost: Counter[str],
) -> None:
    for key, answer in record.answers.items():
        if not after.has_question(key):
            answers[key] += before.has_question(key)
            continue
        question = after.question(key)
        asked = before.question(key) if before.has_question(key) else question
        sealed[key] += question.sensitive and not asked.sensitive
        lost[key] += question.consent is not None and record.consents.get(question.consent) is not True
        if question.kind in CHOICE_KINDS:
            gone = set(asked.codes) - set(question.codes)
            options.update((key, code) for code in ((answer,) if isinstance(answer, str) else answer) if code in gone)


def state_under(definition: FormDefinition, application: Application, record: ApplicationRecord) -> ApplicationState:
    """The state that an application would have by another version of the form."""
    return state_of(
        definition,
        replace(record, withdrawn_at=application.withdrawn_at),
        window_of(application.meeting),
        merged=application.merged_into_id is not None,
        not_eligible=application.verdict == Verdict.NOT_ELIGIBLE,
        cleared=application.verdict == Verdict.ELIGIBLE,
    )
