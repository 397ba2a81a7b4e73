from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from obrady.core.forms import AnswerFault, ApplicationRecord, FormDefinition, usable_answers
from obrady.stages.applications import rules
from obrady.stages.applications.actions.earlier import forget_earlier, keep_earlier
from obrady.stages.applications.actions.keeping import (
    Typed,
    accepts_notice,
    checked,
    note_consents,
    put,
    refuse_gaps,
    refuse_nobody,
    settle,
)
from obrady.stages.applications.actions.linking import propose_links
from obrady.stages.applications.actions.merging import change_own_record
from obrady.stages.applications.actions.pairing import propose_pairs
from obrady.stages.applications.actions.spelling import file_spelling, propose_body
from obrady.stages.applications.actions.telling import tell, tell_corrected
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.office import changed_since
from obrady.stages.applications.queries.register import whole
from obrady.stages.applications.states import (
    AnswersNeedMending,
    ApplicationIsLocked,
    ApplicationState,
    ChangedMeanwhile,
    Channel,
    CorrectionsAreClosed,
    StateRefused,
)
from obrady.stages.ledger.actions import NotAllowed, act
from obrady.stages.ledger.queries import Receipt
from obrady.stages.ledger.rules import is_anyone
from obrady.stages.ledger.states import Actor, ActorKind
from obrady.stages.letters.queries import letters_about
from obrady.stages.letters.states import LetterKind
from obrady.stages.people.actions import keep_sensitive_answers

CANNOT_BE_CORRECTED = frozenset({ApplicationState.MERGED, ApplicationState.WITHDRAWN})


def correct(
    *,
    actor: Actor,
    application: Application,
    answers: Mapping[str, object],
    consents: Mapping[str, bool],
    now: datetime,
    complete_later: bool = False,
    seen: Mapping[str, str] | None = None,
) -> Application:
    """New answers to the questions that were asked again; questions that are not in `answers` stay as they are.

    `seen` are the marks (`queries.marks_of`) of what was shown when this was typed: somebody else's writing since is
    not overwritten unseen.

    The person corrects until closing and leaves nothing required open; the office corrects until the pool is
    frozen. An eligible application that stays complete stays eligible.
    """
    by_applicant = actor.kind is ActorKind.APPLICANT
    with transaction.atomic():
        with act(actor=actor, verb="applications.correct", thing=application, rule=rules.can_correct, now=now) as line:
            before = locked_row(application, CANNOT_BE_CORRECTED, "corrected")
            if by_applicant:
                refuse_closed(application, now)
            held = whole(application)
            if seen is not None and (keys := changed_since(held, seen)):
                raise ChangedMeanwhile(reference=application.reference, keys=keys)
            is_whole = by_applicant or not complete_later
            typed = checked(held.definition, answers, consents, over=held.record, completing=is_whole)
            record = typed.over(held.record)
            if is_whole:
                refuse_gaps(held.definition, record)
            else:
                refuse_nobody(held.definition, record)
            rewrite(application, held.definition, held.record, typed, actor=actor, now=now)
            line.facts.update(before=str(before), state=str(application.state), by=str(actor.kind))
        tell_corrected(application, line.receipt, by_applicant=by_applicant, now=now)
    return application


def locked_row(application: Application, refused: Collection[ApplicationState], wanted: str) -> ApplicationState:
    """Hold the row, read it anew, and refuse when its state or a frozen pool stands against it."""
    Application.objects.select_for_update().get(pk=application.pk)
    application.refresh_from_db()
    if application.locked_at is not None:
        raise ApplicationIsLocked(reference=application.reference)
    state = ApplicationState(application.state)
    if state in refused:
        raise StateRefused(reference=application.reference, state=str(state), wanted=wanted)
    return state


def refuse_closed(application: Application, now: datetime) -> None:
    closes_at = application.meeting.closes_at
    if closes_at is not None and now > closes_at:
        raise CorrectionsAreClosed(closes_at=closes_at)


def rewrite(
    application: Application,
    definition: FormDefinition,
    held: ApplicationRecord,
    typed: Typed,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    secret = [question.key for question in definition.questions if question.sensitive]
    record = typed.over(held)
    record = replace(record, answers=usable_answers(definition, record.answers, record.consents))
    if any(given and typed.consents.get(key) is False for key, given in held.consents.items()):
        forget_earlier(application)
    else:
        keep_earlier(application, held, replaced_by=actor.name, now=now)
    change_own_record(application, typed, held.answers)
    put(application, record, before=secret)
    if not application.notice_version and accepts_notice(definition, record.consents):
        application.notice_version = definition.notice.version
    file_spelling(application)
    settle(application, record)
    application.corrected_at = now
    application.save()
    forget_uncovered(application, definition, record.consents)
    taken_by = actor.name if actor.kind is ActorKind.STAFF else ""
    note_consents(application, typed.consents, channel=channel_of(actor), taken_by=taken_by, now=now)
    propose_body(application.spelling)
    propose_pairs(application, now=now)
    propose_links(application)


def forget_uncovered(application: Application, definition: FormDefinition, consents: Mapping[str, bool]) -> None:
    """An answer whose consent is refused goes from the merged records of the same person too."""
    refused = {key for key, given in consents.items() if given is False}
    covered = [question for question in definition.questions if question.consent in refused]
    if not covered:
        return
    for other in Application.objects.filter(merged_into=application).select_related("person"):
        keep_sensitive_answers(other.person, {question.key: None for question in covered if question.sensitive})
        for question in covered:
            other.answers.pop(question.key, None)
        other.consents = {**other.consents, **dict.fromkeys(refused & set(other.consents), False)}
        other.save(update_fields=["answers", "consents"])


def channel_of(actor: Actor) -> str:
    return str(Channel.OFFICE if actor.kind is ActorKind.STAFF else Channel.WEB)


def take_back_consents(*, actor: Actor, application: Application, keys: Collection[str], now: datetime) -> Application:
    """Consents can be withdrawn at any time, also after closing and after the draw; the answers under them go."""
    if not rules.can_correct.test(actor, application):
        raise NotAllowed("applications.take_back_consents")
    application = kept(application)
    with act(actor=actor, verb="applications.take_back_consents", thing=application, rule=is_anyone, now=now) as line:
        Application.objects.select_for_update().get(pk=application.pk)
        application.refresh_from_db()
        held = whole(application)
        free = {consent.key for consent in held.definition.consents if consent.withdrawable}
        if bound := [key for key in keys if key not in free]:
            raise AnswersNeedMending({key: AnswerFault(code="not_withdrawable") for key in bound})
        typed = Typed(answers={}, consents=dict.fromkeys(keys, False))
        record = typed.over(held.record)
        record = replace(record, answers=usable_answers(held.definition, record.answers, record.consents))
        gone = [question for question in held.definition.questions if question.consent in keys]
        change_own_record(
            application, replace(typed, answers={question.key: None for question in gone}), held.record.answers
        )
        put(application, record, before=[question.key for question in gone if question.sensitive])
        settle(application, record)
        application.save()
        forget_uncovered(application, held.definition, record.consents)
        forget_earlier(application)
        taken_by = actor.name if actor.kind is ActorKind.STAFF else ""
        note_consents(application, typed.consents, channel=channel_of(actor), taken_by=taken_by, now=now)
        line.facts.update(consents=len(keys), by=str(actor.kind))
    return application


def kept(application: Application) -> Application:
    """The record that counts: whoever withdraws by the link of a merged one means themselves."""
    return application.merged_into or application


def withdraw(*, actor: Actor, application: Application, now: datetime) -> Application:
    """Possible at any time, also when the pool is frozen; withdrawing twice is withdrawing once."""
    if not rules.can_withdraw.test(actor, application):
        raise NotAllowed("applications.withdraw")
    application = kept(application)
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=application.pk)
        application.refresh_from_db()
        if application.withdrawn_at is not None:
            return application
        with act(actor=actor, verb="applications.withdraw", thing=application, rule=is_anyone, now=now) as line:
            line.facts.update(before=str(application.state), by=str(actor.kind))
            application.withdrawn_at = now
            settle(application, whole(application).record)
            application.save(update_fields=["withdrawn_at", "state", "verdict"])
        tell(application, LetterKind.WITHDRAWN, line.receipt, now=now, occasion=occasion_of(application, line.receipt))
    return application


def take_back_withdrawal(*, actor: Actor, application: Application, now: datetime) -> Application:
    """A slip is mended: the person until closing, the office until the pool is frozen."""
    with act(
        actor=actor, verb="applications.take_back_withdrawal", thing=application, rule=rules.can_withdraw, now=now
    ) as line:
        before = locked_row(application, frozenset(ApplicationState) - {ApplicationState.WITHDRAWN}, "taken back")
        if actor.kind is ActorKind.APPLICANT:
            refuse_closed(application, now)
        application.withdrawn_at = None
        state = settle(application, whole(application).record)
        application.save(update_fields=["withdrawn_at", "state", "verdict"])
        line.facts.update(before=str(before), state=str(state))
    return application


def occasion_of(application: Application, receipt: Receipt) -> str:
    """The first withdrawal has no occasion of its own; one after coming back is told again."""
    told = letters_about(application.about).filter(kind=LetterKind.WITHDRAWN).exists()
    return str(receipt.sequence) if told else ""
