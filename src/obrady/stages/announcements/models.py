import uuid

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.strings import LazyI18nString

from obrady.stages.announcements.states import Answer, Audience, EntryKind, PartyListKind, Phase
from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.models import AgendaPoint, Meeting
from obrady.stages.organisations.models import Logo
from obrady.stages.people.models import Person

MOST_IN_A_NAME = 200
MOST_IN_A_LINE = 300
MOST_IN_A_TEXT = 6000
WEB_ADDRESS = URLValidator(schemes=["http", "https"])


@deconstructible
class AtMost:
    """Each language's text has at most so many characters."""

    def __init__(self, characters: int) -> None:
        self.characters = characters

    def __call__(self, value: LazyI18nString) -> None:
        texts = value.data.values() if isinstance(value.data, dict) else [value.data]
        if any(len(text or "") > self.characters for text in texts):
            raise ValidationError(
                _("Use at most %(most)d characters."), code="too_long", params={"most": self.characters}
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AtMost) and other.characters == self.characters

    def __hash__(self) -> int:
        return hash(self.characters)


def party_list_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in PartyListKind]


def entry_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in EntryKind]


def phases() -> list[tuple[str, str]]:
    return [(phase.value, phase.value) for phase in Phase]


def audiences() -> list[tuple[str, str]]:
    return [(audience.value, audience.value) for audience in Audience]


def answers() -> list[tuple[str, str]]:
    return [(answer.value, answer.value) for answer in Answer if answer]


class Announcement(models.Model):
    """The texts of one meeting's public page, as the team is writing them; readers see a frozen version."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="announcement")
    why = I18nTextField(blank=True, validators=[AtMost(MOST_IN_A_TEXT)])
    for_whom = I18nTextField(blank=True, validators=[AtMost(MOST_IN_A_TEXT)])
    how_places_are_given = I18nTextField(blank=True, validators=[AtMost(MOST_IN_A_TEXT)])
    what_follows = I18nTextField(blank=True, validators=[AtMost(MOST_IN_A_TEXT)])
    by_web = I18nTextField(blank=True, validators=[AtMost(MOST_IN_A_TEXT)])
    by_scan = I18nTextField(blank=True, validators=[AtMost(MOST_IN_A_TEXT)])
    at_office = I18nTextField(blank=True, validators=[AtMost(MOST_IN_A_TEXT)])
    by_phone = I18nTextField(blank=True, validators=[AtMost(MOST_IN_A_TEXT)])

    def __str__(self) -> str:
        return f"announcement of {self.meeting_id}"


class PartyList(models.Model):
    """One of the nine lists; an empty heading means the usual one in the reader's language."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="lists")
    kind = models.CharField(max_length=40, choices=party_list_kinds)
    heading = I18nCharField(blank=True, validators=[AtMost(MOST_IN_A_NAME)])
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "kind"], name="announcements_each_list_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class PartyEntry(models.Model):
    """A person or an organisation in a list. Only those who agreed to be named are ever shown in public."""

    party_list = models.ForeignKey(PartyList, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=entry_kinds)
    name = I18nCharField(validators=[AtMost(MOST_IN_A_NAME)])
    role = I18nCharField(blank=True, validators=[AtMost(MOST_IN_A_LINE)])
    link = models.URLField(blank=True, max_length=500, validators=[WEB_ADDRESS])
    description = I18nTextField(blank=True, validators=[AtMost(MOST_IN_A_TEXT)])
    logo = models.ForeignKey(Logo, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    may_be_named = models.BooleanField(default=False)
    consented_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(may_be_named=False) | models.Q(consented_on__isnull=False),
                name="announcements_consent_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    @property
    def is_person(self) -> bool:
        return self.kind == EntryKind.PERSON


class PublishedVersion(models.Model):
    """What the public page showed from one moment on; `content` and `sha256` never change.

    Whoever the lists name stands in `content` as a salted fingerprint; what is said of them is kept apart in `named`,
    so that they can be taken out of every version while each version can still be checked.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="published_versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    content = models.JSONField()
    named = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="announcements_version_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="announcements_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope


class Expert(models.Model):
    """Somebody in a list who was invited to speak: their answer, and the words about them that they approved.

    `approved` is what readers may see of them, as it stood when they agreed (name, role, description, link, picture);
    what the team or they write afterwards waits until they agree to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="experts")
    entry = models.OneToOneField(PartyEntry, on_delete=models.CASCADE, related_name="expert")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="expert")
    points = models.ManyToManyField(AgendaPoint, related_name="experts", blank=True)
    link_hash = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=10, choices=answers, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    approved = models.JSONField(default=dict, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    letters = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None) | ~models.Q(answer="") & ~models.Q(answered_at=None),
                name="announcements_answer_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"expert:{self.id}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return f"expert:{self.id}"


class Material(models.Model):
    """A file or a link for those who come, or for everybody; a removed one can be put back."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="materials")
    position = models.PositiveSmallIntegerField(default=0)
    title = I18nCharField(validators=[AtMost(MOST_IN_A_NAME)])
    audience = models.CharField(max_length=20, choices=audiences, default=Audience.PARTICIPANTS)
    phase = models.CharField(max_length=10, choices=phases, default=Phase.BEFORE)
    link = models.URLField(blank=True, max_length=500, validators=[WEB_ADDRESS])
    file = models.FileField(blank=True, upload_to="materials/")
    kind = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(link="") & ~models.Q(file="")) | (~models.Q(link="") & models.Q(file="")),
                name="announcements_material_is_a_file_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return f"material {self.pk}"
