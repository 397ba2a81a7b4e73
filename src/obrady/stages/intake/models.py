import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from i18nfield.fields import I18nCharField, I18nTextField

from obrady.stages.intake.states import (
    Direction,
    MailTrouble,
    MessageKind,
    MessageState,
    Right,
    ThreadChannel,
    ThreadKind,
    ThreadState,
)
from obrady.stages.ledger.states import Scope
from obrady.stages.letters.models import Letter
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import Person


def thread_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in ThreadKind]


def rights() -> list[tuple[str, str]]:
    return [(right.value, right.value) for right in Right if right]


def thread_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in ThreadState]


def directions() -> list[tuple[str, str]]:
    return [(direction.value, direction.value) for direction in Direction]


def thread_channels() -> list[tuple[str, str]]:
    return [(channel.value, channel.value) for channel in ThreadChannel]


def message_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in MessageKind]


def message_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in MessageState]


def mail_troubles() -> list[tuple[str, str]]:
    return [(trouble.value, trouble.value) for trouble in MailTrouble if trouble]


class Thread(models.Model):
    """What one person asks, objects to or demands, with everything said since; counted within its meeting.

    `about` is the opaque key of the record that it belongs to, such as "application:5f0c…", or empty. `summary` is
    what minutes may say of it: no names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="threads")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="threads")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="threads")
    about_key = models.CharField(max_length=80, blank=True, default="", db_index=True)
    kind = models.CharField(max_length=12, choices=thread_kinds)
    right = models.CharField(max_length=12, choices=rights, blank=True, default="")
    state = models.CharField(max_length=16, choices=thread_states, default=ThreadState.WAITS_FOR_US)
    channel = models.CharField(max_length=8, choices=thread_channels)
    language = models.CharField(max_length=12)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="threads"
    )
    due_on = models.DateField()
    summary = models.CharField(max_length=300, blank=True, default="")
    search = models.CharField(max_length=600, blank=True, default="")
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="intake_thread_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="intake_thread_number_from_one"),
            models.CheckConstraint(
                condition=(Q(kind=ThreadKind.RIGHT) & ~Q(right="")) | (~Q(kind=ThreadKind.RIGHT) & Q(right="")),
                name="intake_right_says_which",
            ),
            models.CheckConstraint(
                condition=Q(state=ThreadState.CLOSED, closed_at__isnull=False)
                | (~Q(state=ThreadState.CLOSED) & Q(closed_at=None)),
                name="intake_closed_says_when",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "state", "due_on"], name="intake_threads_waiting")]

    def __str__(self) -> str:
        return f"{self.meeting_id} thread {self.number}"

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.organisation_id), meeting=str(self.meeting_id))

    @property
    def about(self) -> str:
        return f"thread:{self.id}"


class RawMessage(models.Model):
    """One message exactly as the mail server gave it, sealed; what was read in it stands beside it.

    `fingerprint` recognises the same message when the server counts anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="raw_messages")
    mailbox = models.CharField(max_length=300)
    uidvalidity = models.PositiveBigIntegerField()
    uid = models.PositiveBigIntegerField()
    fingerprint = models.CharField(max_length=64)
    sealed = models.BinaryField()
    size = models.PositiveBigIntegerField()
    is_whole = models.BooleanField(default=True)
    fetched_at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=message_kinds, default=MessageKind.UNREAD)
    state = models.CharField(max_length=8, choices=message_states, default=MessageState.WAITING)
    message_id = models.CharField(max_length=300, blank=True, default="")
    sender_name = models.CharField(max_length=200, blank=True, default="")
    sender_address = models.CharField(max_length=254, blank=True, default="", db_index=True)
    subject = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(blank=True, default="")
    search = models.CharField(max_length=600, blank=True, default="")
    written_at = models.DateTimeField(null=True, blank=True)
    attachments = models.JSONField(default=list)
    fault = models.CharField(max_length=40, blank=True, default="")
    wants_no_letters = models.BooleanField(default=False)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="raw_messages")
    is_certain = models.BooleanField(default=False)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="raw_messages")
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="raw_messages")
    thread = models.ForeignKey(Thread, on_delete=models.SET_NULL, null=True, blank=True, related_name="raw_messages")
    sorted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-fetched_at", "-uid"]
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "uidvalidity", "uid"], name="intake_message_fetched_once"),
            models.UniqueConstraint(fields=["organisation", "fingerprint"], name="intake_message_kept_once"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "kind"], name="intake_messages_waiting")]

    def __str__(self) -> str:
        return self.about

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.organisation_id))

    @property
    def about(self) -> str:
        return f"message:{self.id}"

    @property
    def seal_place(self) -> str:
        return f"intake_rawmessage:{self.id}:sealed"


class ThreadEntry(models.Model):
    """One thing said in a thread: by them, by us, or a note for colleagues."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="entries")
    direction = models.CharField(max_length=6, choices=directions)
    channel = models.CharField(max_length=8, choices=thread_channels)
    text = models.TextField()
    language = models.CharField(max_length=12, blank=True, default="")
    author = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    letter = models.OneToOneField(Letter, on_delete=models.SET_NULL, null=True, blank=True, related_name="thread_entry")
    message = models.OneToOneField(
        RawMessage, on_delete=models.SET_NULL, null=True, blank=True, related_name="thread_entry"
    )
    key = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "key"], condition=~Q(key=""), name="intake_entry_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.direction} {self.pk}"


class Collecting(models.Model):
    """How far one mailbox was read: everything up to `last_uid` under `uidvalidity` is stored."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="mail_collecting")
    mailbox = models.CharField(max_length=300, blank=True, default="")
    uidvalidity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    stuck_uid = models.PositiveBigIntegerField(default=0)
    stuck_tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    collected_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=20, choices=mail_troubles, blank=True, default="")
    answer = models.CharField(max_length=200, blank=True, default="")
    failures = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.uidvalidity} {self.last_uid}"


class DataLink(models.Model):
    """A link that went to somebody's own address, for one copy of their data; only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="data_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.pk}"


class PublicQuestion(models.Model):
    """A question that others have too, with its answer, in the organiser's words: no names, nothing of anybody's own.

    Shown while `published_at` is set; `thread` is where it came from, if it came from one.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="public_questions")
    thread = models.OneToOneField(
        Thread, on_delete=models.SET_NULL, null=True, blank=True, related_name="public_question"
    )
    question = I18nCharField(max_length=300)
    answer = I18nTextField()
    position = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.meeting_id} public question {self.pk}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return f"public-question:{self.pk}"
