from django.db import models


class Entry(models.Model):
    """One write, one line. Lines are only ever added; each holds the hash of the one before.

    Actor, about, organisation and meeting are opaque keys. The database itself refuses to change or remove a line.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    happened_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=80)
    about = models.CharField(max_length=80, db_index=True)
    organisation = models.CharField(max_length=40, blank=True, default="")
    meeting = models.CharField(max_length=40, blank=True, default="", db_index=True)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["previous"], name="ledger_entry_one_successor"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="ledger_entry_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class Head(models.Model):
    """The single row that writers lock, so that lines get one total order on every database."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_head_is_single")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash[:12]}"
