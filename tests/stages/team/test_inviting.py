"""A colleague is invited with a link that works once, for seven days; the role begins when it is accepted."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import Role
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import role_grants
from obrady.stages.team.actions import Words, accept, invite_again, join_as_new, withdraw
from obrady.stages.team.models import AccountMail, StaffInvitation
from obrady.stages.team.queries import invitation_with_token, opened_mail
from obrady.stages.team.states import InvitationState, LinkNotValid, MailState, NotForTheTeam, TeamRefusal
from obrady.stages.team.tasks import forget_what_is_settled
from tests import cast

pytestmark = pytest.mark.django_db
NEW = {"name": "Nowa Osoba", "language": "uk", "password": cast.PASSWORD, "now": cast.NOW}


def words(invitation: StaffInvitation, token: str) -> Words:
    return Words(to=invitation.email, subject="Zaproszenie", body=f"https://example.org/{token}", language="pl")


def test_whoever_joins_has_the_role_and_the_language(invited) -> None:
    account = join_as_new(token=invited().token, **NEW)
    assert (account.email, account.language, account.check_password(cast.PASSWORD)) == ("nowa@example.org", "uk", True)
    assert [(grant.role, grant.meeting) for grant in role_grants(account)] == [(Role.OFFICE, None)]


def test_of_the_link_only_the_hash_is_kept(invited) -> None:
    made = invited(words=words)
    kept = StaffInvitation.objects.values().get()
    assert made.token not in str(kept)
    assert made.token not in str(AccountMail.objects.values().get()["sealed"])
    assert made.token not in str(list(Entry.objects.values()))


def test_a_role_for_one_meeting_reaches_that_meeting_alone(invited) -> None:
    meeting = cast.meeting()
    account = join_as_new(token=invited(meeting=meeting, role=Role.FACILITATOR).token, **NEW)
    grants = {(grant.role, grant.meeting) for grant in cast.actor(account).grants}
    assert grants == {(Role.FACILITATOR, str(meeting.pk))}


def test_a_link_works_once(invited) -> None:
    token = invited().token
    join_as_new(token=token, **NEW)
    with pytest.raises(LinkNotValid):
        join_as_new(token=token, **NEW)
    assert StaffAccount.objects.count() == 1


@pytest.mark.parametrize("days, is_valid", [(6, True), (7, False), (30, False)])
def test_a_link_holds_for_seven_days(invited, days: int, is_valid: bool) -> None:
    token = invited().token
    assert (invitation_with_token(token, cast.NOW + timedelta(days=days)) is not None) is is_valid


def test_a_withdrawn_link_leads_nowhere_and_its_mail_does_not_leave(invited) -> None:
    made = invited(words=words)
    withdraw(actor=cast.actor(cast.coordinator()), invitation=made.invitation, now=cast.NOW)
    with pytest.raises(LinkNotValid):
        join_as_new(token=made.token, **NEW)
    mail = AccountMail.objects.get()
    assert (mail.state, mail.sealed) == (MailState.DROPPED, None)


def test_inviting_again_makes_a_new_link_and_ends_the_old_one(invited) -> None:
    first = invited()
    later = cast.NOW + timedelta(days=9)
    second = invite_again(actor=cast.actor(cast.coordinator()), invitation=first.invitation, words=words, now=later)
    assert invitation_with_token(first.token, later) is None
    assert invitation_with_token(second.token, later) == first.invitation
    assert second.token in opened_mail(AccountMail.objects.get())["body"]


def test_nobody_is_invited_twice_at_a_time(invited) -> None:
    invited()
    with pytest.raises(NotForTheTeam) as refusal:
        invited()
    assert refusal.value.code is TeamRefusal.INVITED_ALREADY


def test_when_its_time_is_over_one_may_be_invited_anew(invited) -> None:
    invited()
    invited(now=cast.NOW + timedelta(days=8))
    assert sorted(StaffInvitation.objects.values_list("state", flat=True)) == ["open", "withdrawn"]


def test_who_has_a_role_is_not_invited_to_it(invited) -> None:
    with pytest.raises(NotForTheTeam) as refusal:
        invited(email=cast.office().email)
    assert refusal.value.code is TeamRefusal.HAS_ROLE


def test_one_account_takes_a_role_in_a_second_organisation(invited) -> None:
    guest = cast.outsider()
    made = invited(email=guest.email, role=Role.OBSERVER)
    accept(actor=cast.actor(guest), token=made.token, account=guest, now=cast.NOW)
    held = {(grant.role, grant.organisation) for grant in role_grants(guest)}
    assert (Role.OBSERVER, str(cast.organisation().pk)) in held
    assert len(held) == 2


def test_an_invitation_is_for_its_address_alone(invited) -> None:
    made = invited(email=cast.outsider().email)
    with pytest.raises(NotForTheTeam) as refusal:
        accept(actor=cast.actor(cast.office()), token=made.token, account=cast.office(), now=cast.NOW)
    assert refusal.value.code is TeamRefusal.OTHER_EMAIL
    assert made.invitation.state == InvitationState.OPEN


def test_a_weak_password_leaves_the_invitation_open(invited) -> None:
    token = invited().token
    with pytest.raises(ValidationError):
        join_as_new(token=token, **(NEW | {"password": "short"}))
    assert invitation_with_token(token, cast.NOW) is not None


@pytest.mark.parametrize("who", [cast.office, cast.facilitator, cast.observer, cast.outsider])
def test_only_coordinators_of_the_organisation_invite(invited, who) -> None:
    with pytest.raises(NotAllowed):
        invited(actor=cast.actor(who()))


def test_each_step_is_one_line_without_names(invited) -> None:
    made = invited()
    before = Entry.objects.count()
    join_as_new(token=made.token, **NEW)
    line = Entry.objects.order_by("-sequence")[0]
    assert (Entry.objects.count() - before, line.verb) == (1, "team.join")
    assert "nowa@" not in str(list(Entry.objects.values())).lower()


def test_who_never_came_is_forgotten_after_thirty_days(invited) -> None:
    invited(words=words)
    assert forget_what_is_settled(cast.NOW + timedelta(days=30)) == 0
    assert forget_what_is_settled(cast.NOW + timedelta(days=38)) > 0
    assert not StaffInvitation.objects.exists()
    assert not AccountMail.objects.exists()
