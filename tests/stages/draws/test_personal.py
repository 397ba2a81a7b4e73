import pytest

from obrady.stages.draws.models import PoolMember
from obrady.stages.draws.queries.finding import entries_of
from obrady.stages.people import registry
from tests.stages.draws import office

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw():
    return office.published(office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 1, 3)))


def holding() -> registry.Holding:
    return next(one for one in registry.holdings() if one.model is PoolMember)


def test_a_copy_of_one_s_data_tells_code_features_chance_and_place(draw) -> None:
    member = office.members(draw)[0]
    (row,) = holding().export(member.application.person)
    assert (row["code"], row["chance"], row["drawn"]) == (member.code, member.chance, member.is_drawn)
    assert row["features"] == {"gender": member.application.answers["gender"]}


@pytest.mark.parametrize("verb", ["blank", "erase"])
def test_erasing_leaves_the_code_and_nothing_that_leads_to_the_person(draw, verb: str) -> None:
    member = office.members(draw)[0]
    getattr(holding(), verb)(member.application.person)
    member.refresh_from_db()
    assert (member.application, member.sealed_entry) == (None, None)
    assert entries_of(draw, [member])[member.code].features == {}


def test_erasing_the_whole_person_keeps_the_proof(draw) -> None:
    member = office.members(draw)[0]
    for one in registry.holdings():
        one.erase(member.application.person)
    assert PoolMember.objects.filter(draw=draw).count() == 6
    assert PoolMember.objects.get(pk=member.pk).code == member.code


def test_destroying_the_key_makes_the_entry_unreadable(draw) -> None:
    member = office.members(draw)[0]
    person = member.application.person
    person.sealed_key = None
    person.save()
    assert entries_of(draw, office.members(draw))[member.code].features == {}
