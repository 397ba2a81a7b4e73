"""What the office keeps beside the register: notes, filters, what was done in bulk, what a correction replaced."""

import uuid

from django.db import models

from obrady.stages.applications.models.register import Application
from obrady.stages.applications.states import BulkKind
from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import StaffAccount


def bulk_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in BulkKind]


class Note(models.Model):
    """What somebody of the office wrote down about an application, for colleagues; `removed_at` hides it, undo shows it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=4000)
    author = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="applications_note_says_something")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class SavedFilter(models.Model):
    """A narrowed queue under a name. What was typed into the search is not kept: a name must not lie in a list."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="saved_filters")
    owner = models.ForeignKey(StaffAccount, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=80)
    chosen = models.JSONField()
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "owner", "name"], name="applications_filter_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BulkAct(models.Model):
    """One act on many applications; `items` says of each what it was before, so that the whole act can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="bulk_acts")
    kind = models.CharField(max_length=20, choices=bulk_kinds)
    items = models.JSONField()
    done_by = models.CharField(max_length=80)
    done_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-done_at", "-id"]

    def __str__(self) -> str:
        return self.about

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return f"bulk:{self.id}"


class EarlierRecord(models.Model):
    """What an application said before a correction, sealed with its person's key, so that a slip can be undone."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="earlier_records")
    sealed = models.BinaryField()
    replaced_by = models.CharField(max_length=80)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-replaced_at", "-id"]

    def __str__(self) -> str:
        return f"{self.application_id} before {self.replaced_at}"
