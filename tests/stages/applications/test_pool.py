import pytest

from obrady.stages.applications import actions, queries
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return desk.meeting()


def feature(meeting, key: str) -> str:
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW)
    (member,) = queries.pool(meeting).members
    return member.features[key]


@pytest.mark.parametrize("given, said, value", [(True, "yes", "yes"), (True, "no", "no"), (False, None, "unknown")])
def test_migration_experience_counts_only_under_its_own_consent(meeting, given: bool, said, value: str) -> None:
    desk.apply(meeting, consents={**desk.CONSENTS, "consent_experience": given}, migration_experience=said)
    assert feature(meeting, "migration_experience") == value


def test_a_withdrawn_consent_makes_it_unknown(meeting) -> None:
    application = desk.apply(meeting).application
    assert feature(meeting, "migration_experience") == "yes"
    actions.take_back_consents(
        actor=queries.applicant(application), application=application, keys=["consent_experience"], now=NOW
    )
    assert feature(meeting, "migration_experience") == "unknown"


def test_only_the_eligible_are_in_the_pool_and_the_rest_is_reported(meeting) -> None:
    desk.apply(meeting)
    desk.apply(meeting, full_name="Zaneta Lakowska")
    desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, **desk.other_person(), problem=None)
    pool = queries.pool(meeting)
    assert pool.members == ()
    found = pool.hindrances
    assert (found.open_pairs, found.complete, found.incomplete) == (1, 2, 1)


def test_the_pool_holds_no_name(meeting) -> None:
    desk.apply(meeting)
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW)
    assert "akowska" not in str(queries.pool(meeting))
