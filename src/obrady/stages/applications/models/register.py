import uuid

from django.db import models
from django.db.models import F, Q

from obrady.stages.applications.states import (
    ApplicationState,
    Channel,
    LinkMode,
    LinkState,
    PairState,
    Verdict,
)
from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Spelling
from obrady.stages.people.models import LegalText, Person, StaffAccount


def states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in ApplicationState]


def channels() -> list[tuple[str, str]]:
    return [(channel.value, channel.value) for channel in Channel]


def verdicts() -> list[tuple[str, str]]:
    return [(verdict.value, verdict.value) for verdict in Verdict if verdict]


def pair_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in PairState]


def link_modes() -> list[tuple[str, str]]:
    return [(mode.value, mode.value) for mode in LinkMode]


def link_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in LinkState]


class Form(models.Model):
    """One published version of a meeting's form; never changed, only followed by the next.

    `definition` is as it was written, with placeholders, to copy from; `shown` has them filled, and `sha256` is its hash.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="forms")
    version = models.PositiveIntegerField()
    definition = models.JSONField()
    shown = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    texts = models.ManyToManyField(LegalText, through="FormText", related_name="forms")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="applications_form_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} form {self.version}"


class FormText(models.Model):
    """Which frozen text stands behind a consent (its key) or the notice ("notice") of a form."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="form_texts")
    key = models.CharField(max_length=80)
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="applications_form_text_once")]

    def __str__(self) -> str:
        return f"{self.form_id} {self.key}"


class ImportBatch(models.Model):
    """Rows of one file; they belong to the register from the one moment `visible_at` on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="import_batches")
    sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    visible_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(visible_at=None), name="applications_one_import_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def about(self) -> str:
        return f"import:{self.id}"


class Application(models.Model):
    """One application as it stands, whichever way it came.

    `form` is the version that it came with; `follows` a later one, when there is, whose questions count for it now.
    Sensitive answers are not here but sealed at the person. `verdict` is what a person decided; `state` follows
    from it, the answers and the window, and is settled anew at every write. A merged application keeps its own
    person and answers, so that a merge can be undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="applications")
    form = models.ForeignKey(Form, on_delete=models.RESTRICT, related_name="applications")
    follows = models.ForeignKey(Form, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, null=True, blank=True, related_name="applications")
    reference = models.CharField(max_length=32)
    channel = models.CharField(max_length=20, choices=channels)
    language = models.CharField(max_length=12)
    received_at = models.DateTimeField()
    taken_by = models.CharField(max_length=120, blank=True)
    assignee = models.ForeignKey(
        StaffAccount, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_applications"
    )
    answers = models.JSONField(default=dict)
    consents = models.JSONField(default=dict)
    notice_version = models.CharField(max_length=32, blank=True)
    spelling = models.ForeignKey(
        Spelling, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    state = models.CharField(max_length=20, choices=states)
    verdict = models.CharField(max_length=20, choices=verdicts, blank=True, default=Verdict.NONE)
    state_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged_records"
    )
    idempotency_key = models.CharField(max_length=120)
    link_hash = models.CharField(max_length=64, unique=True)
    proven = models.BooleanField(default=False)
    search_text = models.CharField(max_length=600, blank=True, default="")
    name_key = models.CharField(max_length=300, blank=True, default="")
    phone_key = models.CharField(max_length=20, blank=True, default="", db_index=True)
    email_key = models.CharField(max_length=254, blank=True, default="", db_index=True)
    features_kept = models.JSONField(default=dict)

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["meeting", "state"], name="applications_by_state"),
            # The rest of what a list or a count asks of a row, so that neither has to open it.
            models.Index(fields=["meeting", "-received_at", "-id", "batch"], name="applications_by_time"),
            models.Index(fields=["meeting", "channel", "state", "proven", "batch"], name="applications_counted"),
            models.Index(fields=["meeting", "locked_at", "batch"], name="applications_frozen"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "idempotency_key"], name="applications_submitted_once"),
            models.UniqueConstraint(fields=["meeting", "reference"], name="applications_reference_once"),
            models.UniqueConstraint(fields=["meeting", "person"], name="applications_one_for_a_person"),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.MERGED, merged_into__isnull=False)
                | (~Q(state=ApplicationState.MERGED) & Q(merged_into=None)),
                name="applications_merged_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.NOT_ELIGIBLE) | ~Q(state_reason=""),
                name="applications_not_eligible_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="applications_not_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return f"application:{self.id}"

    @property
    def form_in_force(self) -> Form:
        """The version by which its answers are checked, shown and counted."""
        return self.follows or self.form


class OwnRecord(models.Model):
    """What a kept application said itself, before blanks were filled from merged ones; sealed with its person's key."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="own_record")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.application_id} own record"


class DuplicatePair(models.Model):
    """Two applications that may be one person's, with the reasons; `decision` counts the meeting's decisions."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="duplicate_pairs")
    a = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="pairs_as_a")
    b = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="pairs_as_b")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=pair_states, default=PairState.OPEN)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="applications_pair_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="applications_pair_in_order"),
            models.UniqueConstraint(fields=["meeting", "decision"], name="applications_decision_counted_once"),
            models.CheckConstraint(
                condition=Q(state=PairState.OPEN, decision=None) | (~Q(state=PairState.OPEN) & Q(decision__gte=1)),
                name="applications_pair_decided_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} {self.b_id} {self.state}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return f"pair:{self.pk}"


class ApplicantLink(models.Model):
    """Somebody (`a`) named another applicant (`b`, once known): both or neither, or one of them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="applicant_links")
    a = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="links_made")
    b = models.ForeignKey(Application, on_delete=models.CASCADE, null=True, blank=True, related_name="links_received")
    named = models.CharField(max_length=300)
    mode = models.CharField(max_length=12, choices=link_modes)
    score = models.FloatField(default=0)
    state = models.CharField(max_length=12, choices=link_states, default=LinkState.PROPOSED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["a", "named"], name="applications_link_once"),
            models.CheckConstraint(condition=Q(b=None) | ~Q(a=F("b")), name="applications_link_to_another"),
            models.CheckConstraint(
                condition=~Q(state=LinkState.CONFIRMED) | Q(b__isnull=False), name="applications_link_confirmed_to_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} {self.b_id} {self.mode}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return f"link:{self.pk}"
