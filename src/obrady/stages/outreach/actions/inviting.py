"""Inviting to apply: chosen by a person once, written by the worker a share a day, called back until it has left."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import WORKER, Actor
from obrady.stages.letters.actions import write
from obrady.stages.letters.queries import Stationery, stationery
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import rules
from obrady.stages.outreach.actions.keeping import drop_planned
from obrady.stages.outreach.actions.stopping import way_out_of
from obrady.stages.outreach.models import Contact, Invitation
from obrady.stages.outreach.queries import (
    Choice,
    choose,
    chosen_contacts,
    hash_of_token,
    history,
    in_time,
    invitation_url,
    letters_a_day,
    may_invite,
    may_still_leave,
    next_morning,
    restraints_of,
    slots,
    token_of,
    unsubscribe_url,
    was_never_sent,
    with_stop,
)
from obrady.stages.outreach.states import InvitationRefused, LeftOut, Step

AT_ONCE = 50


@dataclass(frozen=True)
class Planned:
    number: int
    left_out: Counter[LeftOut]
    last_leaves_at: datetime | None


def plan_invitations(
    *, actor: Actor, meeting: Meeting, contacts: Collection[UUID], step: Step = Step.FIRST, now: datetime
) -> Planned:
    """A letter is planned for everybody of these who may get one; the worker writes each when its time has come."""
    with act(actor=actor, verb="outreach.plan", thing=meeting, rule=rules.can_invite, now=now) as line:
        if why := may_invite(meeting, now):
            raise InvitationRefused(why)
        _one_at_a_time(meeting)
        choice = choice_of(meeting, contacts, step, now=now)
        moments = slots(
            letters_a_day(meeting.organisation, meeting.tz),
            most_a_day=restraints_of(meeting.organisation).most_a_day,
            zone=meeting.tz,
            now=now,
        )
        times = in_time(choice, meeting, moments)
        plan = _plan_first if step is Step.FIRST else _plan_reminders
        plan(meeting, choice.ready, times, now=now)
        left_out = Counter(refusal.why for refusal in choice.left_out)
        line.facts.update(step=str(step), letters=len(times), left_out={str(why): n for why, n in left_out.items()})
    return Planned(number=len(times), left_out=left_out, last_leaves_at=max(times, default=None))


def _one_at_a_time(meeting: Meeting) -> None:
    """Who has had a letter and how many left today is decided for the whole organisation, by one hand after another."""
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=meeting.organisation_id).values_list("pk"))


def choice_of(meeting: Meeting, contacts: Collection[UUID], step: Step, *, now: datetime) -> Choice:
    return choose(chosen_contacts(meeting.organisation, contacts), history(meeting, now), step, now)


def _plan_first(meeting: Meeting, contacts: list[Contact], times: list[datetime], *, now: datetime) -> None:
    known, new = history(meeting, now), []
    never_sent = [one.pk for contact in contacts if (one := known.invitation(contact)) and was_never_sent(one)]
    Invitation.objects.filter(pk__in=never_sent, invited_at=None, waits_for="", reply="").delete()
    for contact, moment in zip(contacts, times, strict=True):
        one = Invitation(meeting=meeting, contact=contact, created_at=now, waits_for=Step.FIRST, leaves_at=moment)
        one.link_hash = hash_of_token(token_of(one))
        new.append(one)
    Invitation.objects.bulk_create(new)


def _plan_reminders(meeting: Meeting, contacts: list[Contact], times: list[datetime], *, now: datetime) -> None:
    """Found by address as well: the record may have been made anew since the first letter."""
    known = history(meeting, now)
    for contact, moment in zip(contacts, times, strict=True):
        invitation = known.invitation(contact)
        rows = Invitation.objects.filter(pk=invitation.pk, waits_for="", reminded_at=None, reply="")
        rows.update(waits_for=Step.REMINDER, leaves_at=moment)


def call_back(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """Everything that is planned and not written yet; whoever had no letter is not invited then."""
    with act(actor=actor, verb="outreach.call_back", thing=meeting, rule=rules.can_invite, now=now) as line:
        number = drop_planned(Invitation.objects.filter(meeting=meeting))
        line.facts["letters"] = number
        if not number:
            raise InvitationRefused("not_planned")
    return number


def write_due(*, meeting: Meeting, now: datetime) -> int:
    """The worker's part: letters whose time has come, as many as today still allows; how many were written."""
    with act(actor=WORKER, verb="outreach.write", thing=meeting, rule=rules.can_write_due, now=now) as line:
        _one_at_a_time(meeting)
        due = _locked_due(meeting, now=now)
        room = _room_today(meeting, now=now)
        _put_off(due[room:], meeting, now=now)
        known, shared = history(meeting, now), stationery(meeting)
        written = dropped = 0
        for invitation in due[:room]:
            if may_still_leave(invitation, invitation.contact, known, now):
                written += _write(invitation, shared, now=now)
            else:
                dropped += drop_planned(Invitation.objects.filter(pk=invitation.pk))
        line.facts.update(letters=written, dropped=dropped, put_off=len(due[room:]))
    return written


def drop_late(*, meeting: Meeting, now: datetime) -> int:
    """Applications have closed before their turn: nothing leaves any more, and whoever was not invited is shown as such."""
    with act(actor=WORKER, verb="outreach.drop_late", thing=meeting, rule=rules.can_write_due, now=now) as line:
        rows = Invitation.objects.filter(meeting=meeting).exclude(waits_for="")
        number = rows.update(waits_for="", leaves_at=None)
        line.facts["letters"] = number
    return number


def late_meetings(now: datetime) -> list[Meeting]:
    """Meetings with planned letters that nobody could answer with an application any more."""
    rows = Meeting.objects.filter(invitations__waits_for__gt="").select_related("organisation").distinct()
    return [one for one in rows if may_invite(one, now) in ("closed", "over")]


def due_meetings(now: datetime) -> list[Meeting]:
    """Meetings with letters whose time has come and that may still be invited to."""
    rows = Meeting.objects.filter(invitations__waits_for__gt="", invitations__leaves_at__lte=now)
    return [one for one in rows.select_related("organisation").distinct() if not may_invite(one, now)]


def _locked_due(meeting: Meeting, *, now: datetime) -> list[Invitation]:
    """Contacts are locked first: whoever says "no more letters" meanwhile waits for this, or this for them."""
    rows = Invitation.objects.filter(meeting=meeting, leaves_at__lte=now).exclude(waits_for="")
    keys = list(rows.order_by("leaves_at", "id").values_list("pk", "contact_id")[:AT_ONCE])
    people = Contact.objects.filter(pk__in=[contact for _, contact in keys])
    list(people.select_for_update(of=("self",)).order_by("pk"))
    contacts = {one.pk: one for one in with_stop(people).select_related("person", "organisation")}
    due = list(rows.filter(pk__in=[key for key, _ in keys]).order_by("leaves_at", "id"))
    for invitation in due:
        invitation.contact, invitation.meeting = contacts[invitation.contact_id], meeting
    return [one for one in due if one.contact.archived_at is None]


def _room_today(meeting: Meeting, *, now: datetime) -> int:
    """Letters planned for later today do not take the place of those whose time has come."""
    zone = meeting.tz
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = (midnight, midnight + timedelta(days=1))
    rows = Invitation.objects.filter(meeting__organisation=meeting.organisation)
    moments = rows.filter(Q(invited_at__range=today) | Q(reminded_at__range=today)).values_list(
        "invited_at", "reminded_at"
    )
    written = sum(1 for pair in moments for one in pair if one is not None and today[0] <= one < today[1])
    return max(0, restraints_of(meeting.organisation).most_a_day - written)


def _put_off(due: list[Invitation], meeting: Meeting, *, now: datetime) -> None:
    keys = [one.pk for one in due]
    tomorrow = next_morning(now, meeting.tz)
    Invitation.objects.filter(pk__in=keys, leaves_at__lte=now).exclude(waits_for="").update(leaves_at=tomorrow)


def _write(invitation: Invitation, shared: Stationery, *, now: datetime) -> int:
    """Compare and set: two workers write one letter."""
    step = Step(invitation.waits_for)
    written = {"invited_at": now} if step is Step.FIRST else {"reminded_at": now}
    rows = Invitation.objects.filter(pk=invitation.pk, waits_for=step)
    if not rows.update(waits_for="", leaves_at=None, **written):
        return 0
    contact = invitation.contact
    language = shared.wording(LetterKind.INVITATION, contact.person.language)[0]
    letter = write(
        meeting=shared.meeting,
        person=contact.person,
        kind=LetterKind.INVITATION,
        about=invitation.about,
        occasion=str(step),
        placeholders={
            "invitation_url": invitation_url(invitation, language=language),
            "unsubscribe_url": unsubscribe_url(way_out_of(contact, now=now), language=language),
        },
        shared=shared,
        now=now,
    )
    if letter is None:
        # Another number of theirs is on the do-not-write list: nothing was written, and nothing is said to have been.
        Invitation.objects.filter(pk=invitation.pk).update(**dict.fromkeys(written))
    return 0 if letter is None else 1
