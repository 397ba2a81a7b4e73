from types import SimpleNamespace

from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.team.actions import give_role, invite, take_role
from obrady.stages.team.models import RoleTaken
from tests import cast
from tests.doors.access import COORDINATOR, GET, POST, Access, only

OF = {"organisation": "szkolimy"}
DETAILS = {"name_0": "Fundacja Szkolimy", "email": "biuro@example.org"}
INVITED = {"email": "inna@example.org", "name": "Inna Osoba", "language": "pl", "role": "office", "place": ""}


def world() -> SimpleNamespace:
    """A meeting, a colleague with two roles of whom one was taken away, and an open invitation."""
    meeting, host, office = cast.meeting(), cast.organisation(), cast.office()
    about = {"actor": CONSOLE, "organisation": host, "account": office, "role": Role.OBSERVER, "now": cast.NOW}
    give_role(meeting=meeting, **about)
    taken = take_role(meeting=meeting, **about)
    invited = invite(
        actor=CONSOLE,
        organisation=host,
        meeting=None,
        email="nowa@example.org",
        name="Nowa Osoba",
        language="pl",
        role=Role.OFFICE,
        invited_by=cast.coordinator(),
        words=None,
        now=cast.NOW,
    )
    return SimpleNamespace(
        slug="integracja",
        office=office.pk,
        invitation=invited.invitation.pk,
        taken=RoleTaken.objects.get(pk=taken.pk).pk,
    )


def the_office(world: SimpleNamespace) -> dict:
    return {**OF, "key": world.office}


def the_invitation(world: SimpleNamespace) -> dict:
    return {**OF, "key": world.invitation}


def what_was_taken(world: SimpleNamespace) -> dict:
    return {**OF, "key": world.taken}


SEEN = only(COORDINATOR)
SENT = only(COORDINATOR, status=302)

TABLE = [
    Access("organisation-setup", OF, GET, SEEN),
    Access("organisation-details", OF, GET, SEEN),
    Access("organisation-details", OF, POST, SENT, DETAILS),
    Access("organisation-languages", OF, GET, SEEN),
    Access("organisation-languages", OF, POST, SENT, {"language": "de"}),
    Access("organisation-logo", OF, GET, SEEN),
    Access("organisation-logo", OF, POST, SEEN),
    Access("organisation-logo-choose", OF, GET, dict.fromkeys(SEEN, 405)),
    Access("organisation-logo-choose", OF, POST, SENT, {"logo": "none"}),
    Access("organisation-accent", OF, GET, SEEN),
    Access("organisation-accent", OF, POST, SENT, {"accent": "#123456"}),
    Access("public-address", OF, GET, SEEN),
    Access("colleagues", OF, GET, SEEN),
    Access("colleague-invite", OF, GET, SEEN),
    Access("colleague-invite", OF, POST, SEEN, INVITED),
    Access("invitation-staff", the_invitation, GET, SEEN),
    Access("invitation-staff", the_invitation, POST, SENT, {"act": "withdraw"}),
    Access("role-give-back", what_was_taken, GET, dict.fromkeys(SEEN, 405)),
    Access("role-give-back", what_was_taken, POST, SENT),
    Access("colleague", the_office, GET, SEEN),
    Access("colleague", the_office, POST, SENT, {"act": "give", "role": "observer", "place": ""}),
    Access("colleague-take", the_office, GET, only(COORDINATOR, status=404)),
    Access("colleague-take", the_office, POST, SENT, {"held": "office"}),
    Access("colleague-switch", the_office, GET, SEEN),
    Access("colleague-switch", the_office, POST, SENT),
    Access("colleague-password", the_office, GET, SEEN),
    Access("colleague-password", the_office, POST, SEEN),
    Access("colleague-factor", the_office, GET, SEEN),
    Access("colleague-factor", the_office, POST, SENT),
]
