import hashlib
import json

import pytest

from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw
from obrady.stages.draws.states import DrawState, TransitionRefused
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.queries import latest_entries
from tests import cast
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw() -> Draw:
    return office.committed(office.draft(office.meeting_with(8)))


def throw(draw: Draw, digits: str = "042") -> Draw:
    return actions.throw_dice(actor=office.coordinator(), draw=draw, digits=digits, now=AFTER)


def row_of_the_bundle(draw: Draw, row: int) -> set[str]:
    bundle = json.loads(bytes(draw.bundle))
    return {bundle["codes"][index] for index in bundle["rows"][row]}


def test_the_commitment_is_the_hash_of_the_stored_bytes(draw) -> None:
    assert draw.commitment == hashlib.sha256(bytes(draw.bundle)).hexdigest()
    assert latest_entries().first().facts["commitment"] == draw.commitment


@pytest.mark.parametrize("digits, row", [("000", 0), ("042", 42), ("999", 999)])
def test_the_digits_name_the_row_and_the_row_the_people(draw, digits: str, row: int) -> None:
    throw(draw, digits)
    assert (draw.state, draw.dice, draw.row) == (DrawState.DRAWN, digits, row)
    assert office.codes_in(draw) == row_of_the_bundle(draw, row)


def test_everybody_else_follows_in_the_committed_order(draw) -> None:
    throw(draw)
    bundle = json.loads(bytes(draw.bundle))
    order = [bundle["codes"][index] for index in bundle["order"]]
    positions = {member.code: member.reserve_position for member in office.members(draw)}
    expected = [code for code in order if code not in office.codes_in(draw)]
    assert [code for code in sorted(positions, key=lambda code: positions[code] or 0) if positions[code]] == expected


@pytest.mark.parametrize("digits", ["", "42", "0042", "04a", "４２０", "-42", " 42"])
def test_anything_but_three_digits_is_refused(draw, digits: str) -> None:
    with pytest.raises(actions.DiceNotUsable):
        throw(draw, digits)
    draw.refresh_from_db()
    assert (draw.state, draw.dice) == (DrawState.COMMITTED, "")


def test_dice_are_thrown_once(draw) -> None:
    throw(draw, "042")
    with pytest.raises(TransitionRefused):
        throw(draw, "043")
    assert Draw.objects.get(pk=draw.pk).row == 42


def test_of_two_entries_at_the_same_time_only_one_wins(draw) -> None:
    other = Draw.objects.select_related("meeting__organisation").get(pk=draw.pk)
    throw(draw, "042")
    with pytest.raises(TransitionRefused):
        throw(other, "043")
    found = Draw.objects.get(pk=draw.pk)
    assert (found.dice, office.codes_in(found)) == ("042", row_of_the_bundle(found, 42))


def test_bytes_that_were_changed_are_neither_committed_nor_drawn_from(draw) -> None:
    content = bytearray(draw.bundle)
    content[100] ^= 1
    Draw.objects.filter(pk=draw.pk).update(bundle=bytes(content))
    with pytest.raises(actions.BundleDoesNotMatch):
        throw(Draw.objects.select_related("meeting__organisation").get(pk=draw.pk))


def test_nothing_is_committed_before_it_is_computed() -> None:
    with pytest.raises(TransitionRefused):
        actions.commit(actor=office.coordinator(), draw=office.frozen(office.draft(office.meeting_with(6))), now=AFTER)


def test_nothing_is_drawn_before_it_is_committed() -> None:
    with pytest.raises(TransitionRefused):
        throw(office.computed(office.draft(office.meeting_with(6))))


def test_four_dice_choose_from_ten_thousand_rows() -> None:
    draw = office.committed(office.draft(office.meeting_with(6), rows=10_000))
    throw(draw, "9999")
    assert draw.row == 9999


@pytest.mark.parametrize("member", [cast.office, cast.facilitator, cast.observer, cast.outsider])
def test_only_a_coordinator_commits_and_throws(draw, member) -> None:
    with pytest.raises(NotAllowed):
        actions.throw_dice(actor=cast.actor(member()), draw=draw, digits="042", now=AFTER)


def test_each_step_is_one_line(draw) -> None:
    before = latest_entries().count()
    throw(draw)
    actions.publish(actor=office.coordinator(), draw=draw, now=AFTER)
    assert [entry.verb for entry in latest_entries()[:2]] == ["draws.publish", "draws.throw_dice"]
    assert latest_entries().count() == before + 2
