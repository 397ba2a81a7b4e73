import uuid
from zoneinfo import ZoneInfo

from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.states import CourseKind, MeetingState
from obrady.stages.organisations.models import Logo, Organisation
from obrady.stages.people.models import StaffAccount, roles


def meeting_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in MeetingState]


def course_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in CourseKind]


class Series(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="series")
    name = I18nCharField(max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.name)


class Project(models.Model):
    """A funded project; its sentence and logos stand on every page, sheet and letter of its meetings."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="projects")
    name = I18nCharField(max_length=200)
    funding_sentence = I18nTextField()
    office_hours = I18nTextField(blank=True)
    link = models.URLField(blank=True)
    logos = models.ManyToManyField(Logo, through="ProjectLogo", related_name="projects")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.organisation_id))

    @property
    def about(self) -> str:
        return f"project:{self.pk}"


class ProjectLogo(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    logo = models.ForeignKey(Logo, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "logo"], name="meetings_project_logo_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.logo_id}"


class Meeting(models.Model):
    """When and where people meet, how many may come, and when and how they can apply."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings")
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=20, choices=meeting_states, default=MeetingState.DRAFT)
    title = I18nCharField(max_length=200)
    zone = models.CharField(max_length=60, default="Europe/Warsaw")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = I18nCharField(max_length=200, blank=True)
    place_address = I18nTextField(blank=True)
    access_notes = I18nTextField(blank=True)
    places = models.PositiveIntegerField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    office_name = I18nCharField(max_length=200, blank=True)
    office_address = I18nTextField(blank=True)
    office_hours = I18nTextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    contact = I18nTextField(blank=True)
    projects = models.ManyToManyField(Project, through="MeetingProject", related_name="meetings")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_at", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="meetings_window_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at=None)
                | models.Q(ends_at=None)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="meetings_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(places=None) | models.Q(places__gte=1), name="meetings_at_least_one_place"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def scope(self) -> Scope:
        return Scope(organisation=str(self.organisation_id), meeting=str(self.id))

    @property
    def about(self) -> str:
        return f"meeting:{self.id}"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class MeetingProject(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE)
    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "project"], name="meetings_project_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.project_id}"


class TeamMember(models.Model):
    """A role narrowed to this one meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="team")
    account = models.ForeignKey(StaffAccount, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=roles)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "account", "role"], name="meetings_member_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class AgendaPoint(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0)
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    title = I18nCharField(max_length=300)
    description = I18nTextField(blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.title)


class CourseChange(models.Model):
    """One change of course, as it was told: what was, what is now, why, when and by whom.

    `before` and `after` hold only what changed, as plain JSON: moments in UTC, texts by language. The ledger knows the
    reason by its salted hash only; once it and the salt are taken away here, nobody can find the words again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="course_changes")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=course_kinds)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = I18nTextField(blank=True)
    reason_salt = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meetings_course_change_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="meetings_course_change_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number} {self.kind}"

    @property
    def occasion(self) -> str:
        """By which the letters of this change are known."""
        return f"course:{self.number}"
