"""Writing to many: to whom, in whose words, each letter as its reader sees it, drafts now or a plan for a day."""

import pytest

from obrady.stages.letters.models import Letter, Mailing
from obrady.stages.letters.states import LetterState, MailingState
from tests.stages.applications import desk

HERE = "/en/team/integracja/letters/write/"
FREE = {"audience": "applications", "subject_pl": "Szukamy pomocy", "text_pl": "Dzień dobry, {name}!"}


@pytest.fixture
def people(coordinator) -> list:
    meeting = desk.meeting()
    return [
        desk.apply(meeting, key=f"write-to-many-key-{number}", **desk.other_person(number)).application
        for number in range(3)
    ]


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_kinds_are_offered_and_nothing_is_planned_yet(coordinator) -> None:
    page = text_of(coordinator.get(HERE))
    for kind in ("reminder", "practical", "thanks", "free"):
        assert f'href="{HERE}{kind}/"' in page
    assert "Nothing yet" in page
    assert coordinator.get(f"{HERE}selected/").status_code == 404


def test_before_anything_is_written_everybody_and_each_letter_can_be_looked_at(coordinator, people) -> None:
    page = coordinator.post(f"{HERE}free/", {**FREE, "act": "look"})
    assert "3 people would get it" in text_of(page)
    assert f"Dzień dobry, {page.context['outlook'].reader.person.name}!" in text_of(page)
    following = coordinator.post(f"{HERE}free/", {**FREE, "at": "1"})
    assert following.context["outlook"].reader != page.context["outlook"].reader
    assert not Letter.objects.filter(kind="free").exists()


def test_drafts_are_written_and_the_same_words_reach_nobody_twice(coordinator, people) -> None:
    answer = coordinator.post(f"{HERE}free/", {**FREE, "act": "write"}, follow=True)
    assert "3 drafts are written" in text_of(answer)
    assert set(Letter.objects.filter(kind="free").values_list("state", flat=True)) == {LetterState.DRAFT}
    again = text_of(coordinator.post(f"{HERE}free/", {**FREE, "act": "write"}))
    assert "Nobody would get this letter" in again
    assert "had this letter already: 3" in again
    assert Letter.objects.filter(kind="free").count() == 3


@pytest.mark.parametrize("kind", ["free", "reminder", "practical", "thanks"])
def test_nobody_is_chosen_beforehand_and_each_audience_says_how_many(coordinator, people, kind: str) -> None:
    page = coordinator.get(f"{HERE}{kind}/")
    assert page.context["form"]["audience"].value() is None
    assert 'name="audience" value="places" checked' not in text_of(page)
    assert "Applications: 3 people" in text_of(page)
    assert "Contacts from the contact book: 0 people" in text_of(page)


def test_without_a_choice_of_people_nothing_is_shown_or_written_and_the_words_stay(coordinator, people) -> None:
    for act in ("look", "write", "plan"):
        page = coordinator.post(f"{HERE}free/", {**FREE, "audience": "", "act": act})
        assert "Say to whom this letter goes" in text_of(page)
        assert "Szukamy pomocy" in text_of(page)
        assert page.context["outlook"] is None
    assert not Letter.objects.filter(kind="free").exists()
    assert not Mailing.objects.exists()


def test_the_choice_narrows(coordinator, people) -> None:
    page = coordinator.post(f"{HERE}free/", {**FREE, "state": ["withdrawn"], "act": "look"})
    assert page.context["outlook"].total == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"subject_pl": "", "text_pl": ""}, "Write the subject and the text"),
        ({"subject_pl": ""}, "both the subject and the text are needed"),
        ({"text_pl": "Cześć {imie}"}, "no such placeholder: {imie}"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(coordinator, people, typed: dict, said: str) -> None:
    page = text_of(coordinator.post(f"{HERE}free/", {**FREE, **typed, "act": "write"}))
    assert said in page
    assert all(text in page for text in typed.values())
    assert not Letter.objects.filter(kind="free").exists()


def test_a_reminder_is_planned_seen_changed_and_stopped(coordinator, people) -> None:
    wish = {
        "audience": "applications",
        "days_before": "3",
        "act": "plan",
        "key": "0f0e0d0c-0b0a-4908-8706-050403020100",
    }
    coordinator.post(f"{HERE}reminder/", wish)
    row = Mailing.objects.get()
    assert "Planned" in text_of(coordinator.get(HERE))
    assert coordinator.get(f"{HERE}reminder/?change={row.pk}").context["form"]["days_before"].value() == 3
    coordinator.post(f"{HERE}reminder/", {**wish, "days_before": "5"})
    coordinator.post(f"{HERE}{row.pk}/stop/")
    row.refresh_from_db()
    assert (row.days_before, row.state) == (5, MailingState.STOPPED)
    assert "stopped by the team" in text_of(coordinator.get(HERE))


def test_a_day_that_is_past_is_said_at_its_field(coordinator, people) -> None:
    page = coordinator.post(f"{HERE}reminder/", {"audience": "applications", "days_before": "60", "act": "plan"})
    assert "days_before" in page.context["form"].errors
    assert not Mailing.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_readers(coordinator, django_assert_num_queries) -> None:
    meeting = desk.meeting()
    desk.apply(meeting, key="write-to-many-key-first", **desk.other_person(0))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        coordinator.post(f"{HERE}free/", {**FREE, "act": "look"})
    for number in range(1, 12):
        desk.apply(meeting, key=f"write-to-many-key-{number}", **desk.other_person(number))
    with django_assert_num_queries(len(one)):
        coordinator.post(f"{HERE}free/", {**FREE, "act": "look"})
