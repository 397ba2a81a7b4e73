import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.models import ApplicantLink, Application, DuplicatePair, OwnRecord
from obrady.stages.people.models import Person
from obrady.stages.people.registry import holdings
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
CANARIES = ("Łąkowska", "lakowska", "600100200", "zaneta", "Kto odpowiada", "prezeska", "Perzanek")


@pytest.fixture
def person():
    """Somebody whose two applications were merged, and who named another."""
    meeting = desk.meeting()
    desk.apply(meeting, problem="Kto odpowiada?", role="prezeska", linked_with="Olga Perzanek")
    desk.apply(meeting, full_name="Zaneta Lakowska", role="prezeska")
    desk.apply(meeting, **desk.other_person(0))
    return actions.merge_pair(actor=desk.office(), pair=desk.only_pair(meeting), now=NOW).person


def all_cells() -> str:
    models = (Application, OwnRecord, DuplicatePair, ApplicantLink, Person)
    return str([list(model.objects.values()) for model in models])


def test_the_copy_holds_every_record_of_the_person(person) -> None:
    copy = str({holding.model.__name__: holding.export(person) for holding in holdings()})
    for told in ("Kto odpowiada?", "Zaneta Lakowska", "Żaneta Łąkowska", "quiet_room", "Olga Perzanek"):
        assert told in copy
    assert "Bartosz" not in copy


def test_blanking_keeps_the_counts_and_no_word(person) -> None:
    before = queries.counts(person.applications.get().meeting).table
    for holding in holdings():
        holding.blank(person)
    left = all_cells()
    assert [word for word in CANARIES if word.lower() in left.lower()] == []
    row = person.applications.get()
    assert queries.counts(row.meeting).table == before
    assert row.features_kept["group"] == "other_third_sector"
    assert "migration_experience" not in row.features_kept
    assert "Bartosz" in left


def test_erasing_takes_all_records_of_the_person_and_nobody_else_s(person) -> None:
    for holding in holdings():
        holding.erase(person)
    assert [row.person.name for row in Application.objects.all()] == ["Bartosz Kulikowiec"]
    assert Person.objects.count() == 1
    assert (OwnRecord.objects.count(), DuplicatePair.objects.count(), ApplicantLink.objects.count()) == (0, 0, 0)
