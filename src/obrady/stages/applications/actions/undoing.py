"""The last correction of an application undone: answers and consents as they were before it."""

from dataclasses import replace
from datetime import datetime

from obrady.core.forms import ApplicationRecord
from obrady.stages.applications import rules
from obrady.stages.applications.actions.correcting import CANNOT_BE_CORRECTED, channel_of, locked_row
from obrady.stages.applications.actions.earlier import opened_earlier
from obrady.stages.applications.actions.keeping import Typed, note_consents, put, settle
from obrady.stages.applications.actions.linking import propose_links
from obrady.stages.applications.actions.merging import change_own_record
from obrady.stages.applications.actions.pairing import propose_pairs
from obrady.stages.applications.actions.spelling import file_spelling, propose_body
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.office import last_correction
from obrady.stages.applications.queries.register import Whole, whole
from obrady.stages.applications.states import NothingToUndo
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor


def undo_correction(*, actor: Actor, application: Application, now: datetime) -> Application:
    """The office takes the last correction back, its own or the person's; an earlier one may follow."""
    with act(
        actor=actor, verb="applications.undo_correction", thing=application, rule=rules.can_correct, now=now
    ) as line:
        before = locked_row(application, CANNOT_BE_CORRECTED, "corrected")
        row = last_correction(application)
        if row is None:
            raise NothingToUndo(reference=application.reference)
        held, payload = whole(application), opened_earlier(row, application.person)
        _put_back(application, held, payload, now=now)
        changed = {key: said for key, said in payload["consents"].items() if held.record.consents.get(key) != said}
        note_consents(application, changed, channel=channel_of(actor), taken_by=actor.name, now=now)
        row.delete()
        line.facts.update(before=str(before), state=str(application.state))
    return application


def _put_back(application: Application, held: Whole, payload: dict, *, now: datetime) -> None:
    record: ApplicationRecord = replace(held.record, answers=payload["answers"], consents=payload["consents"])
    keys = held.record.answers.keys() | record.answers.keys()
    typed = Typed(answers={key: record.answers.get(key) for key in keys}, consents=record.consents)
    change_own_record(application, typed, held.record.answers)
    put(application, record, before=[question.key for question in held.definition.questions if question.sensitive])
    application.notice_version = payload["notice_version"]
    application.corrected_at = datetime.fromisoformat(payload["corrected_at"]) if payload["corrected_at"] else None
    file_spelling(application)
    settle(application, record)
    application.save()
    propose_body(application.spelling)
    propose_pairs(application, now=now)
    propose_links(application)
