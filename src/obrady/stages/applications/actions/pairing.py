"""Parts of larger acts: propose pairs that may be one person. A machine proposes, a person decides."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from obrady.core.likeness import candidate_duplicates
from obrady.stages.applications.models import Application, DuplicatePair
from obrady.stages.applications.queries.pairs import (
    COLUMNS,
    best_by_root,
    compared_with,
    likely_pairs,
    record_for_likeness,
)
from obrady.stages.meetings.models import Meeting

AT_ONCE = 500


def propose_pairs(application: Application, *, now: datetime) -> None:
    """Pairs of one new or corrected application with the others of its meeting."""
    record = record_for_likeness(application.pk, application.answers)
    rows = [row for row in compared_with(application.meeting, record) if not came_after(row[2], application)]
    best = best_by_root(likely_pairs(record, rows), rows)
    own = application.merged_into_id or application.pk
    proposals = [(own, other, score, reasons) for other, (score, reasons) in best.items() if other != own]
    _keep(application.meeting, proposals, now=now)


def came_after(withdrawn_at: datetime | None, application: Application) -> bool:
    """Who withdrew and then applied again meant the new application."""
    return withdrawn_at is not None and withdrawn_at <= application.received_at


def propose_all_pairs(meeting: Meeting, *, now: datetime) -> int:
    """Every likely pair of the whole register, in short transactions; pairs that are known stay as they are."""
    rows = list(Application.objects.filter(meeting=meeting).values_list(*COLUMNS))
    times = {str(pk): (received_at, withdrawn_at) for pk, _, withdrawn_at, received_at, _ in rows}
    roots = {str(pk): root or pk for pk, root, *_ in rows}
    records = [record_for_likeness(row[0], row[4]) for row in rows]
    proposals = [
        (roots[pair.first], roots[pair.second], pair.score, tuple(str(reason) for reason in pair.reasons))
        for pair in candidate_duplicates(records)
        if roots[pair.first] != roots[pair.second] and not _applied_again(times[pair.first], times[pair.second])
    ]
    for start in range(0, len(proposals), AT_ONCE):
        with transaction.atomic():
            _keep(meeting, proposals[start : start + AT_ONCE], now=now)
    return len(proposals)


def _applied_again(one: tuple, other: tuple) -> bool:
    return any(
        withdrawn is not None and withdrawn <= received
        for (received, _), (_, withdrawn) in ((one, other), (other, one))
    )


def _keep(meeting: Meeting, proposals: Sequence[tuple[UUID, UUID, float, Iterable[str]]], *, now: datetime) -> None:
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(
                meeting=meeting,
                a_id=min(one, other, key=lambda key: key.hex),
                b_id=max(one, other, key=lambda key: key.hex),
                score=score,
                reasons=list(reasons),
                proposed_at=now,
            )
            for one, other, score, reasons in proposals
        ],
        ignore_conflicts=True,
    )
