"""Who got a place is kept, who did not is let go, and the proof and the counts outlast both."""

from datetime import timedelta

import pytest

from obrady.stages.applications import actions as applications
from obrady.stages.applications.tasks import forget_what_is_due
from obrady.stages.draws import actions
from obrady.stages.draws.models import PoolMember
from obrady.stages.draws.queries.finding import entries_of, published_draw
from obrady.stages.draws.queries.results import composition
from obrady.stages.draws.states import Hindrance
from tests.stages.applications.test_retention import AFTER_3_MONTHS, AFTER_30_DAYS, BLINK
from tests.stages.draws import office

pytestmark = pytest.mark.django_db
BOUNDS = (("gender", "woman", 1, 3), ("migration_experience", "yes", 0, 4))


@pytest.fixture
def meeting():
    return office.meeting_with(6)


def published(meeting):
    return office.published(office.draft_with_shares(meeting, *BOUNDS))


def names(draw) -> dict[bool, set[str]]:
    """Was drawn? -> the names that are left."""
    rows = PoolMember.objects.filter(draw=draw).select_related("application__person")
    return {
        drawn: {row.application.person.name for row in rows if row.application and row.is_drawn is drawn}
        for drawn in (True, False)
    }


def test_three_months_after_the_meeting_only_those_with_a_place_are_left(meeting) -> None:
    draw = published(meeting)
    before = names(draw)
    assert (len(before[True]), len(before[False])) == (4, 2)
    forget_what_is_due(AFTER_3_MONTHS - BLINK)
    assert names(draw) == before
    assert forget_what_is_due(AFTER_3_MONTHS) == 2
    assert names(draw) == {True: before[True], False: set()}
    assert forget_what_is_due(AFTER_3_MONTHS + timedelta(days=3650)) == 0


def test_a_place_that_was_given_back_keeps_nobody(meeting) -> None:
    draw = published(meeting)
    member = next(row for row in office.members(draw) if row.is_drawn)
    applications.withdraw(actor=office.coordinator(), application=member.application, now=office.AFTER)
    forget_what_is_due(AFTER_3_MONTHS)
    assert len(names(draw)[True]) == 3


def test_before_a_result_is_published_nobody_who_may_come_is_let_go(meeting) -> None:
    office.drawn(office.draft_with_shares(meeting, *BOUNDS))
    forget_what_is_due(AFTER_30_DAYS)
    assert forget_what_is_due(AFTER_3_MONTHS) == 0


def test_whoever_was_admitted_without_a_draw_is_kept(meeting) -> None:
    draft = office.draft(meeting, preset="everyone", seats=20)
    actions.admit_all(actor=office.coordinator(), draw=draft, acknowledged=list(Hindrance), now=office.AFTER)
    forget_what_is_due(AFTER_30_DAYS)
    assert forget_what_is_due(AFTER_3_MONTHS) == 0


def test_the_frozen_pool_forgets_the_sensitive_feature_and_keeps_the_others(meeting) -> None:
    draw = published(meeting)
    assert {entry.features["migration_experience"] for entry in entries_of(draw, office.members(draw)).values()} == {
        "yes"
    }
    forget_what_is_due(AFTER_30_DAYS)
    entries = entries_of(draw, office.members(draw))
    assert {frozenset(entry.features) for entry in entries.values()} == {frozenset({"gender"})}
    assert sorted(entry.features["gender"] for entry in entries.values()) == ["man"] * 3 + ["woman"] * 3


def test_counts_and_proof_outlast_what_they_were_made_from(meeting) -> None:
    draw = published(meeting)
    shown, bundle = composition(draw), bytes(draw.bundle)
    experience = next(one for one in shown if one.key == "migration_experience")
    assert [(share.value, share.pool, share.drawn) for share in experience.shares] == [("yes", 6, 4)]
    forget_what_is_due(AFTER_3_MONTHS)
    later = published_draw(meeting)
    assert composition(later) == shown
    assert bytes(later.bundle) == bundle
    assert PoolMember.objects.filter(draw=later, is_drawn=True).count() == 4
