"""Files on their way into the register, in sealed pieces; and which columns an organisation's files usually have."""

import uuid

from django.db import models
from django.db.models import Q

from obrady.stages.applications.models.register import ImportBatch
from obrady.stages.applications.states import IMPORT_IS_OPEN, ImportState, PieceKind
from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation


def import_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in ImportState]


def piece_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in PieceKind]


class ImportJob(models.Model):
    """One uploaded file and what became of it.

    `mapping` says where each column goes, `sealed_reading` holds the header, the first rows and what stands in the
    columns, `sealed_faults` what the trial found; both are sealed, for they quote the file. `done` counts rows of the
    step that runs, of `rows`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="import_jobs")
    state = models.CharField(max_length=12, choices=import_states, default=ImportState.READING)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    file_name = models.CharField(max_length=200)
    file_size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    details = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    mapping = models.JSONField(default=dict)
    good_rows_only = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    sealed_reading = models.BinaryField(null=True)
    sealed_faults = models.BinaryField(null=True)
    fault = models.CharField(max_length=40, blank=True)
    fault_params = models.JSONField(default=dict)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    batch = models.OneToOneField(ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="job")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state__in=IMPORT_IS_OPEN), name="applications_one_open_import"
            ),
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return f"import-file:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.state in IMPORT_IS_OPEN


class ImportPiece(models.Model):
    """A part of the file, or some of its rows; sealed with the installation's key and gone when the import is over."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=8, choices=piece_kinds)
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "kind", "number"], name="applications_import_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} {self.kind} {self.number}"


class ImportMapping(models.Model):
    """Where the columns of one kind of file go, under a name, for the next file of that kind."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="import_mappings")
    name = models.CharField(max_length=80)
    mapping = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="applications_import_mapping_once"),
        ]

    def __str__(self) -> str:
        return self.name
