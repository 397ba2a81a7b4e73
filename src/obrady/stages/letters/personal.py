"""What this room holds of a person: every letter says something about somebody."""

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import NOT_YET_OUT, LetterState
from obrady.stages.people.models import Person
from obrady.stages.people.registry import Holding, register

PERSONAL = ("reference", "subject", "body", "placeholders", "search", "sent_to", "last_error")


def _export(person: Person) -> list[dict]:
    return [
        {
            "kind": row.kind,
            "written_at": row.created_at.isoformat(),
            "channel": row.channel,
            "state": row.state,
            "sent_to": row.sent_to,
            "subject": row.subject,
            "body": row.body,
        }
        for row in Letter.objects.filter(person=person).order_by("created_at", "id")
    ]


def _blank(person: Person) -> int:
    """The fact that a letter of some kind went out stays; its words and addresses go, and nothing more is sent."""
    rows = Letter.objects.filter(person=person)
    rows.filter(state__in=[*NOT_YET_OUT, LetterState.SENDING]).update(state=LetterState.CANCELLED)
    return rows.update(reference="", subject="", body="", placeholders={}, search="", sent_to="", last_error="")


def declare() -> None:
    register(
        Holding(
            model=Letter,
            personal_fields=PERSONAL,
            export=_export,
            blank=_blank,
            erase=lambda person: Letter.objects.filter(person=person).delete()[0],
        )
    )
