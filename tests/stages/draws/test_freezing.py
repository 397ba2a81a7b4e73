from random import Random

import pytest

from obrady.core.chance import commitment
from obrady.stages.applications import actions as applications
from obrady.stages.applications.states import ApplicationIsLocked
from obrady.stages.draws import actions
from obrady.stages.draws.actions.freezing import SIGNS, new_codes
from obrady.stages.draws.models import Draw, PoolMember
from obrady.stages.draws.queries.minutes import frozen_file
from obrady.stages.draws.states import DrawState, Hindrance, TransitionRefused
from obrady.stages.ledger.queries import latest_entries
from tests.cast import NOW
from tests.stages.applications import desk
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db
SHARE = ("gender", "woman", 1, 2)


def newcomer(meeting, number: int = 1):
    return desk.apply(
        meeting, full_name=f"Nowa Osoba{number}", email=f"nowa{number}@example.org", phone=f"600 999 99{number}"
    )


def test_everybody_in_the_pool_gets_a_code_of_their_own() -> None:
    draw = office.frozen(office.draft(office.meeting_with(6)))
    codes = [member.code for member in office.members(draw)]
    assert (draw.state, len(set(codes))) == (DrawState.FROZEN, 6)


def test_codes_are_unambiguous_and_say_nothing() -> None:
    codes = new_codes(500, Random(1))
    assert all(len(code) == 6 and code[2] == "-" and set(code.replace("-", "")) <= set(SIGNS) for code in codes)
    assert not set(SIGNS) & set("AEIOU01258BILOSZQ")


def test_the_order_of_rows_in_the_database_is_not_the_order_of_arrival() -> None:
    draw = office.frozen(office.draft(office.meeting_with(12)))
    stored = (
        PoolMember.objects.filter(draw=draw)
        .order_by("pk")
        .values_list("application__received_at", "application__reference")
    )
    arrived = sorted(stored)
    assert list(stored) != arrived


def test_another_freeze_gives_other_codes_and_another_fingerprint() -> None:
    draw = office.frozen(office.draft(office.meeting_with(6)), seed=1)
    codes = {member.code for member in office.members(draw)}
    actions.abandon(actor=office.coordinator(), draw=draw, reason="Błąd w liczbie miejsc.", now=AFTER)
    again = office.frozen(office.draft(draw.meeting), seed=2)
    assert not codes & {member.code for member in office.members(again)}
    assert again.fingerprint != draw.fingerprint


def test_the_fingerprint_is_the_hash_of_rules_and_pool() -> None:
    draw = office.frozen(office.draft_with_shares(office.meeting_with(6), SHARE))
    assert commitment(frozen_file(draw)) == draw.fingerprint
    assert latest_entries().first().facts["fingerprint"] == draw.fingerprint


def test_what_the_draw_looks_at_is_sealed() -> None:
    draw = office.frozen(office.draft_with_shares(office.meeting_with(6), SHARE))
    assert all(b"woman" not in bytes(member.sealed_entry) for member in office.members(draw))


def test_a_plain_draw_looks_at_no_features() -> None:
    draw = office.draft_with_shares(office.meeting_with(6), SHARE)
    draw = office.frozen(office.draft(draw.meeting))
    assert draw.features == []
    assert b"woman" not in frozen_file(draw)


def test_applications_are_locked() -> None:
    draw = office.frozen(office.draft(office.meeting_with(2), seats=1))
    application = office.members(draw)[0].application
    with pytest.raises(ApplicationIsLocked):
        applications.correct(
            actor=desk.office(), application=application, answers=desk.answers(), consents=desk.CONSENTS, now=AFTER
        )


def test_an_open_window_cannot_be_waved_through() -> None:
    draw = office.draft(office.meeting_with(6))
    with pytest.raises(actions.FreezeHindered) as refusal:
        actions.freeze(actor=office.coordinator(), draw=draw, acknowledged=set(Hindrance), now=NOW)
    assert refusal.value.hindrances == {Hindrance.WINDOW_OPEN: 1}


def test_an_empty_pool_cannot_be_frozen() -> None:
    with pytest.raises(actions.FreezeHindered) as refusal:
        office.frozen(office.draft(desk.meeting()))
    assert refusal.value.hindrances == {Hindrance.POOL_EMPTY: 1}


def test_what_is_undecided_needs_an_explicit_word() -> None:
    meeting = office.meeting_with(6)
    newcomer(meeting)
    draw = office.draft(meeting)
    with pytest.raises(actions.FreezeHindered) as refusal:
        office.frozen(draw)
    assert refusal.value.hindrances == {Hindrance.NOT_CLEARED: 1}
    actions.freeze(actor=office.coordinator(), draw=draw, acknowledged=[Hindrance.NOT_CLEARED], now=AFTER)
    assert Draw.objects.get(pk=draw.pk).acknowledged == ["not_cleared"]


def test_a_refused_freeze_leaves_nothing_behind() -> None:
    meeting = office.meeting_with(3)
    newcomer(meeting)
    with pytest.raises(actions.FreezeHindered):
        office.frozen(office.draft(meeting))
    assert not PoolMember.objects.exists()
    assert not meeting.applications.exclude(locked_at=None).exists()


def test_of_two_freezes_only_one_wins() -> None:
    draw = office.draft(office.meeting_with(6))
    other = Draw.objects.select_related("meeting__organisation").get(pk=draw.pk)
    office.frozen(draw)
    with pytest.raises(TransitionRefused):
        office.frozen(other, seed=8)
    assert PoolMember.objects.filter(draw=draw).count() == 6
