"""Chances by group, decisions by code and the objective in plain words."""

from obrady.stages.applications.queries import register
from obrady.stages.draws import actions
from obrady.stages.draws.states import Decision, Objective
from tests.doors.draws.pages import PUBLIC, TEAM, text_of
from tests.stages.draws import office


def uneven() -> object:
    """Five women and five men; three of the four places are for women."""
    return office.draft_with_shares(office.meeting_with(10), ("gender", "woman", 3, 3), seats=4)


def test_each_group_has_its_chances_in_words_and_its_average(coordinator) -> None:
    office.committed(uneven())
    page = text_of(coordinator.get(f"{TEAM}odds/"))
    assert "60% each" in page
    assert "20% each" in page
    assert 'data-label="Drawn on average">3.0<' in page
    assert 'data-label="Drawn on average">1.0<' in page


def test_the_odds_by_the_table_stand_beside_the_exact_ones(coordinator) -> None:
    office.committed(uneven())
    page = text_of(coordinator.get(f"{TEAM}odds/"))
    assert page.count('data-label="Exact chance">60%<') == page.count('data-label="By the table">60%<') == 5


def test_who_may_not_see_single_answers_sees_no_groups_beside_the_codes(observer) -> None:
    office.committed(uneven())
    page = text_of(observer.get(f"{TEAM}odds/"))
    assert "Exact chance" in page
    assert "Who has which chance, by group" not in page


def test_the_public_page_names_decisions_by_code_without_their_reason(coordinator, visitor) -> None:
    draw = office.draft(office.meeting_with(8))
    chosen = register(draw.meeting).order_by("reference").first()
    actions.decide(
        actor=office.coordinator(),
        draw=draw,
        reference=chosen.reference,
        decision=Decision.EXCLUDED,
        is_guest=False,
        reason="Pracuje u organizatora.",
        now=office.AFTER,
    )
    code = next(one.code for one in office.members(office.committed(draw)) if one.application_id == chosen.pk)
    page = text_of(visitor.get(PUBLIC))
    assert f'<span class="code">{code}</span> <span>takes no part</span>' in page
    assert "Pracuje u organizatora" not in page


def test_the_public_page_says_the_objective_that_was_used(visitor) -> None:
    office.committed(office.draft(office.meeting_with(8), objective=Objective.MAXIMIN))
    page = text_of(visitor.get(PUBLIC))
    assert "the computer makes the smallest chance of anybody as large as possible." in page
    assert "then the second smallest" not in page
