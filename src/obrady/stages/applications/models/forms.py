import uuid

from django.db import models
from django.db.models import Q

from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation


class FormDraft(models.Model):
    """What the next version of a meeting's form will be; `revision` counts its changes, two editors compare it and set.

    The definition has the shape of form.json but may be unfinished: words missing, a choice without options.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="form_draft")
    definition = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80, blank=True, default="")
    what = models.CharField(max_length=160, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.meeting_id} draft {self.revision}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return self.meeting.about


class FormDraftBefore(models.Model):
    """How a draft stood at a revision before the present one: for undoing, and to show what a colleague changed.

    `undone` are those that undoing has passed already.
    """

    draft = models.ForeignKey(FormDraft, on_delete=models.CASCADE, related_name="before")
    revision = models.PositiveIntegerField()
    definition = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80, blank=True, default="")
    what = models.CharField(max_length=160, blank=True, default="")
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "revision"], name="applications_draft_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.revision}"


class FormTemplate(models.Model):
    """A form that an organisation keeps to begin with; one that was removed can come back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="form_templates")
    name = models.CharField(max_length=120)
    definition = models.JSONField()
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(removed_at=None), name="applications_template_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="applications_template_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        return self.organisation.scope

    @property
    def about(self) -> str:
        return f"form-template:{self.id}"
