"""Invitations as a coordinator makes them."""

from typing import Any

import pytest

from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.team.actions import Invited, invite
from tests import cast


@pytest.fixture
def invited():
    def make(**other: Any) -> Invited:
        usual = {
            "actor": CONSOLE,
            "organisation": cast.organisation(),
            "meeting": None,
            "email": "Nowa@example.org",
            "name": "Nowa Osoba",
            "language": "pl",
            "role": Role.OFFICE,
            "invited_by": None,
            "words": None,
            "now": cast.NOW,
        }
        return invite(**(usual | other))

    return make
