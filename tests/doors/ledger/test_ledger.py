"""The team reads the ledger in words, checks the whole chain and takes the lines out."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.db import connection

import obrady
from obrady.doors.web.ledger.words import VERBS
from obrady.stages.applications.states import LinkState
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import Role
from tests import cast
from tests.stages.ledger.chains import guard_lifted

pytestmark = pytest.mark.django_db
LEDGER = "/en/team/ledger/"


def shown(client, query: str = "") -> str:
    return client.get(LEDGER + query).content.decode()


@pytest.fixture
def coordinator(client):
    cast.meeting()
    return cast.sign_in(client, cast.coordinator())


def verbs_in_the_sources() -> set[str]:
    """Every "room.verb" that an action could hand to the ledger, however it gets there."""
    stages = Path(obrady.__file__).parent / "stages"
    rooms = "|".join(folder.name for folder in stages.iterdir() if (folder / "apps.py").exists())
    pattern = re.compile(rf'"((?:{rooms})\.[a-z_]+)"')
    files = [file for file in stages.rglob("*.py") if "migrations" not in file.parts]
    return {verb for file in files for verb in pattern.findall(file.read_text())}


def test_every_verb_of_an_action_has_words() -> None:
    assert verbs_in_the_sources() - VERBS.keys() == set()
    assert {f"applications.link_{state}" for state in LinkState} - VERBS.keys() == {"applications.link_proposed"}


def test_lines_are_shown_in_words_the_latest_first(coordinator) -> None:
    lines = coordinator.get(LEDGER).context["lines"]
    assert [line.sequence for line in lines] == sorted((line.sequence for line in lines), reverse=True)
    assert {"a meeting was called", "an organisation was founded here"} <= {str(line.what) for line in lines}


def test_who_did_it_is_named_among_colleagues(coordinator) -> None:
    coordinator.post("/team/new/", {"title_0": "Nowe", "zone": "Europe/Warsaw", "organisation": cast.organisation().pk})
    assert shown(coordinator).count("Krystyna Koordynatorka") == 3  # the line, and twice who is signed in


def test_lines_of_another_organisation_are_not_shown(client) -> None:
    cast.meeting()
    cast.sign_in(client, cast.outsider())
    assert "a meeting was called" not in shown(client)


def test_an_observer_of_one_meeting_sees_its_lines_alone(client) -> None:
    one = cast.meeting()
    other = cast.meeting(slug="druga")
    cast.sign_in(client, cast.guest_of(one, Role.OBSERVER))
    seen = {line.about for line in client.get(LEDGER).context["page"]}
    assert one.about in seen
    assert seen & {other.about, one.organisation.about} == set()


@pytest.mark.parametrize(
    "query, count", [("?verb=meetings.call_meeting", 1), ("?about=nothing", 0), ("?verb=x&about=y", 0)]
)
def test_filters_narrow_the_list(coordinator, query: str, count: int) -> None:
    assert len(coordinator.get(LEDGER + query).context["lines"]) == count


def test_a_list_without_lines_says_what_to_do(coordinator) -> None:
    assert "Take a filter away" in shown(coordinator, "?about=nothing")


def test_a_whole_chain_is_said_to_be_whole(coordinator) -> None:
    assert "The chain is whole" in shown(coordinator, "?check=yes")


def test_a_broken_chain_names_the_line_and_how(coordinator) -> None:
    with guard_lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET verb = 'x' WHERE sequence = 2")
    page = shown(coordinator, "?check=yes")
    assert "The chain is broken" in page
    assert "line 2: it was changed after it was written" in page


def test_the_export_holds_every_line_with_its_hash(coordinator) -> None:
    response = coordinator.get("/team/ledger/export.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    seen = {line.hash for line in Entry.objects.exclude(organisation="")}
    assert {row["hash"] for row in rows} == seen
    assert "attachment" in response.headers["Content-Disposition"]


def test_thirty_lines_cost_as_many_queries_as_one(coordinator, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(20) as before:
        shown(coordinator, "?verb=meetings.call_meeting")
    for number in range(29):
        cast.meeting(slug=f"meeting-{number}")
    with django_assert_max_num_queries(len(before)):
        assert len(coordinator.get(LEDGER + "?verb=meetings.call_meeting").context["lines"]) == 30
