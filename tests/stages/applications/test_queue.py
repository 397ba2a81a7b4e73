import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obrady.stages.applications import actions, queries
from obrady.stages.ledger.actions import NotAllowed
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return desk.meeting()


@pytest.fixture
def zaneta(meeting):
    return desk.apply(meeting).application


@pytest.fixture
def mykola(meeting):
    return desk.apply(
        meeting,
        actor=desk.office(),
        channel="phone",
        complete_later=True,
        full_name="Микола Ясенов",
        phone="48 601 222 333",
        email=None,
        organisation="Spółdzielnia Socjalna Złota Łyżka",
        problem=None,
    ).application


@pytest.mark.parametrize(
    "search",
    [
        "lakowska",
        "ŁĄKOWSKA ŻANETA",
        "  zaneta ",
        "600100200",
        "+48 600-100-200",
        "0048600100200",
        "ciepły piec",
        "zaneta+spotkanie@example.org",
        "zaneta@example",
    ],
)
def test_spelling_diacritics_and_country_code_do_not_matter(meeting, zaneta, mykola, search: str) -> None:
    assert list(queries.queue(meeting, search=search)) == [zaneta]


@pytest.mark.parametrize("search", ["mykola", "Ясенов", "yasenov", "zlota lyzka", "222333"])
def test_cyrillic_is_found_in_both_alphabets(meeting, zaneta, mykola, search: str) -> None:
    assert list(queries.queue(meeting, search=search)) == [mykola]


def test_a_reference_is_found_as_it_is_read_out(meeting, zaneta, mykola) -> None:
    for search in (zaneta.reference, zaneta.reference.lower().replace("-", ""), zaneta.reference.replace("-", " ")):
        assert list(queries.queue(meeting, search=search)) == [zaneta]


@pytest.mark.parametrize("search", ["nikogo takiego", "%", "_", "999888777", "!!!"])
def test_what_fits_nobody_finds_nobody(meeting, zaneta, search: str) -> None:
    assert list(queries.queue(meeting, search=search)) == []


@pytest.mark.parametrize(
    "filters, expected",
    [
        ({"channel": "phone"}, "mykola"),
        ({"state": "complete"}, "zaneta"),
        ({"problem": "missing"}, "mykola"),
        ({"problem": "unproven"}, "zaneta"),
    ],
)
def test_the_queue_is_narrowed(meeting, zaneta, mykola, filters: dict, expected: str) -> None:
    wanted = {"zaneta": zaneta, "mykola": mykola}[expected]
    assert list(queries.queue(meeting, **filters)) == [wanted]


def test_possible_duplicates_are_marked_and_can_be_looked_at_alone(meeting, zaneta, mykola) -> None:
    again = desk.apply(meeting, full_name="Zaneta Łąkowska").application
    assert {row.pk: row.has_open_pair for row in queries.queue(meeting)} == {
        zaneta.pk: True,
        again.pk: True,
        mykola.pk: False,
    }
    assert set(queries.queue(meeting, problem="duplicate")) == {zaneta, again}


def test_counts_by_channel_and_state(meeting, zaneta, mykola) -> None:
    counts = queries.counts(meeting)
    assert (counts.table["web"]["complete"], counts.table["phone"]["incomplete"], counts.total) == (1, 1, 2)
    assert (counts.by_channel["web"], counts.by_state["incomplete"], counts.by_state["merged"]) == (1, 1, 0)


def test_other_meetings_are_not_seen(meeting, zaneta) -> None:
    other = cast.meeting(slug="inne")
    assert not queries.queue(other).exists()
    assert queries.counts(other).total == 0


def looked_at(meeting) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        for row in queries.queue(meeting)[:50]:
            assert row.person.name, row.spelling.body
        queries.counts(meeting)
        queries.pool(meeting)
        for pair in queries.open_pairs(meeting):
            assert pair.a.person, pair.b.person
        desk.exported(meeting, with_sensitive=True)
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_register(meeting, zaneta) -> None:
    desk.apply(meeting, full_name="Zaneta Łąkowska")
    actions.keep_both(actor=desk.office(), pair=desk.only_pair(meeting), now=NOW)
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW)
    few = looked_at(meeting)
    for number in range(12):
        desk.apply(meeting, **desk.other_person(number))
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW)
    assert looked_at(meeting) == few


def test_who_types_is_warned_of_likely_duplicates(meeting, zaneta, mykola) -> None:
    (likely,) = queries.likely_duplicates_of_typing(meeting, name="Zaneta Lakowska", phone="600100200")
    assert likely.application == zaneta
    assert "same_phone" in likely.reasons
    assert queries.likely_duplicates_of_typing(meeting, name="Żan") == []


def test_the_export_holds_sensitive_answers_only_when_asked(meeting, zaneta) -> None:
    header, row = desk.exported(meeting, with_sensitive=True)
    cells = dict(zip(header, row, strict=True))
    assert (cells["reference"], cells["needs"], cells["consent_rules"], cells["state"]) == (
        zaneta.reference,
        "quiet_room",
        "yes",
        "complete",
    )
    header, _ = desk.exported(meeting, with_sensitive=False)
    assert not {"needs", "diet", "migration_experience"} & set(header)


@pytest.mark.parametrize("who", [cast.facilitator, cast.observer, cast.outsider])
def test_only_the_office_clears(meeting, zaneta, who) -> None:
    with pytest.raises(NotAllowed):
        actions.clear_complete(actor=cast.actor(who()), meeting=meeting, now=NOW)
