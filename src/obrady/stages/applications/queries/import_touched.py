"""Whether an import can still be taken back: what happened since to the people it brought."""

from collections.abc import Iterator
from enum import StrEnum

from django.db.models import Q

from obrady.stages.applications.models import ApplicantLink, Application, DuplicatePair, ImportJob
from obrady.stages.applications.states import LinkState, PairState
from obrady.stages.ledger.models import Entry
from obrady.stages.people.models import Person


class Touch(StrEnum):
    """Why an application of an import cannot simply go."""

    FROZEN = "frozen"
    CORRECTED = "corrected"
    DECIDED = "decided"
    MERGED = "merged"
    LINKED = "linked"
    WRITTEN = "written"
    WORKED_ON = "worked_on"


# What an import itself makes at a person or at an application; anything else was added by somebody later.
_OWN_OF_PERSON = frozenset({"applications", "sensitive_answers", "consents"})
_OWN_OF_APPLICATION = frozenset({"pairs_as_a", "pairs_as_b", "links_made", "links_received", "merged_records"})
AT_ONCE = 500


def touched_since(job: ImportJob) -> dict[str, str]:
    """Reference -> the first reason, in the order of arrival; empty where nothing stands in the way."""
    if job.batch_id is None:
        return {}
    rows = Application.objects.filter(batch=job.batch_id)
    references = dict(rows.order_by("received_at", "pk").values_list("pk", "reference"))
    found: dict[object, str] = {}
    for pk, touch in _touches(job):
        found.setdefault(pk, str(touch))
    return {reference: found[pk] for pk, reference in references.items() if pk in found}


def _touches(job: ImportJob) -> Iterator[tuple[object, Touch]]:
    rows = Application.objects.filter(batch=job.batch_id)
    ours = rows.values("pk")
    conditions = {
        Touch.FROZEN: Q(locked_at__isnull=False),
        Touch.CORRECTED: Q(corrected_at__isnull=False),
        Touch.MERGED: Q(merged_into__isnull=False) | Q(merged_records__isnull=False),
        Touch.DECIDED: ~Q(verdict=""),
        Touch.WORKED_ON: Q(assignee__isnull=False),
    }
    for touch, condition in conditions.items():
        for pk in rows.filter(condition).order_by().values_list("pk", flat=True).distinct():
            yield pk, touch
    for end in ("a", "b"):
        pairs = DuplicatePair.objects.filter(**{f"{end}__in": ours}).exclude(state=PairState.OPEN)
        yield from ((pk, Touch.MERGED) for pk in pairs.order_by().values_list(end, flat=True))
        links = ApplicantLink.objects.filter(**{f"{end}__in": ours}).exclude(state=LinkState.PROPOSED)
        yield from ((pk, Touch.LINKED) for pk in links.order_by().values_list(end, flat=True))
    yield from _pointed_at(job)
    yield from _in_the_ledger(rows)


def _pointed_at(job: ImportJob) -> Iterator[tuple[object, Touch]]:
    """Letters, questions, notes, places in a draw: whatever a room keeps about one of these people."""
    for model, own, path in ((Person, _OWN_OF_PERSON, "person"), (Application, _OWN_OF_APPLICATION, "pk")):
        keys = Application.objects.filter(batch=job.batch_id).values(path)
        for relation in model._meta.related_objects:
            if relation.get_accessor_name() in own:
                continue
            field = relation.field.name
            pointing = relation.related_model._default_manager.filter(**{f"{field}__in": keys})
            hit = set(pointing.order_by().values_list(field, flat=True))
            if path == "person" and hit:
                people = Application.objects.filter(batch=job.batch_id, person__in=hit)
                hit = set(people.values_list("pk", flat=True))
            yield from ((pk, Touch.WRITTEN) for pk in hit)


def _in_the_ledger(rows) -> Iterator[tuple[object, Touch]]:
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        abouts = {f"application:{pk}": pk for pk in keys[start : start + AT_ONCE]}
        acts = Entry.objects.filter(about__in=abouts).values_list("about", flat=True).distinct()
        yield from ((abouts[about], Touch.WORKED_ON) for about in acts.order_by())
