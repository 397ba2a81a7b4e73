"""Erasure on a person's demand, where nothing stands against it. Latest of all rooms, so that every reason is known."""

from datetime import datetime

from django.db import transaction

from obrady.stages.applications.models import Application
from obrady.stages.draws.queries.keeping import what_keeps
from obrady.stages.draws.states import ErasureRefused
from obrady.stages.intake.actions.answering import Settled, settle_right
from obrady.stages.intake.states import Right, ThreadChannel
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.states import Actor
from obrady.stages.people.registry import blank_person
from obrady.stages.people.rules import can_erase


def erase_applicant(
    *, actor: Actor, application: Application, channel: ThreadChannel, words: Settled, now: datetime
) -> None:
    """Names, contacts, answers, letters and messages go; rows stay where counts need them, and codes for the proof."""
    if not can_erase.test(actor, application):
        raise NotAllowed("people.blank_person")
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=application.pk)
        application.refresh_from_db()
        if reason := what_keeps(application, now=now):
            raise ErasureRefused(reason=reason)
        settle_right(
            actor=actor, meeting=application.meeting, person=application.person, about=application.about,
            right=Right.ERASURE, words=words, channel=channel, spoken=True, now=now,
        )  # fmt: skip
        blank_person(actor=actor, person=application.person, now=now)
