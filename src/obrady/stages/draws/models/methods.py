"""Other ways of choosing: the steps of a draw, the criteria of a meeting, what its assessors gave."""

import uuid

from django.db import models
from django.db.models import Q

from obrady.stages.applications.models import Application
from obrady.stages.draws.models.draw import Draw, PoolMember
from obrady.stages.draws.states import SheetState, StepKind
from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import StaffAccount

SLOTS = (1, 2, 3)


def step_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in StepKind]


def sheet_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in SheetState]


class MethodStep(models.Model):
    """One step of a draw's method, with its numbers and conditions; fixed when the draw is frozen."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=step_kinds)
    parameters = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["draw", "position"], name="draws_step_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.kind}"


class Assessing(models.Model):
    """How the applications of a meeting are assessed: when a third is asked, what becomes of it, with names or without.

    `revision` counts the changes, so that two people who edit at once do not overwrite each other.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="assessing")
    differ_by = models.PositiveIntegerField(default=5)
    third = models.CharField(max_length=20, default="nearest_two")
    without_names = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"d = {self.differ_by}"


class Assessor(models.Model):
    """Somebody of the team who assesses this meeting's applications."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="assessors")
    account = models.ForeignKey(StaffAccount, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "account"], name="draws_assessor_once")]

    def __str__(self) -> str:
        return str(self.account)


class Criterion(models.Model):
    """What is assessed, in every language, with the most points that one assessor can give and their weight."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="criteria")
    key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    label = models.JSONField(default=dict)
    most = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="draws_criterion_once"),
            models.CheckConstraint(condition=Q(most__gte=1) & Q(weight__gte=1), name="draws_criterion_from_one"),
        ]

    def __str__(self) -> str:
        return self.key


class Sheet(models.Model):
    """One assessor and one application. Slots one and two always, three where the two differ too much.

    Whoever knows the person gives the slot back; somebody else is asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sheets")
    assessor = models.ForeignKey(StaffAccount, on_delete=models.PROTECT, related_name="+")
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=sheet_states, default=SheetState.ASKED)
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "assessor"], name="draws_sheet_once_per_assessor"),
            models.UniqueConstraint(fields=["application", "slot"], name="draws_sheet_once_per_slot"),
            models.CheckConstraint(
                condition=Q(state=SheetState.CONFLICT, slot=None) | (~Q(state=SheetState.CONFLICT) & Q(slot__in=SLOTS)),
                name="draws_sheet_slot_unless_conflict",
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.ASKED) | Q(settled_at__isnull=False), name="draws_sheet_settled_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.state}"

    @property
    def about(self) -> str:
        return self.application.about

    @property
    def scope(self) -> Scope:
        return self.application.meeting.scope


class Mark(models.Model):
    """The points for one criterion on one sheet, with the reason."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["criterion__position"]
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="draws_mark_once")]

    def __str__(self) -> str:
        return str(self.points)


class MethodRecord(models.Model):
    """The steps and the words of the criteria as they were frozen, and what came out as a whole.

    `result`: place -> codes in order. `ties`: codes in the order of the lot, and whether a place depended on it.
    """

    draw = models.OneToOneField(Draw, on_delete=models.CASCADE, related_name="method")
    steps = models.JSONField(default=list)
    criteria = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    threshold = models.CharField(max_length=20, blank=True)
    ties = models.JSONField(default=list)
    seats_left = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.draw_id)


class MemberRecord(models.Model):
    """What the steps looked at in one person of the pool, and why they stand where they stand.

    Sealed with the person's own key, like the entry of the pool.
    """

    member = models.OneToOneField(PoolMember, on_delete=models.CASCADE, related_name="record")
    sealed = models.BinaryField(null=True)
    sealed_reasons = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.member_id)
