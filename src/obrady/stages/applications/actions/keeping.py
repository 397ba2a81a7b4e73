"""Parts of larger acts: check what was typed, put it where it belongs, settle the state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from obrady.core.forms import (
    Answer,
    AnswerFault,
    ApplicationRecord,
    FormDefinition,
    answers_without_consent,
    check_answer,
    missing_answers,
    state_of,
    usable_answers,
)
from obrady.core.likeness import email_key, folded, phone_keys
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.forms import NOTICE, definition_of, legal_texts, window_of
from obrady.stages.applications.queries.pairs import name_key
from obrady.stages.applications.states import (
    ANSWER_CHANNEL,
    EMAIL,
    LANGUAGE,
    NAME,
    ORGANISATION,
    PHONE,
    AnswersNeedMending,
    ApplicationState,
    Verdict,
)
from obrady.stages.people.actions import keep_sensitive_answers, record_consents, set_contact
from obrady.stages.people.models import LegalText


@dataclass(frozen=True)
class Typed:
    """What was typed, checked; a key that is not in `answers` was not asked, None there means "left empty"."""

    answers: Mapping[str, Answer | None]
    consents: Mapping[str, bool]

    def over(self, record: ApplicationRecord) -> ApplicationRecord:
        answers = {**record.answers, **self.answers}
        given = {key: answer for key, answer in answers.items() if answer is not None}
        return replace(record, answers=given, consents={**record.consents, **self.consents})


def checked(
    definition: FormDefinition,
    answers: Mapping[str, object],
    consents: Mapping[str, bool],
    *,
    over: ApplicationRecord,
    completing: bool,
) -> Typed:
    """Every fault of every answer at once; nothing is guessed, and nothing that was said is passed over.

    `over` is the record that this changes. An answer whose consent nobody gave is a fault (`no_consent`), so that
    it is not dropped unsaid. When this is meant to complete the record, what still lacks is named with the faults.
    """
    asked = {question.key: question for question in definition.asked_questions}
    known = {consent.key for consent in definition.consents}
    faults = {key: AnswerFault(code="unknown_question") for key in answers if key not in asked}
    faults |= {key: AnswerFault(code="unknown_consent") for key in consents if key not in known}
    typed: dict[str, Answer | None] = {}
    for key, raw in answers.items():
        answer = check_answer(asked[key], raw) if key in asked else None
        if isinstance(answer, AnswerFault):
            faults[key] = answer
        else:
            typed[key] = answer
    given = Typed(answers=typed, consents={key: bool(said) for key, said in consents.items()})
    record = given.over(over)
    unkept = answers_without_consent(definition, record.answers, record.consents)
    faults |= {key: AnswerFault(code="no_consent") for key in unkept if typed.get(key) is not None}
    if faults and completing:
        faults = {**gaps_in(definition, record), **faults}
    if faults:
        raise AnswersNeedMending(faults)
    return given


def gaps_in(definition: FormDefinition, record: ApplicationRecord) -> dict[str, AnswerFault]:
    gaps = missing_answers(definition, record.answers, record.consents)
    return {gap.key: AnswerFault(code="required") for gap in gaps}


def refuse_gaps(definition: FormDefinition, record: ApplicationRecord) -> None:
    if faults := gaps_in(definition, record):
        raise AnswersNeedMending(faults)


def refuse_nobody(definition: FormDefinition, record: ApplicationRecord) -> None:
    """ "Complete later" needs at least the first thing that is asked on the phone: who it is."""
    first = definition.phone_minimum or definition.asked_questions
    if first and first[0].key not in record.answers:
        raise AnswersNeedMending({first[0].key: AnswerFault(code="required")})


@dataclass(frozen=True)
class Parted:
    """The answers that may be kept, by where they belong; `contact` has an empty text for what was not answered."""

    open: Mapping[str, Answer | list[str]]
    secret: Mapping[str, Answer]
    contact: Mapping[str, str]


def parted(definition: FormDefinition, record: ApplicationRecord) -> Parted:
    usable = usable_answers(definition, record.answers, record.consents)
    secret = {question.key for question in definition.questions if question.sensitive}
    return Parted(
        open={
            key: list(answer) if isinstance(answer, tuple) else answer
            for key, answer in usable.items()
            if key not in secret
        },
        secret={key: answer for key, answer in usable.items() if key in secret},
        contact={key: str(usable.get(key, "")) for key in (NAME, EMAIL, PHONE, ANSWER_CHANNEL, LANGUAGE)},
    )


def put(application: Application, record: ApplicationRecord, *, before: Iterable[str] = ()) -> None:
    """Answers to where they belong: contact to the person, sensitive ones sealed, the rest to the application.

    `before` are the sensitive questions that may have an answer from earlier. What an earlier version of the form
    asked and this one does not stays as it was. The application is not saved.
    """
    definition = definition_of(application.form_in_force)
    given = parted(definition, record)
    asked_before = {key: said for key, said in application.answers.items() if not definition.has_question(key)}
    application.answers, application.consents = {**asked_before, **given.open}, dict(record.consents)
    keep_sensitive_answers(application.person, {**dict.fromkeys(before), **given.secret})
    set_contact(
        application.person,
        name=given.contact[NAME],
        email=given.contact[EMAIL],
        phone=given.contact[PHONE],
        answer_channel=given.contact[ANSWER_CHANNEL],
        language=given.contact[LANGUAGE] or application.language,
    )
    application.language = application.person.language
    index(application)


def index(application: Application) -> None:
    """The columns that search and the look for duplicates go by."""
    answers = {key: str(application.answers.get(key, "")) for key in (NAME, ORGANISATION, EMAIL, PHONE)}
    phones = phone_keys(answers[PHONE])
    words = [answers[NAME], answers[ORGANISATION], application.reference, application.reference.replace("-", "")]
    application.search_text = " ".join([folded(" ".join(words)), *phones])[:600]
    application.name_key = name_key(answers[NAME])[:300]
    application.phone_key = phones[0] if phones else ""
    application.email_key = email_key(answers[EMAIL])


def settle(application: Application, record: ApplicationRecord) -> ApplicationState:
    """The one state that follows from verdict, answers and window; the application is not saved."""
    definition = definition_of(application.form_in_force)
    state = state_of(
        definition,
        replace(record, withdrawn_at=application.withdrawn_at),
        window_of(application.meeting),
        merged=application.merged_into_id is not None,
        not_eligible=application.verdict == Verdict.NOT_ELIGIBLE,
        cleared=application.verdict == Verdict.ELIGIBLE,
    )
    if state is ApplicationState.INCOMPLETE and application.verdict == Verdict.ELIGIBLE:
        application.verdict = Verdict.NONE
    application.state = state
    return state


def note_consents(
    application: Application,
    said: Mapping[str, bool],
    *,
    texts: Mapping[str, LegalText] | None = None,
    channel: str,
    taken_by: str,
    now: datetime,
) -> None:
    """The proof of each consent: which text, which notice, when, over which channel, and who took it."""
    frozen = legal_texts(application.form_in_force) if texts is None else texts
    record_consents(
        application.person,
        said=said,
        texts={key: text for key, text in frozen.items() if key != NOTICE},
        notice_version=application.notice_version,
        channel=channel,
        taken_by=taken_by,
        now=now,
    )


def accepts_notice(definition: FormDefinition, consents: Mapping[str, bool]) -> bool:
    """Whether the declaration that names the notice (a required consent) was given."""
    return any(consents.get(consent.key) is True for consent in definition.consents if consent.required)
