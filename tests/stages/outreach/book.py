"""Contacts, invitations and the post, made through the product's own actions."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from obrady.stages.letters.models import Letter
from obrady.stages.letters.tasks import send_due
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import actions, queries
from obrady.stages.outreach.actions import Particulars
from obrady.stages.outreach.models import Contact, Invitation
from obrady.stages.outreach.states import Basis, ContactKind, Restraints, Step
from obrady.stages.outreach.tasks import write_due_invitations
from tests import cast
from tests.workshop.smtp_peer import TAKEN, smtp_peer

LATER = cast.NOW + timedelta(minutes=3)
EVERYBODY_AT_ONCE = Restraints(most_in_30_days=2, pause_days=1, most_a_day=500)


def said(number: int = 1, **changes: object) -> Particulars:
    usual = {
        "kind": ContactKind.INSTITUTION,
        "institution": f"Instytucja {number:03}",
        "email": f"biuro{number}@urzad.example",
        "source": "strona internetowa",
        "basis": Basis.PUBLISHED,
    }
    return Particulars(**(usual | changes))


def contact(number: int = 1, *, of: Organisation | None = None, now: datetime = cast.NOW, **changes: object) -> Contact:
    host = of or cast.organisation()
    kept = actions.add_contact(
        actor=cast.actor(cast.office()), organisation=host, said=said(number, **changes), now=now
    )
    return again(kept)


def again(contact: Contact) -> Contact:
    found = queries.contact_with_key(contact.organisation, contact.pk)
    assert found is not None
    return found


def everybody() -> list:
    return list(queries.contacts(cast.organisation()).values_list("pk", flat=True))


def limits(most_in_30_days: int = 2, pause_days: int = 1, most_a_day: int = 500) -> None:
    actions.set_limits(
        actor=cast.actor(cast.coordinator()),
        organisation=cast.organisation(),
        limits=Restraints(most_in_30_days, pause_days, most_a_day),
        now=cast.NOW,
    )


def plan(*, meeting: Meeting | None = None, step: Step = Step.FIRST, now: datetime = cast.NOW, contacts=None):
    return actions.plan_invitations(
        actor=cast.actor(cast.coordinator()),
        meeting=meeting or cast.meeting(),
        contacts=everybody() if contacts is None else [one.pk for one in contacts],
        step=step,
        now=now,
    )


def write_all(now: datetime = LATER) -> int:
    """The worker's round until nothing more is due."""
    written = 0
    while number := write_due_invitations(now):
        written += number
    return written


def post_all(now: datetime = LATER, *, answer: Callable[[int, str], str] = lambda number, reader: TAKEN) -> list[str]:
    """Everything that is due leaves; the addresses that a server took a letter for."""
    with smtp_peer(answer) as (peer, server):
        while Letter.objects.filter(state="waiting", next_try_at__lte=now).exists():
            send_due(now, server=server)
    return peer.readers


def invite(*contacts: Contact, meeting: Meeting | None = None, now: datetime = cast.NOW) -> list[Invitation]:
    """Invited, written and posted."""
    place = meeting or cast.meeting()
    plan(meeting=place, contacts=contacts, now=now)
    write_all(now + timedelta(minutes=3))
    post_all(now + timedelta(minutes=3))
    return [Invitation.objects.get(meeting=place, contact=one) for one in contacts]


def states(meeting: Meeting | None = None) -> dict[str, str]:
    return {row.contact.institution: str(row.state) for row in queries.rows_of(meeting or cast.meeting())}


def letter_of(invitation: Invitation, step: Step = Step.FIRST) -> Letter:
    return Letter.objects.get(about=invitation.about, occasion=str(step))


def way_out(contact: Contact):
    return queries.way_out_with_token(queries.way_out_token(contact))


A_DAY = date(2026, 11, 1)
