"""What this room holds of a person: that an organiser knows them, why, and what they answered to invitations.

The list of those who never want to be written to holds only keyed hashes (`WayOut` here, the list in letters), and stays.
"""

from datetime import datetime

from django.db.models import Q

from obrady.stages.outreach.models import Contact, Invitation
from obrady.stages.outreach.states import PRIVATE
from obrady.stages.people.models import Person
from obrady.stages.people.registry import UNTIL_DECIDED, Holding, register

CONTACT = ("institution", "area", "address", "source", "basis", "basis_words", "notes")


def _contacts(person: Person):
    return Contact.objects.filter(Q(person=person) | Q(taken_from=person))


def _export(person: Person) -> list[dict]:
    return [
        {
            **{name: getattr(row, name) for name in CONTACT},
            "kind": row.kind,
            "basis_on": row.basis_on.isoformat() if row.basis_on else None,
            "tags": [tag.name for tag in row.tags.all()],
            "known_since": row.created_at.isoformat(),
            "asked_not_to_be_written_to": row.stopped_at.isoformat() if row.stopped_at else None,
        }
        for row in _contacts(person).prefetch_related("tags").order_by("created_at", "id")
    ]


def _blank(person: Person) -> int:
    """The name of an office stays, for the count of whom we invited; whatever leads to a human goes."""
    rows = Contact.objects.filter(person=person)
    rows.filter(kind__in=PRIVATE).update(institution="")
    Invitation.objects.filter(contact__person=person).update(waits_for="", leaves_at=None)
    return rows.update(address="", basis_words="", basis_on=None, notes="", search="", mail_key="", phone_key="")


def _erase(person: Person) -> int:
    """With an applicant goes the contact that was taken from them, which is a person of its own."""
    found = _contacts(person)
    others = Person.objects.filter(contact__in=found).exclude(pk=person.pk)
    keys = list(others.values_list("pk", flat=True))
    number = found.delete()[0]
    return number + Person.objects.filter(pk__in=keys).delete()[0]


def _invitations(person: Person) -> list[dict]:
    rows = Invitation.objects.filter(Q(contact__person=person) | Q(contact__taken_from=person))
    return [
        {
            "meeting": str(row.meeting.title),
            "invited_at": row.invited_at.isoformat() if row.invited_at else None,
            "reminded_at": row.reminded_at.isoformat() if row.reminded_at else None,
            "reply": row.reply,
            "replied_at": row.replied_at.isoformat() if row.replied_at else None,
            "replied_via": row.replied_via,
        }
        for row in rows.select_related("meeting").order_by("created_at", "id")
    ]


def _keep_until(person: Person) -> datetime | None:
    return UNTIL_DECIDED if Contact.objects.filter(person=person).exists() else None


def declare() -> None:
    register(
        Holding(
            model=Contact,
            personal_fields=(
                *CONTACT,
                "kind",
                "basis_on",
                "tags",
                "search",
                "mail_key",
                "phone_key",
                "stopped_at",
                "taken_from",
            ),
            export=_export,
            blank=_blank,
            erase=_erase,
            keep_until=_keep_until,
        )
    )
    tagging = Contact.tags.through
    register(
        Holding(
            model=tagging,
            personal_fields=("tag",),
            export=lambda person: [],
            blank=lambda person: tagging.objects.filter(contact__person=person).delete()[0],
            erase=lambda person: tagging.objects.filter(contact__person=person).delete()[0],
        )
    )
    register(
        Holding(
            model=Invitation,
            personal_fields=(
                "link_hash",
                "waits_for",
                "reply",
                "replied_at",
                "replied_via",
                "applications",
                "stopped_at",
            ),
            export=_invitations,
            blank=lambda person: 0,
            erase=lambda person: Invitation.objects.filter(contact__person=person).delete()[0],
        )
    )
