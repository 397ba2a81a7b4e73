"""A code of the app works once, in its half minute; a code on paper works once; both lie sealed."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE, Grant, Role
from obrady.stages.team.actions import (
    is_right_code,
    new_recovery_codes,
    reset_second_factor,
    set_up_second_factor,
)
from obrady.stages.team.queries import codes_left, has_second_factor, is_due_from
from obrady.stages.team.states import NotForTheTeam, TeamRefusal
from tests import cast

pytestmark = pytest.mark.django_db
LATER = cast.NOW + timedelta(minutes=5)


def set_up(account, code: str = "") -> list[str]:
    said = {"account": account, "secret": cast.SECRET, "code": code or cast.code_at(cast.NOW), "now": cast.NOW}
    return set_up_second_factor(actor=cast.actor(account), **said)


def test_a_wrong_first_code_sets_nothing_up() -> None:
    with pytest.raises(NotForTheTeam) as refusal:
        set_up(cast.office(), code="000000")
    assert refusal.value.code is TeamRefusal.WRONG_CODE
    assert not has_second_factor(cast.office())


def test_a_code_of_the_app_works_once() -> None:
    set_up(cast.office())
    said = {"account": cast.office(), "code": cast.code_at(LATER), "now": LATER}
    assert is_right_code(**said)
    assert not is_right_code(**said)


def test_the_code_of_the_set_up_does_not_sign_in() -> None:
    set_up(cast.office())
    assert not is_right_code(account=cast.office(), code=cast.code_at(cast.NOW), now=cast.NOW)


@pytest.mark.parametrize("seconds, is_right", [(0, True), (-30, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_be_half_a_minute_off(seconds: int, is_right: bool) -> None:
    set_up(cast.office())
    code = cast.code_at(LATER + timedelta(seconds=seconds))
    assert is_right_code(account=cast.office(), code=code, now=LATER) is is_right


@pytest.mark.parametrize("code", ["", "abcdef", "１２３４５６", "000 000", "9" * 300, "\x00"])
def test_rubbish_is_no_code(code: str) -> None:
    set_up(cast.office())
    assert not is_right_code(account=cast.office(), code=code, now=LATER)


def test_a_recovery_code_works_once_and_stands_in_the_ledger() -> None:
    codes = set_up(cast.office())
    spaced = f"{codes[3][:4]} {codes[3][4:]}"
    assert is_right_code(account=cast.office(), code=spaced, now=LATER)
    assert not is_right_code(account=cast.office(), code=spaced, now=LATER)
    assert codes_left(cast.office()) == len(codes) - 1
    assert Entry.objects.order_by("-sequence")[0].verb == "team.use_recovery_code"


def test_new_recovery_codes_end_the_former() -> None:
    account = cast.office()
    old = set_up(account)
    new = new_recovery_codes(actor=cast.actor(account), account=account, now=LATER)
    assert not set(old) & set(new)
    assert not is_right_code(account=account, code=old[0], now=LATER)
    assert is_right_code(account=account, code=new[0], now=LATER)


def test_neither_secret_nor_codes_can_be_read_from_the_data() -> None:
    codes = set_up(cast.office())
    kept = str(list(Authenticator.objects.values("data"))) + str(list(Entry.objects.values()))
    assert not [text for text in (cast.SECRET, *codes) if text in kept]


def test_setting_up_signs_out_everywhere_else() -> None:
    account = cast.office()
    before = account.get_session_auth_hash()
    set_up(account)
    assert account.get_session_auth_hash() != before


def test_another_coordinator_resets_it_and_oneself_cannot() -> None:
    set_up(cast.office())
    said = {"organisation": cast.organisation(), "now": LATER}
    reset_second_factor(actor=cast.actor(cast.coordinator()), account=cast.office(), **said)
    assert not has_second_factor(cast.office())
    with pytest.raises(NotForTheTeam):
        reset_second_factor(actor=cast.actor(cast.coordinator()), account=cast.coordinator(), **said)


def test_the_office_resets_nobody() -> None:
    with pytest.raises(NotAllowed):
        reset_second_factor(
            actor=cast.actor(cast.office()), organisation=cast.organisation(), account=cast.coordinator(), now=LATER
        )


def test_the_console_resets_the_last_coordinator() -> None:
    reset_second_factor(actor=CONSOLE, organisation=None, account=cast.coordinator(), now=LATER)
    assert not has_second_factor(cast.coordinator())


@pytest.mark.parametrize(
    "role, meeting, is_due",
    [
        (Role.COORDINATOR, None, True),
        (Role.COORDINATOR, "one", True),
        (Role.OFFICE, None, False),
        (Role.OBSERVER, None, False),
    ],
)
def test_it_is_due_from_coordinators_also_of_one_meeting(role: Role, meeting, is_due: bool) -> None:
    assert is_due_from([Grant(role=role, organisation="x", meeting=meeting)]) is is_due


def test_in_the_demo_it_is_due_from_nobody(settings) -> None:
    settings.OBRADY_DEMO = True
    assert not is_due_from([Grant(role=Role.COORDINATOR, organisation="x")])
