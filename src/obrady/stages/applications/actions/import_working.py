"""The worker's part of an import: read, try out, take in, take back. A piece at a time, so that it may die at any time."""

import json
import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q

from obrady.core.forms import FormDefinition
from obrady.stages.applications import rules
from obrady.stages.applications.actions.import_reading import Reading
from obrady.stages.applications.actions.import_staging import ToStage, begin_batch, stage_rows, sweep
from obrady.stages.applications.actions.import_trying import Trying
from obrady.stages.applications.actions.linking import propose_all_links
from obrady.stages.applications.actions.pairing import propose_all_pairs
from obrady.stages.applications.actions.spelling import propose_all_bodies
from obrady.stages.applications.actions.submitting import new_reference
from obrady.stages.applications.models import Application, Form, ImportBatch, ImportJob, ImportPiece
from obrady.stages.applications.queries.forms import current_form, legal_texts
from obrady.stages.applications.queries.import_rows import Understood
from obrady.stages.applications.queries.import_targets import guessed
from obrady.stages.applications.queries.imports import (
    definition_for_import,
    file_of,
    mappings_of,
    opened_json,
    piece_place,
    pieces,
    reader_of,
    rows_in,
    sealed_json,
)
from obrady.stages.applications.states import (
    IMPORT_IS_RUNNING,
    ImportOvertaken,
    ImportState,
    PieceKind,
)
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import WORKER
from obrady.workshop import sealing
from obrady.workshop.officefiles import FileRefused, Sheet, SheetRow, read_sheet

logger = logging.getLogger("obrady.imports")
LEASE = timedelta(minutes=3)
ROWS_IN_PIECE = 100
PIECES_AT_ONCE = 8
IDLE = timedelta(days=7)
FAULTS_KEPT = timedelta(days=30)


class Stopped(Exception):
    """Somebody cancelled, or another worker has it now."""


def work_on_imports(*, now: datetime) -> int:
    """One step for each file that waits; how many there were. Cancelled and old ones are tidied away."""
    waiting = Q(state__in=IMPORT_IS_RUNNING) & (Q(lease_until=None) | Q(lease_until__lt=now))
    keys = list(ImportJob.objects.filter(waiting).order_by("changed_at", "pk").values_list("pk", flat=True))
    worked = sum(_work_on(key, now=now) for key in keys)
    return worked + _tidy(now=now)


def _work_on(key: object, *, now: datetime) -> bool:
    token = secrets.token_hex(16)
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    taken = ImportJob.objects.filter(free, pk=key, state__in=IMPORT_IS_RUNNING)
    if not taken.update(lease_token=token, lease_until=now + LEASE):
        return False
    job = ImportJob.objects.select_related("meeting__organisation", "batch").get(pk=key)
    try:
        STEPS[ImportState(job.state)](job, now)
    except Stopped:
        return False
    except ImportOvertaken:
        _fail(job, "overtaken", {}, now=now)
    except FileRefused as refusal:
        fault = refusal.faults[0]
        _fail(job, fault.code, {**fault.params, "row": fault.row}, now=now)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001
        # A file that nobody foresaw must not come back every second; its words do not belong in the log.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("import %s stopped in state %s: %s\n%s", job.pk, job.state, type(error).__name__, where)
        _fail(job, "unexpected", {}, now=now)
    finally:
        ImportJob.objects.filter(pk=key, lease_token=token).update(lease_token="", lease_until=None)
    return True


def _keep(job: ImportJob, **changes: object) -> None:
    """Write only while it is still ours and nobody moved it."""
    mine = ImportJob.objects.filter(pk=job.pk, state=job.state, lease_token=job.lease_token)
    if not mine.update(**changes):
        raise Stopped
    for name, value in changes.items():
        setattr(job, name, value)


def _fail(job: ImportJob, code: str, params: dict, *, now: datetime) -> None:
    with transaction.atomic():
        _keep(job, state=ImportState.FAILED, fault=code, fault_params=params, changed_at=now, finished_at=now)
        ImportPiece.objects.filter(job=job).delete()
        ImportJob.objects.filter(pk=job.pk).update(sealed_reading=None)


# ---------------------------------------------------------------- read


def read_file(job: ImportJob, now: datetime) -> None:
    if not job.sha256:
        return _fail(job, "upload_broken", {}, now=now)
    definition = definition_for_import(job.meeting)
    if definition is None:
        return _fail(job, "no_form", {}, now=now)
    ImportPiece.objects.filter(job=job, kind=PieceKind.ROWS).delete()
    sheet = read_sheet(file_of(job), sheet=job.sheet, encoding=str(job.details.get("wanted_encoding", "")))
    reading = Reading(sheet.columns)
    for number, rows in enumerate(_batches(sheet)):
        _put_rows(job, number, rows)
        reading.add(rows)
    columns = reading.columns()
    remembered = [one.mapping for one in mappings_of(job.meeting.organisation)]
    mapping = guessed(definition, columns, remembered)
    _keep(
        job,
        state=ImportState.MAPPING,
        changed_at=now,
        rows=reading.rows,
        done=0,
        details={**sheet.details, "format": sheet.format, "odd_rows": reading.odd},
        mapping=mapping.to_json(),
        sealed_reading=sealed_json(job, "sealed_reading", reading.to_json()),
    )
    return None


def _batches(sheet: Sheet) -> Iterator[list[SheetRow]]:
    while rows := list(islice(sheet.rows, ROWS_IN_PIECE)):
        yield rows


def _put_rows(job: ImportJob, number: int, rows: list[SheetRow]) -> None:
    plain = json.dumps(
        [[row.number, row.cells, [row.fault.code, dict(row.fault.params)] if row.fault else None] for row in rows],
        ensure_ascii=False,
    ).encode()
    place = piece_place(job, PieceKind.ROWS, number)
    sealed = sealing.seal(settings.OBRADY_MASTER_KEY, plain, place=place)
    with transaction.atomic():
        _keep(job, done=number * ROWS_IN_PIECE + len(rows))
        ImportPiece.objects.create(job=job, kind=PieceKind.ROWS, number=number, sealed=sealed)


# ---------------------------------------------------------------- try out


def try_out(job: ImportJob, now: datetime) -> None:
    """The whole file as it would be read now; nothing of the register changes."""
    definition = definition_for_import(job.meeting)
    if definition is None:
        return _fail(job, "no_form", {}, now=now)
    trying, reader = Trying(job.meeting, definition), reader_of(job, definition)
    for piece in pieces(job, PieceKind.ROWS):
        for row in rows_in(job, piece):
            trying.add(reader.understood(row))
        _keep(job, done=trying.rows)
    found = trying.to_json()
    _keep(
        job,
        state=ImportState.CHECKED,
        changed_at=now,
        counts=trying.counts(),
        sealed_faults=sealed_json(job, "sealed_faults", found),
    )
    return None


# ---------------------------------------------------------------- take in


def take_in(job: ImportJob, now: datetime) -> None:
    """Some pieces a round; after the last one all rows become visible at one moment."""
    form, definition = current_form(job.meeting), definition_for_import(job.meeting)
    if form is None or definition is None:
        return _fail(job, "no_form", {}, now=now)
    if job.batch is None:
        _keep(job, batch=begin_batch(job.meeting, job.sha256, now=now))
    if job.done < job.rows:
        return _stage_some(job, form, definition, now=now)
    propose_all_bodies(job.meeting.organisation, meeting=job.meeting)
    propose_all_pairs(job.meeting, now=now)
    propose_all_links(job.meeting)
    return _switch(job, now=now)


def _stage_some(job: ImportJob, form: Form, definition: FormDefinition, *, now: datetime) -> None:
    found = opened_json(job, "sealed_faults") or {}
    left_out, texts = set(found.get("left_out", [])), legal_texts(form)
    reader = reader_of(job, definition, again={int(row): times for row, times in found.get("again", {}).items()})
    first = job.done // ROWS_IN_PIECE
    for piece in pieces(job, PieceKind.ROWS, first=first, last=first + PIECES_AT_ONCE):
        wanted = [row for row in rows_in(job, piece) if row.number not in left_out]
        rows = [one for one in map(reader.understood, wanted) if one.record is not None]
        with transaction.atomic():
            _keep(job, done=min(job.rows, (piece.number + 1) * ROWS_IN_PIECE), changed_at=now)
            if job.batch is not None:
                stage_rows(job.batch, form, texts, _fresh(job, rows), now=now)


def _fresh(job: ImportJob, rows: list[Understood]) -> list[ToStage]:
    """Without those that the register has by now."""
    known = Application.objects.filter(meeting=job.meeting)
    keys = set(
        known.filter(idempotency_key__in=[row.idempotency_key for row in rows]).values_list(
            "idempotency_key", flat=True
        )
    )
    references = [row.record.reference for row in rows if row.record and row.has_own_reference]
    taken = set(known.filter(reference__in=references).values_list("reference", flat=True))
    return [
        ToStage(
            record=row.record.application,
            reference=row.record.reference if row.has_own_reference else new_reference(),
            channel=str(row.record.office["channel"]),
            idempotency_key=row.idempotency_key,
            taken_by=row.taken_by,
            notice_version=str(row.record.office.get("notice_version", "")),
        )
        for row in rows
        if row.record and row.idempotency_key not in keys and row.record.reference not in taken
    ]


def _switch(job: ImportJob, *, now: datetime) -> None:
    batch = job.batch
    if batch is None:
        raise ImportOvertaken(meeting=job.meeting.slug)
    with act(
        actor=WORKER,
        verb="applications.import",
        thing=job.meeting,
        rule=rules.can_import,
        now=now,
        about=batch.about,
    ) as line:
        if not ImportBatch.objects.filter(pk=batch.pk, visible_at=None).update(visible_at=now):
            raise ImportOvertaken(meeting=job.meeting.slug)
        number = Application.objects.filter(batch=batch).count()
        _keep(
            job,
            state=ImportState.DONE,
            changed_at=now,
            finished_at=now,
            counts={**job.counts, "imported": number},
            sealed_reading=None,
        )
        ImportPiece.objects.filter(job=job).delete()
        line.facts.update(rows=number, left_out=job.rows - number, sha256=batch.sha256, started_by=job.made_by)


# ---------------------------------------------------------------- take back


def take_back(job: ImportJob, now: datetime) -> None:
    if job.batch is not None:
        sweep(job.batch)
    _keep(job, state=ImportState.UNDONE, changed_at=now, finished_at=now, batch=None)


def _tidy(*, now: datetime) -> int:
    """What cancelled and failed imports staged, files that nobody came back for, and faults that were long read."""
    tidied = 0
    over = ImportJob.objects.filter(state__in=(ImportState.CANCELLED, ImportState.FAILED), batch__isnull=False)
    for job in over.select_related("batch"):
        if job.batch is not None:
            sweep(job.batch)
            tidied += 1
    for job in ImportJob.objects.filter(
        state__in=(ImportState.MAPPING, ImportState.CHECKED), changed_at__lt=now - IDLE
    ):
        with transaction.atomic():
            forgotten = ImportJob.objects.filter(pk=job.pk, state=job.state, changed_at=job.changed_at)
            if forgotten.update(state=ImportState.CANCELLED, finished_at=now, fault="idle", sealed_reading=None):
                ImportPiece.objects.filter(job=job).delete()
                tidied += 1
    old = ImportJob.objects.filter(finished_at__lt=now - FAULTS_KEPT, sealed_faults__isnull=False)
    return tidied + old.update(sealed_faults=None)


STEPS: dict[ImportState, Callable[[ImportJob, datetime], None]] = {
    ImportState.READING: read_file,
    ImportState.CHECKING: try_out,
    ImportState.IMPORTING: take_in,
    ImportState.UNDOING: take_back,
}
