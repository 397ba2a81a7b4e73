import uuid

from django.db import models
from django.db.models import Q

from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach.states import (
    HIGHEST_A_DAY,
    HIGHEST_IN_30_DAYS,
    LONGEST_PAUSE,
    MOST_A_DAY,
    MOST_IN_30_DAYS,
    PAUSE_DAYS,
    SHORTEST_PAUSE,
    Basis,
    ContactKind,
    Reply,
    Step,
    Via,
)
from obrady.stages.people.models import Person


def kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in ContactKind]


def bases() -> list[tuple[str, str]]:
    return [(basis.value, basis.value) for basis in Basis if basis]


def steps() -> list[tuple[str, str]]:
    return [(step.value, step.value) for step in Step]


def replies() -> list[tuple[str, str]]:
    return [(reply.value, reply.value) for reply in Reply if reply]


def ways() -> list[tuple[str, str]]:
    return [(via.value, via.value) for via in Via if via]


class Tag(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contact_tags")
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=60)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="outreach_tag_once")]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody an organiser may write to: an institution and who answers for it there, or a person.

    How to reach them stands at the person. `mail_key` and `phone_key` are keyed hashes of the folded address and
    number: by them the same address is found in another spelling. `taken_from` is the applicant whose consent it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="contact")
    taken_from = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts_taken_from"
    )
    kind = models.CharField(max_length=20, choices=kinds)
    institution = models.CharField(max_length=200, blank=True)
    area = models.CharField(max_length=6, blank=True)
    address = models.TextField(max_length=500, blank=True)
    tags = models.ManyToManyField(Tag, related_name="contacts", blank=True)
    source = models.CharField(max_length=200)
    basis = models.CharField(max_length=20, choices=bases, blank=True)
    basis_words = models.CharField(max_length=500, blank=True)
    basis_on = models.DateField(null=True, blank=True)
    notes = models.TextField(max_length=2000, blank=True)
    search = models.CharField(max_length=800, blank=True, default="")
    mail_key = models.CharField(max_length=64, blank=True, default="")
    phone_key = models.CharField(max_length=64, blank=True, default="")
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged_contacts"
    )

    # Only where a query has asked, `queries.with_stop`.
    is_stopped: bool

    class Meta:
        ordering = ["institution", "created_at", "id"]
        indexes = [
            models.Index(fields=["organisation", "institution"], name="outreach_by_institution"),
            models.Index(fields=["organisation", "area"], name="outreach_by_area"),
            models.Index(fields=["organisation", "mail_key"], name="outreach_by_mail"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mail_key"],
                condition=Q(archived_at=None) & ~Q(mail_key=""),
                name="outreach_address_once",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(archived_at=None), name="outreach_merged_is_archived"
            ),
        ]

    def __str__(self) -> str:
        return f"contact:{self.id}"

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.organisation_id))

    @property
    def about(self) -> str:
        return f"contact:{self.id}"


class Restraint(models.Model):
    """An organisation's own limits, within bounds that nobody can lift."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="restraint")
    most_in_30_days = models.PositiveSmallIntegerField(default=MOST_IN_30_DAYS)
    pause_days = models.PositiveSmallIntegerField(default=PAUSE_DAYS)
    most_a_day = models.PositiveSmallIntegerField(default=MOST_A_DAY)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(most_in_30_days__range=(1, HIGHEST_IN_30_DAYS))
                & Q(pause_days__range=(SHORTEST_PAUSE, LONGEST_PAUSE))
                & Q(most_a_day__range=(1, HIGHEST_A_DAY)),
                name="outreach_restraint_within_bounds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.most_in_30_days} in 30 days"


class Invitation(models.Model):
    """One contact invited to apply for one meeting: at most one letter and one reminder.

    `waits_for` and `leaves_at` are the letter that is planned; `invited_at` and `reminded_at` when letters were
    written. What became of them stands at the letters, whose `about` is this invitation's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="invitations")
    link_hash = models.CharField(max_length=64, unique=True)
    waits_for = models.CharField(max_length=10, choices=steps, blank=True, default="")
    leaves_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=12, choices=replies, blank=True, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_via = models.CharField(max_length=12, choices=ways, blank=True, default=Via.NONE)
    applications = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["waits_for", "leaves_at"], name="outreach_due"),
            models.Index(fields=["meeting", "reply"], name="outreach_by_reply"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "contact"], name="outreach_invited_once"),
            models.CheckConstraint(
                condition=(Q(waits_for="") & Q(leaves_at=None)) | (~Q(waits_for="") & Q(leaves_at__isnull=False)),
                name="outreach_planned_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation:{self.id}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return f"invitation:{self.id}"


class WayOut(models.Model):
    """What an unsubscribe link leads to: keyed hashes of an address and a number, so that it outlives every record.

    `contact_key` is the record that the letter was written to, for the day its address has changed; once the record is
    erased it leads to nobody.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ways_out")
    link_hash = models.CharField(max_length=64, unique=True)
    contact_key = models.UUIDField()
    mail_key = models.CharField(max_length=64, blank=True)
    phone_key = models.CharField(max_length=64, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.link_hash[:8]

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.organisation_id))

    @property
    def about(self) -> str:
        return f"organisation:{self.organisation_id}"
