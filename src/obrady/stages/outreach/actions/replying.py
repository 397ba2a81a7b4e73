"""What came of an invitation: by its link, by an application, or told to the office."""

from datetime import datetime

from django.db.models import F

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import VISITOR, Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.outreach import rules
from obrady.stages.outreach.actions.keeping import drop_planned
from obrady.stages.outreach.models import Invitation
from obrady.stages.outreach.queries import invitation_with_token
from obrady.stages.outreach.states import InvitationRefused, Reply, Via


def decline(*, invitation: Invitation, now: datetime) -> None:
    """Said by the link; once somebody has applied through it, their own page is the place to withdraw."""
    with act(actor=VISITOR, verb="outreach.decline", thing=invitation, rule=rules.can_answer, now=now):
        _answered(invitation, Reply.DECLINED, Via.LINK, now=now)


def take_back(*, invitation: Invitation, now: datetime) -> None:
    """We may come after all."""
    with act(actor=VISITOR, verb="outreach.take_back", thing=invitation, rule=rules.can_answer, now=now):
        rows = Invitation.objects.filter(pk=invitation.pk, reply=Reply.DECLINED)
        if not rows.update(reply=Reply.NONE, replied_at=None, replied_via=Via.NONE):
            raise InvitationRefused("changed")


def record_reply(*, actor: Actor, invitation: Invitation, reply: Reply, now: datetime) -> None:
    """Told by phone, in a letter or at the office; an empty reply takes back what was noted by mistake."""
    with act(actor=actor, verb="outreach.record_reply", thing=invitation, rule=rules.can_record_reply, now=now) as line:
        line.facts.update(invitation=str(invitation.pk), reply=str(reply))
        if reply is Reply.APPLIED:
            raise InvitationRefused("changed")
        _answered(invitation, reply, Via.OFFICE if reply else Via.NONE, now=now)


def applied(*, token: str, application_about: str, meeting: Meeting | None = None, now: datetime) -> bool:
    """Part of submitting: an application came by this link, whoever of the institution wrote it.

    Only the fact is kept, not which application (`application_about` is not written down). A link of another meeting,
    or none at all, changes nothing.
    """
    invitation = invitation_with_token(token) if token and application_about else None
    if invitation is None or (meeting is not None and invitation.meeting_id != meeting.pk):
        return False
    rows = Invitation.objects.filter(pk=invitation.pk)
    rows.exclude(reply=Reply.APPLIED).update(reply=Reply.APPLIED, replied_at=now, replied_via=Via.APPLICATION)
    rows.update(applications=F("applications") + 1)
    drop_planned(rows)
    return True


def _answered(invitation: Invitation, reply: Reply, via: Via, *, now: datetime) -> None:
    rows = Invitation.objects.filter(pk=invitation.pk).exclude(reply=Reply.APPLIED)
    if not rows.update(reply=reply, replied_at=now if reply else None, replied_via=via):
        raise InvitationRefused("changed")
    if reply:
        drop_planned(rows)
