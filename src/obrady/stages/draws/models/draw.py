import uuid

from django.db import models
from django.db.models import Q

from obrady.stages.applications.models import Application
from obrady.stages.draws.states import (
    COMMITTED_STATES,
    REHEARSAL_STATES,
    RESULT_STATES,
    DrawKind,
    DrawState,
    Objective,
    Preset,
)
from obrady.stages.ledger.states import Scope
from obrady.stages.meetings.models import Meeting


def kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in DrawKind]


def draw_states() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in DrawState]


def presets() -> list[tuple[str, str]]:
    return [(preset.value, preset.value) for preset in Preset]


def objectives() -> list[tuple[str, str]]:
    return [(objective.value, objective.value) for objective in Objective]


class Draw(models.Model):
    """Recruitment rules and what became of them: a draft, then frozen, computed, committed, drawn, published.

    An abandoned draw keeps its row, so that a second draw for the same places is visible for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="draws")
    kind = models.CharField(max_length=10, choices=kinds, default=DrawKind.REAL)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=draw_states, default=DrawState.DRAFT)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # The rules
    preset = models.CharField(max_length=10, choices=presets)
    objective = models.CharField(max_length=10, choices=objectives, default=Objective.LEXIMIN)
    seats = models.PositiveIntegerField()
    guests = models.PositiveIntegerField(default=0)
    cap = models.PositiveSmallIntegerField(null=True, blank=True)
    honours_links = models.BooleanField(default=True)
    features = models.JSONField(default=list)
    reserve_length = models.PositiveIntegerField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=1000)
    withdraw_by = models.DateField(null=True, blank=True)
    without_dice = models.BooleanField(default=False)

    # What was frozen
    words = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    acknowledged = models.JSONField(default=list)
    links = models.JSONField(default=list)
    decided = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    sealed_secret = models.BinaryField(null=True)

    # The worker's part
    inputs_hash = models.CharField(max_length=64, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_wanted = models.BooleanField(default=False)
    stage = models.CharField(max_length=40, blank=True)
    fraction = models.FloatField(default=0)
    fault = models.CharField(max_length=60, blank=True)

    # What came out
    algorithm = models.CharField(max_length=60, blank=True)
    exact = models.JSONField(default=list)
    bundle = models.BinaryField(null=True)
    commitment = models.CharField(max_length=64, blank=True)
    dice = models.CharField(max_length=6, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True)
    abandoned_reason = models.TextField(blank=True)

    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    abandoned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "number"], name="draws_draw_numbered"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(kind=DrawKind.REAL) & ~Q(state=DrawState.ABANDONED),
                name="draws_one_live_real_draw",
            ),
            models.CheckConstraint(
                condition=Q(kind=DrawKind.REAL) | Q(state__in=REHEARSAL_STATES, commitment="", dice="", row=None),
                name="draws_rehearsal_never_counts",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=COMMITTED_STATES) | Q(without_dice=True) | ~Q(commitment=""),
                name="draws_committed_has_commitment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RESULT_STATES) | Q(without_dice=True) | (~Q(dice="") & Q(row__isnull=False)),
                name="draws_result_has_dice",
            ),
            models.CheckConstraint(
                condition=Q(state=DrawState.DRAFT) | ~Q(fingerprint=""), name="draws_frozen_has_fingerprint"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="draws_at_least_one_seat"),
            models.CheckConstraint(condition=Q(cap=None) | Q(cap__gte=1), name="draws_cap_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def scope(self) -> Scope:
        return self.meeting.scope

    @property
    def about(self) -> str:
        return f"draw:{self.id}"

    @property
    def is_rehearsal(self) -> bool:
        return self.kind == DrawKind.REHEARSAL


class Bound(models.Model):
    """Of those drawn, at least `low` and at most `high` (None: no limit) have this value of this feature.

    What was typed in percent of the places keeps its percentage, from which the number follows until the freeze.
    `lowest` and `highest` say how far a relaxation may move them; `counts_guests` whether people count here who have a
    place by a decision.
    """

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="bounds")
    feature = models.CharField(max_length=60)
    value = models.CharField(max_length=120)
    low = models.PositiveIntegerField(default=0)
    high = models.PositiveIntegerField(null=True, blank=True)
    low_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    high_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    lowest = models.PositiveIntegerField(null=True, blank=True)
    highest = models.PositiveIntegerField(null=True, blank=True)
    counts_guests = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "feature", "value"], name="draws_bound_once"),
            models.CheckConstraint(
                condition=Q(lowest=None) | Q(lowest__lte=models.F("low")), name="draws_bound_lowest_below"
            ),
            models.CheckConstraint(
                condition=Q(highest=None) | Q(high=None) | Q(highest__gte=models.F("high")),
                name="draws_bound_highest_above",
            ),
            models.CheckConstraint(
                condition=Q(high=None) | Q(high__gte=models.F("low")), name="draws_bound_not_crossed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feature}={self.value} {self.low}-{self.high}"


class PoolMember(models.Model):
    """One person of a frozen pool under a random code, which alone is public.

    What the draw looks at (features, organisation) is sealed with the person's own key, so that erasing the person
    erases it from backups as well; code and chance stay, tied to nobody.
    """

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="members")
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="pool_members"
    )
    code = models.CharField(max_length=16)
    sealed_entry = models.BinaryField(null=True)
    chance = models.FloatField(null=True, blank=True)
    row_count = models.PositiveIntegerField(null=True, blank=True)
    is_unselectable = models.BooleanField(default=False)
    order = models.PositiveIntegerField(null=True, blank=True)
    is_drawn = models.BooleanField(default=False)
    reserve_position = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="draws_code_once"),
            models.UniqueConstraint(fields=["draw", "application"], name="draws_application_once"),
            models.CheckConstraint(
                condition=Q(is_drawn=False) | Q(reserve_position=None), name="draws_drawn_is_not_reserve"
            ),
        ]

    def __str__(self) -> str:
        return self.code
