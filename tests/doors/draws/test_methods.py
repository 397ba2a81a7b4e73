"""How people are chosen: the steps, their effect on this pool, the list with its reasons, and what everybody sees."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse, translate_url

from obrady.stages.applications.queries import status_url
from obrady.stages.draws import actions
from obrady.stages.draws.models import MethodStep
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.states import DrawState, StepKind
from tests import cast
from tests.stages.draws import methods, office
from tests.stages.draws.methods import WOMEN, step

pytestmark = pytest.mark.django_db
ORDER = step(StepKind.ORDER_OF_APPLICATION)


def signed_in(account=None) -> Client:
    return cast.sign_in(Client(), account or cast.coordinator())


def address(name: str, **more: object) -> str:
    return translate_url(reverse(name, kwargs={"slug": "integracja", **more}), "en")


def page(client: Client, name: str, **more: object) -> str:
    return client.get(address(name, **more), follow=True).content.decode()


def change(client: Client, do: str) -> None:
    shown = page(client, "recruitment-method")
    looked_at = re.search(r'name="looked_at" value="(\w*)"', shown)[1]
    client.post(address("recruitment-method-change"), {"do": do, "looked_at": looked_at})


def kinds(meeting) -> list[str]:
    return list(MethodStep.objects.filter(draw=live_draw(meeting)).order_by("position").values_list("kind", flat=True))


def test_choosing_other_rules_leads_to_the_steps() -> None:
    office.meeting_with(4)
    answer = signed_in().post(address("recruitment"), {"preset": "steps", "seats": 2, "rows": 1000})
    assert answer.url == address("recruitment-method")


def test_a_ready_made_sequence_is_changed_step_by_step() -> None:
    meeting = office.meeting_with(4)
    methods.draft(meeting)
    client = signed_in()
    change(client, "recipe:points_draw")
    change(client, "add:ranking")
    assert kinds(meeting) == ["points", "ranking", "draw"]
    change(client, "remove:3")
    change(client, "up:2")
    assert kinds(meeting) == ["ranking", "points"]
    assert "A ranking needs points" in page(client, "recruitment-method")


def test_a_gate_is_kept_with_its_conditions_and_said_in_words() -> None:
    meeting = office.meeting_with(4)
    methods.draft(meeting, ORDER)
    client = signed_in()
    shown = page(client, "recruitment-method-new", kind="gate")
    field, looked_at = (
        re.search(r'name="(only-\d+)" value="woman"', shown)[1],
        re.search(r'looked_at" value="(\w+)', shown)[1],
    )
    client.post(address("recruitment-method-new", kind="gate"), {field: ["woman"], "looked_at": looked_at})
    assert kinds(meeting) == ["gate", "order_of_application"]


def test_a_step_that_is_empty_comes_back_with_the_error_in_words() -> None:
    methods.draft(office.meeting_with(2), ORDER)
    answer = signed_in().post(address("recruitment-method-new", kind="priority_groups"), {"places": "0"})
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


def test_the_methods_stand_side_by_side_for_this_pool() -> None:
    meeting = office.meeting_with(8)
    methods.draft(meeting, step(StepKind.PRIORITY_GROUPS, groups=[WOMEN]), seats=4)
    shown = page(signed_in(), "recruitment-method")
    assert re.search(r"from 0(\.\d)? to \d(\.\d)? people, depending on the method", shown)
    assert shown.count("the steps chosen") >= 2


def test_freezing_makes_the_list_at_once_and_approving_publishes_it() -> None:
    meeting = office.meeting_with(6)
    methods.draft(meeting, step(StepKind.GATE, conditions=[WOMEN]), ORDER, seats=2)
    client = signed_in()
    answer = client.post(address("recruitment-method-freeze"))
    assert answer.url == address("recruitment-ranking")
    assert live_draw(meeting).state == DrawState.COMPUTED
    codes = {member.code for member in office.members(live_draw(meeting))}
    assert codes <= set(re.findall(r"\w\w-\w\w\w", page(client, "recruitment-ranking")))


@pytest.fixture
def published():
    draft = methods.draft(office.meeting_with(6), step(StepKind.GATE, conditions=[WOMEN]), ORDER, seats=2)
    draw = actions.settle(office.frozen(draft), now=office.AFTER)
    return actions.approve(actor=office.coordinator(), draw=draw, now=office.AFTER)


def test_everybody_sees_rules_and_codes_and_nobody_a_name_or_a_reason(published) -> None:
    shown = page(Client(), "draw")
    listed = [member for member in office.members(published) if member.is_drawn]
    assert all(member.code in shown for member in listed)
    assert not any(member.application.person.name in shown for member in office.members(published))
    assert not any(member.application.reference in shown for member in office.members(published))


def test_the_minutes_give_the_reason_for_each_code(published) -> None:
    shown = page(signed_in(), "recruitment-minutes")
    for member in office.members(published):
        assert member.code in shown
    assert "Reasons, by code" in shown


def test_the_list_costs_the_same_queries_for_few_and_many(django_assert_max_num_queries) -> None:
    draft = methods.draft(office.meeting_with(30), ORDER, seats=10)
    actions.settle(office.frozen(draft), now=office.AFTER)
    client = signed_in()
    with django_assert_max_num_queries(40):
        client.get(address("recruitment-ranking"))


def test_each_person_reads_their_own_reasons_on_their_private_page(published) -> None:
    for member in office.members(published):
        shown = Client().get(urlsplit(status_url(member.application)).path).content.decode()
        assert ("nie spełnia warunku" in shown) is (not member.is_drawn and member.reserve_position is None)


def test_steps_that_leave_fewer_people_than_places_to_the_draw_still_give_a_lottery() -> None:
    draft = methods.draft(office.meeting_with(6), step(StepKind.GATE, conditions=[WOMEN]), step(StepKind.DRAW), seats=5)
    assert "Freeze and compute" in page(signed_in(), "recruitment-method")
    draw = actions.compute(office.frozen(draft), now=office.AFTER)
    assert sorted(member.chance for member in office.members(draw)) == pytest.approx([0, 0, 0, 1, 1, 1])


@pytest.mark.parametrize("name", ["recruitment-odds", "recruitment-odds-export", "recruitment-frozen", "draw-hall"])
def test_pages_of_a_draw_stand_a_list_without_chances(published, name: str) -> None:
    answer = signed_in().get(address(name), follow=True)
    assert answer.status_code == 200
    assert any(member.code in answer.content.decode() for member in office.members(published)) or name == "draw-hall"
