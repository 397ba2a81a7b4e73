"""The last resorts of whoever looks after the computer."""

import pytest

from obrady.doors.console.accounts import found_organisation, reset_password, reset_second_factor
from obrady.stages.ledger.states import Role
from obrady.stages.organisations.queries import organisation_with_slug
from obrady.stages.people.models import StaffAccount
from obrady.stages.team.models import StaffInvitation
from obrady.stages.team.queries import has_second_factor
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_link_for_a_new_password(client, capsys) -> None:
    assert reset_password(cast.office().email.upper()) == 0
    link = capsys.readouterr().out.strip()
    path = link.removeprefix("http://127.0.0.1:8000")
    assert client.post(path, {"password": cast.PASSWORD}).status_code == 302


@pytest.mark.parametrize("command", [reset_password, reset_second_factor])
def test_an_unknown_address_is_said(command, capsys) -> None:
    assert command("nobody@example.org") == 1
    assert "nobody signs in with nobody@example.org" in capsys.readouterr().err


def test_an_account_that_is_switched_off_gets_no_link(capsys) -> None:
    StaffAccount.objects.filter(pk=cast.office().pk).update(is_active=False)
    assert reset_password(cast.office().email) == 1
    assert "switched off" in capsys.readouterr().err


def test_the_last_coordinator_with_a_lost_telephone(capsys) -> None:
    assert reset_second_factor(cast.coordinator().email) == 0
    assert not has_second_factor(cast.coordinator())


def test_one_more_organisation_with_its_coordinator(capsys) -> None:
    cast.coordinator()
    assert found_organisation("drugi-dom", "Drugi Dom", coordinator="ewa@example.org") == 0
    invitation = StaffInvitation.objects.get()
    assert (invitation.organisation.slug, invitation.role) == ("drugi-dom", Role.COORDINATOR)
    assert "/join/" in capsys.readouterr().out


@pytest.mark.parametrize(
    "slug, email", [("szkolimy", "ewa@example.org"), ("zły slug", "ewa@example.org"), ("dobry", "ewa")]
)
def test_what_is_wrong_is_said_and_nothing_is_founded(slug: str, email: str, capsys) -> None:
    cast.coordinator()
    assert found_organisation(slug, "Drugi Dom", coordinator=email) == 1
    assert capsys.readouterr().err
    assert slug == "szkolimy" or organisation_with_slug(slug) is None
    assert not StaffInvitation.objects.exists()
