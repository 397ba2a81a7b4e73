from datetime import datetime

from django.db import transaction

from obrady.stages.applications import rules
from obrady.stages.applications.actions.bulk import note_clearing
from obrady.stages.applications.actions.keeping import settle
from obrady.stages.applications.actions.telling import tell
from obrady.stages.applications.models import Application, Form
from obrady.stages.applications.queries.pairs import waiting_for_a_decision
from obrady.stages.applications.queries.register import register, whole
from obrady.stages.applications.states import (
    CAN_BE_CLEARED,
    CAN_BE_JUDGED,
    ApplicationIsLocked,
    ApplicationState,
    ChangedMeanwhile,
    ReasonMissing,
    StateRefused,
    Verdict,
)
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import sensitive_answers_of_many

FIELDS = ["state", "verdict", "state_reason"]


def clear_complete(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """A person lets all complete applications into the pool that wait for no decision about a duplicate."""
    with act(actor=actor, verb="applications.clear_complete", thing=meeting, rule=rules.can_clear, now=now) as line:
        waiting = waiting_for_a_decision(meeting)
        complete = register(meeting).filter(state__in=CAN_BE_CLEARED, locked_at=None).values_list("pk", flat=True)
        ready = [key for key in complete if key not in waiting]
        bulk = note_clearing(actor=actor, meeting=meeting, keys=ready, now=now)
        count = sum(
            Application.objects.filter(pk__in=ready[start : start + 500], state__in=CAN_BE_CLEARED).update(
                state=ApplicationState.ELIGIBLE, verdict=Verdict.ELIGIBLE, state_reason=""
            )
            for start in range(0, len(ready), 500)
        )
        line.facts.update(cleared=count, waiting=len(waiting), bulk=str(bulk.pk) if bulk else "")
    return count


def judge(
    *, actor: Actor, application: Application, eligible: bool, reason: str, now: datetime, seen: str = ""
) -> Application:
    """A person decides about one application: eligible (it must be complete), or not, with a reason that is told.

    `seen` is the state it was shown in; a decision somebody else took since is not overwritten unseen.
    """
    reason = reason.strip()
    if not eligible and not reason:
        raise ReasonMissing(reference=application.reference)
    with transaction.atomic():
        with act(actor=actor, verb="applications.judge", thing=application, rule=rules.can_judge, now=now) as line:
            before = fresh(application)
            if seen and seen != before:
                raise ChangedMeanwhile(reference=application.reference, keys=("state",))
            application.verdict = Verdict.ELIGIBLE if eligible else Verdict.NOT_ELIGIBLE
            application.state_reason = reason
            wanted = ApplicationState.ELIGIBLE if eligible else ApplicationState.NOT_ELIGIBLE
            if before not in CAN_BE_JUDGED or settle(application, whole(application).record) != wanted:
                raise StateRefused(reference=application.reference, state=str(before), wanted=str(wanted))
            application.save(update_fields=FIELDS)
            line.facts.update(before=str(before), state=str(application.state))
        if not eligible:
            tell(
                application,
                LetterKind.NOT_ELIGIBLE,
                line.receipt,
                now=now,
                occasion=str(line.receipt.sequence),
                review=True,
                more={"reason": reason},
            )
    return application


def fresh(application: Application) -> ApplicationState:
    """Lock the row, read it anew, and refuse when the pool is frozen; gives the state it is in."""
    Application.objects.select_for_update().get(pk=application.pk)
    application.refresh_from_db()
    if application.locked_at is not None:
        raise ApplicationIsLocked(reference=application.reference)
    return ApplicationState(application.state)


def settle_again(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """After the window was moved: every state anew. Gives how many changed."""
    with act(actor=actor, verb="applications.settle_again", thing=meeting, rule=rules.can_clear, now=now) as line:
        changed = settle_all(meeting)
        line.facts["changed"] = changed
    return changed


def settle_all(meeting: Meeting) -> int:
    """Part of a larger act that moved the window: every state anew. Gives how many changed."""
    rows = register(meeting).filter(locked_at=None, merged_into=None)
    # Each form is read once and not with every row: it is by far the largest part of it.
    applications = list(rows.select_related(None).select_related("person"))
    forms = {form.pk: form for form in Form.objects.filter(meeting=meeting)}
    opened = sensitive_answers_of_many([application.person for application in applications])
    changed = []
    for application in applications:
        before = application.state
        application.meeting, application.form = meeting, forms[application.form_id]
        application.follows = forms.get(application.follows_id)
        settle(application, whole(application, opened[str(application.person_id)]).record)
        if application.state != before:
            changed.append(application)
    Application.objects.bulk_update(changed, ["state", "verdict"], batch_size=200)
    return len(changed)


def lock_for_draw(meeting: Meeting, *, now: datetime) -> int:
    """Part of the freeze of a pool: until it is opened again nothing of the register changes but withdrawals."""
    return register(meeting).filter(locked_at=None).order_by().update(locked_at=now)


def unlock_after_draw(meeting: Meeting) -> int:
    """Part of giving up a frozen pool that was not drawn from."""
    return Application.objects.filter(meeting=meeting).exclude(locked_at=None).update(locked_at=None)
