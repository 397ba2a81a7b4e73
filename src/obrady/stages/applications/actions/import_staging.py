"""Rows of a file staged outside the register, in short transactions, and taken away again where they may not stay."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from obrady.core.forms import ApplicationRecord, RegisterRecord
from obrady.stages.applications.actions.keeping import index, parted, settle
from obrady.stages.applications.actions.spelling import file_spellings
from obrady.stages.applications.models import ApplicantLink, Application, Form, ImportBatch
from obrady.stages.applications.queries.forms import NOTICE, definition_of
from obrady.stages.applications.queries.register import token_of
from obrady.stages.applications.states import (
    ANSWER_CHANNEL,
    EMAIL,
    LANGUAGE,
    NAME,
    PHONE,
    ImportOvertaken,
    LinkState,
)
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.actions import Newcomer, enter_people
from obrady.stages.people.models import LegalText, Person
from obrady.workshop.links import hash_of_token

AT_ONCE = 100
DELETED_AT_ONCE = 200
ABANDONED_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class ToStage:
    """One row on its way into the register; `idempotency_key` tells that it was there before."""

    record: ApplicationRecord
    reference: str
    channel: str
    idempotency_key: str
    taken_by: str = ""
    notice_version: str = ""


def to_stage(record: RegisterRecord) -> ToStage:
    """A row that carries its own reference."""
    return ToStage(
        record=record.application,
        reference=record.reference,
        channel=str(record.office["channel"]),
        idempotency_key=f"import:{record.reference}",
        taken_by=str(record.office.get("taken_by", "")),
        notice_version=str(record.office.get("notice_version", "")),
    )


def begin_batch(meeting: Meeting, sha256: str, *, now: datetime) -> ImportBatch:
    """A batch of its own; what an interrupted import of this meeting left is swept first."""
    for left in ImportBatch.objects.filter(meeting=meeting, visible_at=None):
        sweep(left)
    try:
        with transaction.atomic():
            return ImportBatch.objects.create(meeting=meeting, sha256=sha256, started_at=now)
    except IntegrityError:
        raise ImportOvertaken(meeting=meeting.slug) from None


def stage(
    batch: ImportBatch,
    form: Form,
    texts: Mapping[str, LegalText],
    records: Sequence[RegisterRecord],
    *,
    now: datetime,
) -> None:
    with transaction.atomic():
        stage_rows(batch, form, texts, [to_stage(record) for record in records], now=now)


def stage_rows(
    batch: ImportBatch, form: Form, texts: Mapping[str, LegalText], rows: Iterable[ToStage], *, now: datetime
) -> int:
    """Part of a larger transaction: people, sealed answers, consents and applications in a few statements."""
    if not ImportBatch.objects.select_for_update().filter(pk=batch.pk, visible_at=None).exists():
        raise ImportOvertaken(meeting=batch.meeting.slug)
    entered = [_entered(batch, form, row, now=now) for row in rows]
    newcomers = [_newcomer(application, row, texts, secret) for application, row, secret in entered]
    applications = [application for application, _, _ in entered]
    file_spellings(applications, batch.meeting.organisation)
    enter_people(newcomers)
    Application.objects.bulk_create(applications)
    return len(applications)


def _entered(batch: ImportBatch, form: Form, row: ToStage, *, now: datetime) -> tuple[Application, ToStage, Mapping]:
    came = row.record
    given = parted(definition_of(form), came)
    person = Person(
        organisation=batch.meeting.organisation,
        name=given.contact[NAME],
        email=given.contact[EMAIL],
        phone=given.contact[PHONE],
        answer_channel=given.contact[ANSWER_CHANNEL],
        language=given.contact[LANGUAGE] or str(came.answers.get(LANGUAGE, form.shown["form"]["languages"][0])),
        created_at=now,
    )
    application = Application(
        meeting=batch.meeting,
        person=person,
        form=form,
        batch=batch,
        reference=row.reference,
        channel=row.channel,
        language=person.language,
        received_at=came.received_at,
        withdrawn_at=came.withdrawn_at,
        taken_by=row.taken_by,
        notice_version=row.notice_version,
        idempotency_key=row.idempotency_key,
        answers=dict(given.open),
        consents=dict(came.consents),
        proven=False,
    )
    application.link_hash = hash_of_token(token_of(application))
    index(application)
    settle(application, came)
    return application, row, given.secret


def _newcomer(
    application: Application, row: ToStage, texts: Mapping[str, LegalText], secret: Mapping[str, object]
) -> Newcomer:
    """Only who accepted this very notice said yes to these very texts."""
    is_this_notice = application.notice_version == definition_of(application.form).notice.version
    return Newcomer(
        person=application.person,
        sensitive=secret,
        said=row.record.consents,
        texts={key: text for key, text in texts.items() if key != NOTICE} if is_this_notice else {},
        notice_version=application.notice_version,
        channel=application.channel,
        taken_by=application.taken_by,
        said_at=application.received_at,
    )


def sweep(batch: ImportBatch) -> None:
    """Take away what an import staged that is not, or not any longer, in the register; in short transactions."""
    while True:
        with transaction.atomic():
            if not ImportBatch.objects.select_for_update().filter(pk=batch.pk, visible_at=None).exists():
                return
            staged = list(Application.objects.filter(batch=batch).values_list("pk", "person")[:DELETED_AT_ONCE])
            if not staged:
                ImportBatch.objects.filter(pk=batch.pk, visible_at=None).delete()
                return
            # Who named one of these people still wants to come with them.
            named = ApplicantLink.objects.filter(b__in=[pk for pk, _ in staged], state=LinkState.PROPOSED)
            named.update(b=None, score=0)
            Person.objects.filter(pk__in=[person for _, person in staged]).delete()


def sweep_unfinished_imports(*, now: datetime) -> int:
    """What imports left that were killed and never run again; those that the worker does itself are not among them."""
    left = list(ImportBatch.objects.filter(visible_at=None, started_at__lt=now - ABANDONED_AFTER, job=None))
    for batch in left:
        sweep(batch)
    return len(left)
