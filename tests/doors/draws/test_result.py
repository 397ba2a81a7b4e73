"""Screen five and what hangs on it."""

import csv
import hashlib

import pytest
from django.core.paginator import Paginator

from obrady.stages.applications import actions as applications
from tests.doors.draws.pages import TEAM, text_of
from tests.stages.applications import desk
from tests.stages.draws import office


@pytest.fixture
def draw(db):
    return office.published(office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3)))


def test_the_picture_says_its_finding_and_has_its_table(coordinator, draw) -> None:
    page = text_of(coordinator.get(f"{TEAM}result/"))
    (picture,) = coordinator.get(f"{TEAM}result/").context["pictures"]
    bar = next(bar for bar in picture.bars if bar.label == "woman")
    assert picture.title == f"Gender – woman: {bar.drawn} of 1–3"
    assert picture.title in page
    assert f'data-label="Drawn">{bar.drawn}<' in page


def test_a_facilitator_sees_the_composition_and_nobody_s_chance(facilitator, draw) -> None:
    page = text_of(facilitator.get(f"{TEAM}result/"))
    assert "Composition against the rules" in page
    assert not any(member.code in page for member in office.members(draw))


def test_a_place_given_back_names_the_next_as_advice(coordinator, draw) -> None:
    leaving = next(member for member in office.members(draw) if member.is_drawn)
    applications.withdraw(actor=desk.office(), application=leaving.application, now=office.AFTER)
    page = text_of(coordinator.get(f"{TEAM}result/"))
    assert "1 place was given back" in page
    assert "This is advice" in page


def test_everybody_s_chances_can_be_searched_by_name(coordinator, draw) -> None:
    member = office.members(draw)[0]
    answer = coordinator.get(f"{TEAM}odds/", {"search": member.application.person.name})
    assert [row.code for row in answer.context["page"].object_list] == [member.code]


def test_an_observer_sees_codes_and_no_names(observer, draw) -> None:
    page = text_of(observer.get(f"{TEAM}odds/"))
    assert all(member.code in page for member in office.members(draw))
    assert not any(member.application.person.name in page for member in office.members(draw))


@pytest.mark.parametrize("outcome, count", [("drawn", 4), ("reserve", 4), ("unselectable", 0), ("nonsense", 8)])
def test_the_list_is_filtered(coordinator, draw, outcome: str, count: int) -> None:
    assert coordinator.get(f"{TEAM}odds/", {"outcome": outcome}).context["page"].paginator.count == count


def test_a_search_without_result_says_what_to_do(coordinator, draw) -> None:
    assert "Nobody found" in text_of(coordinator.get(f"{TEAM}odds/", {"search": "zzz"}))


@pytest.mark.parametrize("people", [6, 30])
def test_the_list_asks_the_database_the_same_number_of_questions(
    coordinator, people, django_assert_max_num_queries
) -> None:
    office.published(office.draft(office.meeting_with(people)))
    with django_assert_max_num_queries(14):
        coordinator.get(f"{TEAM}odds/")


def test_a_long_list_has_pages(coordinator, draw, monkeypatch) -> None:
    assert isinstance(coordinator.get(f"{TEAM}odds/").context["page"].paginator, Paginator)
    assert coordinator.get(f"{TEAM}odds/", {"page": "99"}).context["page"].number == 1


def test_the_export_has_everybody_and_no_name(observer, draw) -> None:
    answer = observer.get(f"{TEAM}odds.csv")
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert {row["code"]: row["drawn"] for row in rows} == {
        member.code: "yes" if member.is_drawn else "no" for member in office.members(draw)
    }
    assert not any(member.application.person.name in answer.content.decode() for member in office.members(draw))


def test_the_file_for_auditors_hashes_to_the_fingerprint(coordinator, draw) -> None:
    content = coordinator.get(f"{TEAM}frozen.json").content
    assert hashlib.sha256(content).hexdigest() == draw.fingerprint


def test_minutes_hold_counts_rules_proof_and_codes_but_no_name(observer, draw) -> None:
    page = text_of(observer.get(f"{TEAM}minutes/"))
    facts = [draw.dice, *office.codes_in(draw), "woman: 1–3", "Projekt Razem.", draw.fingerprint[:4]]
    assert all(fact in page for fact in facts)
    assert not any(member.application.person.name in page for member in office.members(draw))
    assert "Signature" in page


def test_minutes_are_there_without_a_draw_too(coordinator) -> None:
    draw = office.draft(office.meeting_with(4), preset="everyone", seats=6)
    office.actions.admit_all(actor=office.coordinator(), draw=draw, now=office.AFTER)
    assert "no draw was needed" in text_of(coordinator.get(f"{TEAM}minutes/"))


def test_people_who_could_not_be_drawn_are_named_with_the_rule(observer) -> None:
    draw = office.published(office.draft_with_shares(office.meeting_with(6), ("gender", "man", 0, 0), seats=2))
    page = text_of(observer.get(f"{TEAM}result/"))
    shut_out = [member for member in office.members(draw) if member.is_unselectable]
    assert len(shut_out) == 3
    assert all(member.code in page for member in shut_out)
    assert page.count("Gender – man: at most 0") == 3
