from django.db import models
from django.db.models import Q

from obrady.stages.applications.models import Application
from obrady.stages.draws.models.draw import Draw
from obrady.stages.draws.states import Decision


def decision_kinds() -> list[tuple[str, str]]:
    return [(decision.value, decision.value) for decision in Decision]


class PersonDecision(models.Model):
    """Somebody of the pool who is on every panel, or on none, with the reason; fixed when the draw is frozen."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="decisions")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(max_length=10, choices=decision_kinds)
    is_guest = models.BooleanField(default=False)
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "application"], name="draws_decided_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="draws_decision_has_reason"),
        ]

    def __str__(self) -> str:
        return self.decision
