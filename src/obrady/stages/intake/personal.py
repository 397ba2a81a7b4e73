"""What this room holds of a person: what they asked and were answered, the messages that they sent, links to a copy."""

from datetime import datetime
from typing import Any

from obrady.stages.intake.models import DataLink, PublicQuestion, RawMessage, Thread, ThreadEntry
from obrady.stages.intake.states import RUNNING, ThreadState
from obrady.stages.people.models import Person
from obrady.stages.people.registry import UNTIL_DECIDED, Holding, register


def _export_threads(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "kind": row.right or row.kind,
            "state": row.state,
            "opened_at": row.opened_at.isoformat(),
            "answer_by": row.due_on.isoformat(),
            "summary": row.summary,
        }
        for row in Thread.objects.filter(person=person).order_by("opened_at", "number")
    ]


def _export_entries(person: Person) -> list[dict[str, Any]]:
    rows = ThreadEntry.objects.filter(thread__person=person).select_related("thread")
    return [
        {
            "thread": row.thread.number,
            "said_by": row.direction,
            "channel": row.channel,
            "written_at": row.written_at.isoformat(),
            "text": row.text,
        }
        for row in rows
    ]


def _export_messages(person: Person) -> list[dict[str, Any]]:
    """Only what is known to be theirs: a likely sender is a guess of ours."""
    rows = RawMessage.objects.filter(person=person, is_certain=True).order_by("fetched_at", "uid")
    return [
        {
            "received_at": row.fetched_at.isoformat(),
            "from": row.sender_address,
            "subject": row.subject,
            "text": row.text,
            "attachments": row.attachments,
        }
        for row in rows
    ]


def _blank_threads(person: Person) -> int:
    """Number, kind, days and what the minutes say stay; nobody answers it any more."""
    rows = Thread.objects.filter(person=person)
    rows.exclude(state=ThreadState.CLOSED).update(state=ThreadState.ANSWERED)
    return rows.update(person=None, about_key="", search="")


def _keep_threads_until(person: Person) -> datetime | None:
    """As long as something of theirs waits for an answer."""
    return UNTIL_DECIDED if Thread.objects.filter(person=person, state__in=RUNNING).exists() else None


def _empty_entries(person: Person) -> int:
    return ThreadEntry.objects.filter(thread__person=person).update(text="", key="")


def _drop_messages(person: Person) -> int:
    """Also those in a thread of theirs, whoever they were filed under."""
    certain = RawMessage.objects.filter(person=person, is_certain=True)
    certain |= RawMessage.objects.filter(thread__person=person)
    RawMessage.objects.filter(person=person, is_certain=False).exclude(thread__person=person).update(person=None)
    return RawMessage.objects.filter(pk__in=list(certain.values_list("pk", flat=True))).delete()[0]


def declare() -> None:
    register(
        Holding(
            model=Thread,
            personal_fields=("about_key", "search"),
            export=_export_threads,
            blank=_blank_threads,
            erase=_blank_threads,
            keep_until=_keep_threads_until,
        )
    )
    register(
        Holding(
            model=RawMessage,
            personal_fields=(
                "sealed", "message_id", "sender_name", "sender_address", "subject", "text", "search", "attachments",
            ),
            export=_export_messages,
            blank=_drop_messages,
            erase=_drop_messages,
        )
    )  # fmt: skip
    register(
        Holding(
            model=ThreadEntry,
            personal_fields=("text", "key"),
            export=_export_entries,
            blank=_empty_entries,
            erase=_empty_entries,
        )
    )
    register(
        Holding(
            model=DataLink,
            personal_fields=("token_hash",),
            export=lambda person: [],
            blank=lambda person: DataLink.objects.filter(person=person).delete()[0],
            erase=lambda person: DataLink.objects.filter(person=person).delete()[0],
        )
    )
    # What stands in public is in the organiser's own words and leads to nobody.
    register(
        Holding(
            model=PublicQuestion,
            personal_fields=(),
            export=lambda person: [],
            blank=lambda person: 0,
            erase=lambda person: 0,
        )
    )
