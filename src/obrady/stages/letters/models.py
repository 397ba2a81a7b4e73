import uuid

from django.db import models

from obrady.stages.ledger.states import Scope
from obrady.stages.letters.states import LetterChannel, LetterKind, LetterState, Trouble
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import Person


def kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in LetterKind]


def channels() -> list[tuple[str, str]]:
    return [(channel.value, channel.value) for channel in LetterChannel]


def states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in LetterState]


def troubles() -> list[tuple[str, str]]:
    return [(trouble.value, trouble.value) for trouble in Trouble if trouble]


class LetterTemplate(models.Model):
    """An organiser's own words for one kind in one language: for one meeting, or for all of the organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="letter_templates")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, related_name="letter_templates")
    kind = models.CharField(max_length=20, choices=kinds)
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=150)
    body = models.TextField(max_length=8000)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "language"],
                condition=models.Q(meeting__isnull=False),
                name="letters_template_once_per_meeting",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "language"],
                condition=models.Q(meeting__isnull=True),
                name="letters_template_once_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Letter(models.Model):
    """One thing said to one person. Its words are kept as they were when it was written.

    `about` is an opaque key such as "application:5f0c…"; `occasion` tells two letters of one kind about the same
    thing apart. `placeholders` holds what the writer gave, so that a draft can be written anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="letters")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    about = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=20, choices=kinds)
    occasion = models.CharField(max_length=80, blank=True, default="")
    reference = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=10, choices=channels)
    state = models.CharField(max_length=12, choices=states)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    funding = models.JSONField(default=list)
    placeholders = models.JSONField(default=dict)
    search = models.CharField(max_length=600, blank=True, default="")
    message_id = models.CharField(max_length=200, unique=True)
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    first_try_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=20, blank=True, default="", choices=troubles)
    last_error = models.CharField(max_length=200, blank=True, default="")
    sent_to = models.CharField(max_length=254, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["about", "kind", "occasion"], name="letters_nobody_twice"),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="letters_due"),
            models.Index(fields=["meeting", "state"], name="letters_of_meeting"),
            models.Index(fields=["sent_to", "finished_at"], name="letters_per_address"),
        ]

    def __str__(self) -> str:
        return f"letter:{self.id}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def recipient(self) -> str:
        """The address or the number it goes to, or went to."""
        contacts = {LetterChannel.MAIL: self.person.email, LetterChannel.PHONE: self.person.phone}
        return self.sent_to or contacts.get(LetterChannel(self.channel), "")
