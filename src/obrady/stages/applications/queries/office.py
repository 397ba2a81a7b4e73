"""What the office works with beside the register: colleagues, notes, saved filters, acts on many, who is next."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from obrady.core.forms import AnswerFault, check_answer
from obrady.stages.applications.models import Application, BulkAct, EarlierRecord, Note, SavedFilter
from obrady.stages.applications.queries.register import Whole
from obrady.stages.ledger.states import Role
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import StaffAccount

# Who takes applications in hand.
HANDS = (Role.COORDINATOR, Role.OFFICE)
MARK_BYTES = 6


def colleagues(meeting: Meeting) -> QuerySet[StaffAccount]:
    """Everybody whom an application of this meeting may be assigned to."""
    in_house = Q(role_grants__organisation=meeting.organisation_id, role_grants__role__in=HANDS)
    in_team = Q(memberships__meeting=meeting, memberships__role__in=HANDS)
    return StaffAccount.objects.filter(in_house | in_team, is_active=True).distinct().order_by("name", "pk")


def notes_of(application: Application) -> QuerySet[Note]:
    return Note.objects.filter(application=application, removed_at=None)


def note_counts(applications: Iterable[UUID]) -> dict[UUID, int]:
    rows = Note.objects.filter(application__in=list(applications), removed_at=None).order_by()
    return dict(rows.values_list("application").annotate(number=Count("pk")))


def filters_of(meeting: Meeting, account: StaffAccount) -> QuerySet[SavedFilter]:
    """One's own and those that colleagues share."""
    return SavedFilter.objects.filter(Q(owner=account) | Q(is_shared=True), meeting=meeting).select_related("owner")


def bulk_acts(meeting: Meeting) -> QuerySet[BulkAct]:
    return BulkAct.objects.filter(meeting=meeting)


def last_correction(application: Application) -> EarlierRecord | None:
    return EarlierRecord.objects.filter(application=application).first()


def marks_of(held: Whole) -> dict[str, str]:
    """A short keyed fingerprint of every answer and consent: what a page showed, without showing it."""
    said: dict[str, object] = {**held.record.answers, **held.record.consents}
    return {key: mark_of(held.application, key, answer) for key, answer in said.items()}


def mark_of(application: Application, key: str, answer: object) -> str:
    text = json.dumps([str(application.pk), key, answer], ensure_ascii=False, default=list)
    return hmac.digest(settings.OBRADY_MASTER_KEY, b"shown:" + text.encode(), hashlib.sha256)[:MARK_BYTES].hex()


def changed_since(held: Whole, seen: Mapping[str, str]) -> tuple[str, ...]:
    """The keys whose answer or consent is no longer the one that was shown."""
    current = marks_of(held)
    return tuple(sorted(key for key in current.keys() | seen.keys() if current.get(key) != seen.get(key)))


def untouched(held: Whole, typed: Mapping[str, object], seen: Mapping[str, str]) -> set[str]:
    """The keys that were sent back as they were shown: whoever typed the rest did not mean to change these."""
    asked = {question.key: question for question in held.definition.asked_questions}
    found = set()
    for key, raw in typed.items():
        answer = check_answer(asked[key], raw) if key in asked else None
        if isinstance(answer, AnswerFault):
            continue
        shown = "" if answer is None else mark_of(held.application, key, answer)
        if shown == seen.get(key, ""):
            found.add(key)
    return found


@dataclass(frozen=True)
class Neighbours:
    """Where one application stands in a list: its place from 1, and the references before and after it."""

    place: int
    total: int
    before: str
    after: str


def neighbours(rows: QuerySet[Application], application: Application) -> Neighbours | None:
    """In the order of the list; None when the application is not, or no longer, in it."""
    keys = list(rows.values_list("pk", "reference"))
    place = next((number for number, (key, _) in enumerate(keys) if key == application.pk), None)
    if place is None:
        return None
    return Neighbours(
        place=place + 1,
        total=len(keys),
        before=keys[place - 1][1] if place else "",
        after=keys[place + 1][1] if place + 1 < len(keys) else "",
    )


def notes_of_many(applications: Iterable[UUID]) -> QuerySet[Note]:
    return Note.objects.filter(application__in=list(applications), removed_at=None)
