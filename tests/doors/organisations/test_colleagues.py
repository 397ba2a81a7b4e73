"""Colleagues are invited, change roles and go; whoever coordinates sees links once and nobody loses the last coordinator."""

from typing import Any

import pytest

from obrady.doors.console.account_mail import send_due
from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.meetings.models import TeamMember
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import role_grants
from obrady.stages.team.actions import give_role
from obrady.stages.team.models import StaffInvitation
from obrady.stages.team.queries import has_second_factor, invitation_with_token, password_link_with_token
from tests import cast
from tests.workshop.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db
HERE = "/en/organisation/szkolimy/colleagues/"
TYPED = {"email": "Nowa@example.org", "name": "Nowa Osoba", "language": "uk", "role": "office", "place": ""}


@pytest.fixture
def coordinator(client):
    return cast.sign_in(client, cast.coordinator())


def page_of(account: StaffAccount, more: str = "") -> str:
    return f"{HERE}{account.pk}/{more}"


def token_in(response: Any) -> str:
    return response.context["address"].rstrip("/").rpartition("/")[2]


def roles(account: StaffAccount) -> set[Role]:
    return {grant.role for grant in role_grants(account)}


def test_the_link_is_shown_once_in_the_language_of_the_invited(coordinator) -> None:
    response = coordinator.post(f"{HERE}invite/", TYPED)
    assert "/uk/join/" in response.context["address"]
    assert invitation_with_token(token_in(response), cast.NOW).email == "nowa@example.org"
    assert token_in(response) not in coordinator.get(HERE).content.decode()


def test_with_a_mail_server_the_link_is_mailed_too(coordinator, settings) -> None:
    with smtp_peer() as (peer, server):
        settings.OBRADY_SMTP_HOST, settings.OBRADY_SMTP_PORT = server.host, server.port
        settings.OBRADY_SMTP_SECURITY = "none"
        response = coordinator.post(f"{HERE}invite/", TYPED)
        assert "e-mail on its way" in coordinator.get(HERE).content.decode()
        assert send_due(cast.NOW) == 1
    letter = peer.letters[0]
    assert letter["To"] == "nowa@example.org"
    assert token_in(response) in letter.get_body(["plain"]).get_content()
    assert "Запрошуємо" in letter.get_body(["plain"]).get_content()
    assert "e-mail sent" in coordinator.get(HERE).content.decode()


def test_an_invitation_for_one_meeting(coordinator) -> None:
    meeting = cast.meeting()
    coordinator.post(f"{HERE}invite/", {**TYPED, "place": str(meeting.pk)})
    assert StaffInvitation.objects.get().meeting == meeting


def test_no_meeting_of_another_organisation_can_be_named(coordinator) -> None:
    other = cast.meeting(slug="obce", of=cast.organisation("inna", "Inna"))
    response = coordinator.post(f"{HERE}invite/", {**TYPED, "place": str(other.pk)})
    assert response.context["form"].errors.keys() == {"place"}


def test_who_is_invited_or_in_the_team_already_is_said_at_the_field(coordinator) -> None:
    coordinator.post(f"{HERE}invite/", TYPED)
    twice = coordinator.post(f"{HERE}invite/", TYPED)
    assert "is invited already" in twice.content.decode()
    known = coordinator.post(f"{HERE}invite/", {**TYPED, "email": cast.office().email})
    assert "holds a role there already" in known.content.decode()


def test_withdrawn_and_invited_again(coordinator) -> None:
    first = coordinator.post(f"{HERE}invite/", TYPED)
    address = f"{HERE}invitations/{StaffInvitation.objects.get().pk}/"
    coordinator.post(address, {"act": "withdraw"})
    assert invitation_with_token(token_in(first), cast.NOW) is None
    again = coordinator.post(address, {"act": "again"})
    assert invitation_with_token(token_in(again), cast.NOW) is not None


def test_a_role_is_changed_and_one_more_given(coordinator) -> None:
    office, meeting = cast.office(), cast.meeting()
    coordinator.post(page_of(office), {"act": "change", "held": "office", "role": "facilitator"})
    coordinator.post(page_of(office), {"act": "give", "role": "observer", "place": str(meeting.pk)})
    assert roles(office) == {Role.FACILITATOR}
    assert TeamMember.objects.get(account=office).role == Role.OBSERVER


def test_taking_a_role_says_what_follows_and_can_be_undone(coordinator) -> None:
    office = cast.office()
    asked = coordinator.get(page_of(office, "take/?held=office")).content.decode()
    assert "For thirty days it can be given back" in asked
    after = coordinator.post(page_of(office, "take/"), {"held": "office"}, follow=True)
    assert roles(office) == set()
    taken = after.context["taken"][0][0]
    coordinator.post(f"{HERE}give-back/{taken.pk}/")
    assert roles(office) == {Role.OFFICE}


def test_the_last_coordinator_cannot_go(coordinator) -> None:
    own = cast.coordinator()
    for more, sent in [("take/", {"held": "coordinator"}), ("switch/", {})]:
        page = coordinator.post(page_of(own, more), sent, follow=True).content.decode()
        assert "keeps at least one coordinator" in page
    assert roles(own) == {Role.COORDINATOR}


def test_switching_off_and_on(coordinator) -> None:
    office = cast.office()
    coordinator.post(page_of(office, "switch/"))
    assert not StaffAccount.objects.get(pk=office.pk).is_active
    coordinator.post(page_of(office, "switch/"))
    assert StaffAccount.objects.get(pk=office.pk).is_active


def test_a_link_for_a_colleague_without_mail(coordinator) -> None:
    response = coordinator.post(page_of(cast.office(), "password/"))
    assert password_link_with_token(token_in(response), cast.NOW).account == cast.office()


def test_a_lost_telephone(coordinator) -> None:
    second = cast.account(Role.COORDINATOR, email="druga@example.org")
    coordinator.post(page_of(second, "second-factor/"))
    assert not has_second_factor(second)


def test_an_account_that_belongs_elsewhere_too_is_not_ours(coordinator) -> None:
    guest = cast.outsider()
    give_role(
        actor=CONSOLE, organisation=cast.organisation(), meeting=None, account=guest, role=Role.OFFICE, now=cast.NOW
    )
    for more in ("switch/", "password/", "second-factor/"):
        assert "role in another organisation" in coordinator.post(page_of(guest, more), follow=True).content.decode()
    assert (StaffAccount.objects.get(pk=guest.pk).is_active, has_second_factor(guest)) == (True, True)


def test_people_of_other_organisations_are_not_found(coordinator) -> None:
    assert coordinator.get(page_of(cast.outsider())).status_code == 404
    assert cast.outsider().email not in coordinator.get(HERE).content.decode()


@pytest.mark.parametrize(
    "query, found",
    [("?search=ola", {"Ola Biurowa"}), ("?role=observer", {"Olga Obserwatorka"}), ("?search=zzz", set())],
)
def test_search_and_filter(coordinator, query: str, found: set[str]) -> None:
    cast.office(), cast.observer()
    shown = coordinator.get(HERE + query)
    assert {row.account.name for row, _held in shown.context["rows"]} == found


def test_thirty_colleagues_cost_as_many_queries_as_one(coordinator, django_assert_num_queries) -> None:
    coordinator.get(HERE)
    with django_assert_num_queries(12) as few:
        coordinator.get(HERE)
    for number in range(29):
        cast.account(Role.OFFICE, email=f"osoba{number}@example.org")
    with django_assert_num_queries(len(few)):
        coordinator.get(HERE)
