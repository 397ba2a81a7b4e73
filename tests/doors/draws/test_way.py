"""From closing to letters in five screens, pressed through as a coordinator does."""

from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.states import DrawState, Preset
from obrady.stages.draws.tasks import compute_due
from obrady.stages.letters.models import Letter
from tests import cast
from tests.doors.draws.pages import TEAM, text_of
from tests.stages.draws import office


def place_of(answer) -> str:
    return answer.redirect_chain[-1][0].removeprefix(TEAM)


def box(page, feature: str, value: str, kind: str) -> str:
    """The name of the box for a value: as the page gives it, found by its label."""
    names = page.context["form"].fields
    return next(name for name, field in names.items() if str(field.label) == f"{feature}: {value}, {kind}")


def test_a_draw_with_shares_takes_five_screens(coordinator) -> None:
    meeting = office.meeting_with(8)
    answer = coordinator.post(TEAM, {"preset": "shares", "seats": 4, "rows": 1000}, follow=True)
    assert place_of(answer) == "shares/"
    shares = {box(answer, "Gender", "woman", "at least"): 1, box(answer, "Gender", "woman", "at most"): 3}
    used = next(f"use-{i}" for i, one in enumerate(answer.context["pool"].features) if one.key == "gender")
    answer = coordinator.post(f"{TEAM}shares/", {**shares, used: "on"}, follow=True)
    assert place_of(answer) == "check/"
    assert "Yes, the rules can be met" in text_of(answer)
    answer = coordinator.post(f"{TEAM}freeze/", follow=True)
    assert place_of(answer) == "draw/"
    assert compute_due(office.AFTER) == 1
    coordinator.post(f"{TEAM}draw/commit/")
    digits = {"die_1": "0", "die_2": "4", "die_3": "2"}
    assert "0 4 2" in text_of(coordinator.post(f"{TEAM}draw/dice/", digits)).replace("042", "0 4 2")
    coordinator.post(f"{TEAM}draw/dice/", {**digits, "confirmed": "yes"})
    answer = coordinator.post(f"{TEAM}draw/publish/", follow=True)
    assert place_of(answer) == "result/"
    answer = coordinator.post(f"{TEAM}result/letters/", {"withdraw_by": "2026-12-11"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/en/team/integracja/letters/"
    draw = live_draw(meeting)
    assert (draw.state, draw.row, Letter.objects.filter(meeting=meeting, occasion=str(draw.pk)).count()) == (
        DrawState.PUBLISHED, 42, 8,
    )  # fmt: skip


def test_when_everybody_fits_one_press_admits_all(coordinator) -> None:
    meeting = office.meeting_with(4)
    answer = coordinator.post(TEAM, {"preset": "everyone", "seats": 6, "rows": 1000}, follow=True)
    assert "No draw is needed" in text_of(answer)
    answer = coordinator.post(f"{TEAM}admit/", follow=True)
    assert place_of(answer) == "result/"
    assert "all 4 people have a place" in text_of(answer)
    assert live_draw(meeting).without_dice


def test_the_first_screen_proposes_everyone_when_there_are_places_enough(coordinator) -> None:
    office.meeting_with(3)
    assert coordinator.get(TEAM).context["form"].initial["preset"] == Preset.EVERYONE


def test_the_first_screen_leads_on_to_where_the_draw_stands(coordinator) -> None:
    draw = office.committed(office.draft(office.meeting_with(6)))
    assert coordinator.get(TEAM).url == f"{TEAM}draw/"
    office.actions.throw_dice(actor=office.coordinator(), draw=draw, digits="042", now=office.AFTER)
    office.actions.publish(actor=office.coordinator(), draw=draw, now=office.AFTER)
    assert coordinator.get(TEAM).url == f"{TEAM}result/"


def test_an_empty_pool_says_what_to_do(coordinator) -> None:
    cast.meeting()
    assert "The pool is empty" in text_of(coordinator.get(TEAM))
