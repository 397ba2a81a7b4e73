"""Files on their way into the register: the one that is open, those before, and what was read of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from obrady.core.forms import FormDefinition, RowFault
from obrady.stages.applications.models import ImportJob, ImportMapping, ImportPiece
from obrady.stages.applications.queries.forms import current_form, definition_of
from obrady.stages.applications.queries.import_rows import FileRow, RowReader, importable
from obrady.stages.applications.queries.import_targets import ColumnMapping, ColumnRead
from obrady.stages.applications.states import IMPORT_IS_OPEN, PieceKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.workshop import sealing

LIGHT = ("sealed_reading", "sealed_faults")


def open_import(meeting: Meeting) -> ImportJob | None:
    return imports_of(meeting).filter(state__in=IMPORT_IS_OPEN).first()


def imports_of(meeting: Meeting) -> QuerySet[ImportJob]:
    """All of them, the latest first, without what they quote of their files."""
    return ImportJob.objects.filter(meeting=meeting).defer(*LIGHT).select_related("meeting__organisation", "batch")


def import_with_key(meeting: Meeting, key: object) -> ImportJob | None:
    rows = ImportJob.objects.filter(meeting=meeting, pk=key)
    return rows.select_related("meeting__organisation", "batch").first()


def mappings_of(organisation: Organisation) -> QuerySet[ImportMapping]:
    return ImportMapping.objects.filter(organisation=organisation).order_by("-changed_at", "-pk")


def definition_for_import(meeting: Meeting) -> FormDefinition | None:
    form = current_form(meeting)
    return importable(definition_of(form)) if form else None


def piece_place(job: ImportJob, kind: PieceKind, number: int) -> str:
    return f"applications_importpiece:{job.pk}:{kind}:{number}"


def sealed_json(job: ImportJob, field: str, value: object) -> bytes:
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return sealing.seal(settings.OBRADY_MASTER_KEY, plain, place=f"applications_importjob:{job.pk}:{field}")


def opened_json(job: ImportJob, field: str) -> Any:
    sealed = getattr(job, field)
    if sealed is None:
        return None
    place = f"applications_importjob:{job.pk}:{field}"
    return json.loads(sealing.unseal(settings.OBRADY_MASTER_KEY, sealed, place=place))


def columns_of(job: ImportJob) -> list[ColumnRead]:
    return [
        ColumnRead(one["name"], one["filled"], one["values"], tuple(one["examples"]))
        for one in opened_json(job, "sealed_reading") or []
    ]


def file_of(job: ImportJob) -> bytes:
    return b"".join(opened_piece(job, piece) for piece in pieces(job, PieceKind.FILE))


def pieces(job: ImportJob, kind: PieceKind, *, first: int = 0, last: int | None = None) -> Iterator[ImportPiece]:
    """In their order, one at a time; `last` is the first that is not wanted any more."""
    wanted = ImportPiece.objects.filter(job=job, kind=kind, number__gte=first)
    numbers = wanted if last is None else wanted.filter(number__lt=last)
    for number in list(numbers.order_by("number").values_list("number", flat=True)):
        yield ImportPiece.objects.get(job=job, kind=kind, number=number)


def opened_piece(job: ImportJob, piece: ImportPiece) -> bytes:
    place = piece_place(job, PieceKind(piece.kind), piece.number)
    return sealing.unseal(settings.OBRADY_MASTER_KEY, piece.sealed, place=place)


def rows_in(job: ImportJob, piece: ImportPiece) -> list[FileRow]:
    return [
        FileRow(number, tuple(cells), RowFault(number, "", fault[0], fault[1]) if fault else None)
        for number, cells, fault in json.loads(opened_piece(job, piece))
    ]


def reader_of(job: ImportJob, definition: FormDefinition, *, again: Mapping[int, int] | None = None) -> RowReader:
    """`again`: which rows repeat earlier ones, where that is known and not all rows will be read."""
    return RowReader(
        meeting=job.meeting,
        definition=definition,
        columns=[one.name for one in columns_of(job)],
        mapping=ColumnMapping.of_json(job.mapping),
        uploaded_at=job.made_at,
        again=again,
    )


@dataclass(frozen=True)
class Trial:
    """What the dry run found; `unkept` are the answers that go for want of their consent, `preview` the first rows
    as they will be read."""

    faults: tuple[RowFault, ...]
    unkept: tuple[RowFault, ...]
    preview: tuple[Mapping[str, Any], ...]


def trial_of(job: ImportJob) -> Trial:
    kept = opened_json(job, "sealed_faults") or {"faults": [], "preview": []}
    return Trial(
        faults=tuple(RowFault(*one) for one in kept["faults"]),
        unkept=tuple(RowFault(row, key, "not_kept") for row, key in kept.get("unkept", ())),
        preview=tuple(kept["preview"]),
    )
