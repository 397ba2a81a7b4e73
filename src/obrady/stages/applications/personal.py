"""What this room holds of a person: applications, what they said before a merge, pairs, and who named whom."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q

from obrady.core.forms import FormDefinition
from obrady.stages.applications.actions.earlier import opened_earlier
from obrady.stages.applications.actions.forgetting import forget_sensitive_consents, forget_sensitive_own_answers
from obrady.stages.applications.actions.merging import opened_own_record
from obrady.stages.applications.models import (
    ApplicantLink,
    Application,
    DuplicatePair,
    EarlierRecord,
    Note,
    OwnRecord,
)
from obrady.stages.applications.queries.forms import definition_of, sensitive_questions
from obrady.stages.applications.queries.pool import features_of
from obrady.stages.applications.queries.register import same_human, whole
from obrady.stages.applications.queries.retention import kept_until
from obrady.stages.people.models import Person
from obrady.stages.people.registry import Holding, holdings, register

PERSONAL = (
    "reference",
    "taken_by",
    "answers",
    "consents",
    "spelling",
    "state_reason",
    "idempotency_key",
    "link_hash",
    "search_text",
    "name_key",
    "phone_key",
    "email_key",
    "features_kept",
)


def declare() -> None:
    register(
        Holding(
            model=Application,
            personal_fields=PERSONAL,
            export=_export_applications,
            blank=_blank_applications,
            erase=_erase_applications,
            keep_until=kept_until,
            forget_sensitive=forget_sensitive_consents,
        )
    )
    register(
        Holding(
            model=OwnRecord,
            personal_fields=("sealed",),
            export=_export_own_records,
            blank=_deleted(OwnRecord, "application"),
            erase=_deleted(OwnRecord, "application"),
            forget_sensitive=forget_sensitive_own_answers,
        )
    )
    register(
        Holding(
            model=EarlierRecord,
            personal_fields=("sealed", "replaced_by"),
            export=_export_earlier_records,
            blank=_deleted(EarlierRecord, "application"),
            erase=_deleted(EarlierRecord, "application"),
            forget_sensitive=_deleted(EarlierRecord, "application"),
        )
    )
    register(
        Holding(
            model=Note,
            personal_fields=("text", "author"),
            export=_export_notes,
            blank=_deleted(Note, "application"),
            erase=_deleted(Note, "application"),
        )
    )
    register(
        Holding(
            model=DuplicatePair,
            personal_fields=("score", "reasons"),
            export=_export_pairs,
            blank=_blank_pairs,
            erase=_deleted(DuplicatePair, "a", "b"),
        )
    )
    register(
        Holding(
            model=ApplicantLink,
            personal_fields=("named", "mode"),
            export=_export_links,
            blank=_deleted(ApplicantLink, "a", "b"),
            erase=_deleted(ApplicantLink, "a", "b"),
        )
    )


def _export_applications(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "meeting": str(row.meeting.title),
            "reference": row.reference,
            "channel": row.channel,
            "received_at": row.received_at.isoformat(),
            "taken_by": row.taken_by,
            "state": row.state,
            "reason": row.state_reason,
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
            "answers": row.answers,
            "consents": row.consents,
            "notice_version": row.notice_version,
        }
        for row in same_human(person)
    ]


def _blank_applications(person: Person) -> int:
    """Channel, state and the features that are not sensitive stay for counts; the row says nothing about anybody else."""
    rows = same_human(person)
    for row in rows:
        row.features_kept = _features_that_may_stay(definition_of(row.form_in_force), row)
        row.answers, row.consents, row.spelling = {}, {}, None
        row.reference = f"blank-{row.pk.hex[:24]}"
        row.taken_by = row.search_text = row.name_key = row.phone_key = row.email_key = ""
        row.state_reason = "-" if row.state_reason else ""
        row.link_hash = row.idempotency_key = f"blank-{row.pk.hex}"
        row.save()
    _blank_other_records(rows, person, lambda holding: holding.blank)
    return len(rows)


def _features_that_may_stay(definition: FormDefinition, row: Application) -> dict[str, str]:
    secret = sensitive_questions(definition)
    features = features_of(definition, whole(row, {}).record)
    return {one.key: features[one.key] for one in definition.features if one.source not in secret}


def _erase_applications(person: Person) -> int:
    rows = same_human(person)
    Application.objects.filter(pk__in=[row.pk for row in rows]).delete()
    _blank_other_records(rows, person, lambda holding: holding.erase)
    return len(rows)


def _blank_other_records(rows: list[Application], person: Person, verb: Callable[[Holding], Callable]) -> None:
    """A merged record has a person row of its own; it is the same human, and goes with them."""
    others = {row.person.pk: row.person for row in rows if row.person_id != person.pk}
    for other in others.values():
        for holding in holdings():
            if holding.model is not Application:
                verb(holding)(other)


def _export_own_records(person: Person) -> list[dict[str, Any]]:
    rows = OwnRecord.objects.filter(application__person=person).select_related("application")
    return [opened_own_record(row, person)["answers"] for row in rows]


def _export_earlier_records(person: Person) -> list[dict[str, Any]]:
    rows = EarlierRecord.objects.filter(application__person=person).select_related("application")
    return [{"until": row.replaced_at.isoformat(), "answers": opened_earlier(row, person)["answers"]} for row in rows]


def _export_notes(person: Person) -> list[dict[str, Any]]:
    rows = Note.objects.filter(application__person=person)
    return [{"written_at": row.written_at.isoformat(), "text": row.text} for row in rows]


def _export_pairs(person: Person) -> list[dict[str, Any]]:
    rows = DuplicatePair.objects.filter(Q(a__person=person) | Q(b__person=person))
    return [{"reasons": row.reasons, "state": row.state} for row in rows]


def _blank_pairs(person: Person) -> int:
    rows = DuplicatePair.objects.filter(Q(a__person=person) | Q(b__person=person))
    return rows.update(score=0, reasons=[])


def _export_links(person: Person) -> list[dict[str, Any]]:
    """Also what somebody else typed about this person; who that was stays theirs."""
    made = ApplicantLink.objects.filter(a__person=person)
    received = ApplicantLink.objects.filter(b__person=person)
    return [{"named": row.named, "mode": row.mode, "state": row.state} for row in made] + [
        {"named_by_another": row.named, "mode": row.mode, "state": row.state} for row in received
    ]


def _deleted(model: type[Model], *ends: str) -> Callable[[Person], int]:
    def delete(person: Person) -> int:
        of_person = Q()
        for end in ends:
            of_person |= Q(**{f"{end}__person": person})
        return model._default_manager.filter(of_person).delete()[0]

    return delete
