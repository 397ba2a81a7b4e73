from types import SimpleNamespace

from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.team.actions import invite, make_link
from tests import cast
from tests.doors.access import ANONYMOUS, COORDINATOR, GET, OUTSIDER, POST, SIGN_IN, Access, everyone, signed_in


def world() -> SimpleNamespace:
    """A meeting, an invitation of somebody new, and a link for the password of the office."""
    cast.meeting()
    invited = invite(
        actor=CONSOLE,
        organisation=cast.organisation(),
        meeting=None,
        email="nowa@example.org",
        name="Nowa Osoba",
        language="pl",
        role=Role.OFFICE,
        invited_by=None,
        words=None,
        now=cast.NOW,
    )
    link = make_link(actor=CONSOLE, organisation=cast.organisation(), account=cast.office(), now=cast.NOW)
    return SimpleNamespace(slug="integracja", invitation=invited.token, link=link)


def invitation(world: SimpleNamespace) -> dict:
    return {"token": world.invitation}


def link(world: SimpleNamespace) -> dict:
    return {"token": world.link}


# Coordinators cannot do without their second factor; everybody else here has none.
NOTHING_TO_REMOVE = {**signed_in(302), ANONYMOUS: SIGN_IN}

TABLE = [
    Access("sign-in", {}, GET, {**everyone(302), ANONYMOUS: 200}),
    Access("sign-in", {}, POST, {**everyone(302), ANONYMOUS: 200}),
    Access("second-step", {}, GET, everyone(SIGN_IN)),
    Access("sign-out", {}, GET, everyone(405)),
    Access("sign-out", {}, POST, everyone(302)),
    Access("first", {}, GET, everyone(200)),
    Access("join", invitation, GET, everyone(200)),
    Access("join", invitation, POST, everyone(200)),
    Access("forgotten-password", {}, GET, everyone(200)),
    Access("forgotten-password", {}, POST, everyone(200)),
    Access("choose-password", link, GET, everyone(200)),
    Access("choose-password", link, POST, everyone(200)),
    Access("account", {}, GET, signed_in()),
    Access("account-password", {}, GET, signed_in()),
    Access("confirm-password", {}, GET, signed_in()),
    Access("second-factor", {}, GET, signed_in()),
    Access("second-factor", {}, POST, signed_in()),
    Access("recovery-codes", {}, GET, everyone(405)),
    Access("recovery-codes", {}, POST, {**signed_in(302), COORDINATOR: 200, OUTSIDER: 200}),
    Access("second-factor-remove", {}, GET, NOTHING_TO_REMOVE),
    Access("second-factor-remove", {}, POST, NOTHING_TO_REMOVE),
    Access("privacy", {}, GET, everyone(200)),
    Access("accessibility", {}, GET, everyone(200)),
]
