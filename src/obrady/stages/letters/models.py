import uuid

from django.db import models

from obrady.stages.ledger.states import Scope
from obrady.stages.letters.states import (
    LetterChannel,
    LetterKind,
    LetterState,
    MailingState,
    Stopped,
    Trouble,
)
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import Person
from obrady.workshop.mail import Security, Trial


def kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in LetterKind]


def channels() -> list[tuple[str, str]]:
    return [(channel.value, channel.value) for channel in LetterChannel]


def states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in LetterState]


def troubles() -> list[tuple[str, str]]:
    return [(trouble.value, trouble.value) for trouble in Trouble if trouble]


def mailing_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in MailingState]


def stops() -> list[tuple[str, str]]:
    return [(stop.value, stop.value) for stop in Stopped if stop]


def trials() -> list[tuple[str, str]]:
    return [(result.value, result.value) for result in Trial]


def securities() -> list[tuple[str, str]]:
    return [(security.value, security.value) for security in Security]


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
    # When a mail server took it; it stays when the letter comes back.
    left_at = models.DateTimeField(null=True, blank=True)
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
            models.Index(fields=["sent_to", "left_at"], name="letters_per_address"),
            models.Index(fields=["left_at"], name="letters_lately"),
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


class DoNotWrite(models.Model):
    """An address or a number that wants nothing unasked: a keyed hash only, so that it outlives every record."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="do_not_write")
    address_key = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "address_key"], name="letters_do_not_write_once"),
        ]

    def __str__(self) -> str:
        return self.address_key[:8]


class ReturnedMail(models.Model):
    """How often letters to one address came back, and how heavily that counts; a keyed hash of the address."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="returned_mail")
    address_key = models.CharField(max_length=64)
    letters = models.PositiveIntegerField(default=0)
    weight = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "address_key"], name="letters_returned_mail_once"),
        ]

    def __str__(self) -> str:
        return self.address_key[:8]


class MailSettings(models.Model):
    """An organisation's own mail server and mailbox; passwords are sealed and never shown again.

    Without `smtp_host` its letters leave through the installation's server, if there is one.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="mail_settings")
    sender_name = models.CharField(max_length=120, blank=True)
    sender_address = models.CharField(max_length=254, blank=True)
    smtp_host = models.CharField(max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_user = models.CharField(max_length=254, blank=True)
    smtp_security = models.CharField(max_length=10, choices=securities, default=Security.STARTTLS)
    smtp_sealed = models.BinaryField(blank=True, default=bytes)
    most_an_hour = models.PositiveIntegerField(null=True, blank=True)
    most_a_day = models.PositiveIntegerField(null=True, blank=True)
    imap_host = models.CharField(max_length=253, blank=True)
    imap_port = models.PositiveIntegerField(default=993)
    imap_user = models.CharField(max_length=254, blank=True)
    imap_security = models.CharField(max_length=10, choices=securities, default=Security.TLS)
    imap_folder = models.CharField(max_length=120, default="INBOX")
    imap_sealed = models.BinaryField(blank=True, default=bytes)
    later = models.BooleanField(default=False)
    smtp_tested = models.CharField(max_length=20, choices=trials, blank=True, default="")
    smtp_tested_at = models.DateTimeField(null=True, blank=True)
    imap_tested = models.CharField(max_length=20, choices=trials, blank=True, default="")
    imap_tested_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mail of {self.organisation_id}"

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.organisation_id))

    @property
    def about(self) -> str:
        return f"organisation:{self.organisation_id}"

    def seal_place(self, field: str) -> str:
        return f"mail-settings:{self.organisation_id}:{field}"


class Mailing(models.Model):
    """One letter to many: of which kind, to whom (`audience` and its filter), in which words, and when.

    `words` maps languages to subject and text. A planned one keeps the start of the meeting for which it was planned.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=20, choices=kinds)
    audience = models.CharField(max_length=40)
    filter = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=mailing_states)
    stopped = models.CharField(max_length=20, choices=stops, blank=True, default="")
    days_before = models.PositiveIntegerField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)
    for_start = models.DateTimeField(null=True, blank=True)
    letters = models.PositiveIntegerField(default=0)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["state", "leaves_at"], name="letters_mailings_due")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=MailingState.PLANNED) | models.Q(leaves_at__isnull=False),
                name="letters_mailing_planned_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"mailing:{self.id}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return self.meeting.about
