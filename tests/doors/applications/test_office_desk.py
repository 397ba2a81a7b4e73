"""Many at once, notes, hands, filters, slips: what the pages show, change and refuse."""

import re
from datetime import timedelta

import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.states import ApplicationState
from tests import cast
from tests.doors.applications.reading import TEAM, queries_of, text_of
from tests.stages.applications import desk

ADDRESS = f"{TEAM}applications/"
COMPLETE, ELIGIBLE = ApplicationState.COMPLETE, ApplicationState.ELIGIBLE


@pytest.fixture
def two(meeting):
    return [
        desk.apply(meeting, now=cast.NOW + timedelta(minutes=number), **desk.other_person(number)).application
        for number in (1, 2)
    ]


def rows(applications) -> list[str]:
    return [f"{one.pk}:{one.state}" for one in applications]


def bulk(client, act: str, applications, **more):
    return client.post(f"{ADDRESS}bulk/", {"act": act, "row": rows(applications), **more}, follow=True)


def as_shown(client, application) -> dict:
    """The page's own answers, and the marks of what it shows, as a browser would send them back."""
    entry = client.get(f"{of(application)}complete/").context["entry"]
    given = {key: "yes" for key, said in entry.filled.consents.items() if said}
    return {**entry.filled.answers, **given, "seen": entry.seen, "act": "later"}


def of(application) -> str:
    return f"{ADDRESS}{application.reference}/"


def test_ticked_ones_take_part_and_the_undo_stands_above_the_list(office, two) -> None:
    page = text_of(bulk(office, "let_in", two))
    assert "2 applications may now take part" in page
    assert {desk.fresh(one).state for one in two} == {ELIGIBLE}
    undo = re.search(r'action="([^"]+/undo/)"', page).group(1)
    assert "Undone: 2 applications" in text_of(office.post(undo, follow=True))
    assert {desk.fresh(one).state for one in two} == {COMPLETE}


def test_nothing_ticked_says_what_to_do(office, two) -> None:
    assert "Nothing is ticked" in text_of(bulk(office, "let_in", []))


def test_all_that_a_filter_finds_are_meant_not_only_the_page(office, meeting, two) -> None:
    desk.apply(meeting, actor=desk.office(), channel="phone", **desk.other_person(3))
    office.post(f"{ADDRESS}bulk/", {"act": "let_in", "everything": "on", "list": "channel=web"})
    assert {desk.fresh(one).state for one in two} == {ELIGIBLE}
    assert queries.queue(meeting, channel="phone").get().state == COMPLETE


def test_what_somebody_changed_since_is_named(office, two) -> None:
    shown = rows(two)
    actions.withdraw(actor=desk.coordinator(), application=two[0], now=cast.NOW)
    page = text_of(office.post(f"{ADDRESS}bulk/", {"act": "let_in", "row": shown}, follow=True))
    assert "1 stays as it is" in page
    assert two[0].reference in page


def test_a_reason_is_asked_before_many_are_refused(client, meeting, two) -> None:
    coordinator = cast.sign_in(client, cast.coordinator())
    asked = bulk(coordinator, "refuse", two)
    assert "2 applications cannot take part?" in text_of(asked)
    empty = bulk(coordinator, "refuse", two, reason=" ")
    assert (empty.status_code, desk.fresh(two[0]).state) == (422, COMPLETE)
    bulk(coordinator, "refuse", two, reason="Po terminie.")
    assert {desk.fresh(one).state_reason for one in two} == {"Po terminie."}


def test_the_office_cannot_refuse(office, two) -> None:
    assert bulk(office, "refuse", two, reason="Nie.").status_code == 403


def test_a_colleague_takes_them_in_hand_and_finds_them_by_mine(office, meeting, two) -> None:
    bulk(office, "assign", two[:1], to=str(cast.office().pk))
    assert list(office.get(f"{ADDRESS}?assignee=mine").context["page"]) == two[:1]
    assert "in hands: Ola Biurowa" in text_of(office.get(ADDRESS))


def test_an_outsider_takes_nothing_in_hand(office, two) -> None:
    assert "choose first who" in text_of(bulk(office, "assign", two, to=str(cast.outsider().pk)))


def test_a_filter_is_saved_without_what_was_searched(office, meeting) -> None:
    desk.apply(meeting)
    office.post(f"{ADDRESS}filters/", {"name": "Z sieci", "channel": "web", "search": "Łąkowska", "is_shared": "on"})
    (saved,) = queries.filters_of(meeting, cast.coordinator())
    assert (saved.name, saved.chosen) == ("Z sieci", {"channel": "web"})
    page = text_of(office.post(f"{ADDRESS}filters/{saved.pk}/remove/", follow=True))
    assert "is removed" in page
    assert not queries.filters_of(meeting, cast.office())


def test_a_second_person_correcting_is_told_and_keeps_what_was_typed(office, meeting) -> None:
    application = desk.apply(meeting).application
    address, shown = f"{of(application)}complete/", as_shown(office, application)
    actions.correct(
        actor=desk.coordinator(), application=application, answers={"phone": "600 999 000"}, consents={}, now=cast.NOW
    )
    typed = {**shown, "problem": "Brak tłumaczy."}
    refused = office.post(address, typed)
    page = text_of(refused)
    assert refused.status_code == 409
    assert "Somebody else changed this record" in page
    assert "Brak tłumaczy." in page
    assert 'value="600 999 000"' in page
    again = re.search(r'name="seen" value="([^"]+)"', page).group(1)
    office.post(address, {**typed, "phone": "600 999 000", "seen": again})
    after = desk.fresh(application)
    assert (after.answers["problem"], after.person.phone) == ("Brak tłumaczy.", "600 999 000")


def test_a_decision_taken_meanwhile_is_not_overwritten(client, two) -> None:
    coordinator = cast.sign_in(client, cast.coordinator())
    actions.judge(actor=desk.coordinator(), application=two[0], eligible=True, reason="", now=cast.NOW)
    told = coordinator.post(
        f"{of(two[0])}judge/", {"act": "not_eligible", "reason": "Nie.", "seen": COMPLETE}, follow=True
    )
    assert "Nothing was overwritten" in text_of(told)
    assert desk.fresh(two[0]).state == ELIGIBLE


def test_a_correction_is_undone_from_the_page(office, meeting) -> None:
    application = desk.apply(meeting).application
    actions.correct(
        actor=desk.office(), application=application, answers={"full_name": "Kto Inny"}, consents={}, now=cast.NOW
    )
    assert "Undo the correction" in text_of(office.get(of(application)))
    office.post(f"{of(application)}undo-correction/")
    assert desk.fresh(application).person.name == "Żaneta Łąkowska"


def test_a_note_is_written_removed_and_brought_back(office, two) -> None:
    office.post(f"{of(two[0])}notes/", {"text": "<b>Oddzwonić</b>"})
    page = text_of(office.get(of(two[0])))
    assert "&lt;b&gt;Oddzwonić&lt;/b&gt;" in page
    assert "1 note" in text_of(office.get(ADDRESS))
    (note,) = queries.notes_of(two[0])
    assert "Bring it back" in text_of(office.post(f"{of(two[0])}notes/{note.pk}/", follow=True))
    office.post(f"{of(two[0])}notes/{note.pk}/", {"undo": "yes"})
    assert list(queries.notes_of(two[0])) == [note]


@pytest.mark.parametrize("text", ["", "x" * 4001])
def test_a_note_that_cannot_be_kept_is_given_back(office, two, text: str) -> None:
    refused = office.post(f"{of(two[0])}notes/", {"text": text})
    assert refused.status_code == 422
    assert text in refused.content.decode()
    assert not queries.notes_of(two[0])


def test_next_and_previous_follow_the_list_one_came_from(office, two) -> None:
    page = text_of(office.get(f"{of(two[0])}?list=order%3Doldest"))
    assert "1 of 2" in page
    assert f'data-after href="{of(two[1])}?list=order%3Doldest"' in page
    assert "1 of 2" not in text_of(office.get(of(two[0])))


def test_a_slip_speaks_the_persons_language(office, meeting) -> None:
    one = desk.apply(meeting, language="uk").application
    page = text_of(office.get(f"{of(one)}slip/"))
    assert 'lang="uk"' in page
    assert one.reference in page
    assert queries.token_of(one) in page
    assert "Projekt Razem. (uk)" in page


def test_a_call_list_says_whom_and_what_for(office, meeting) -> None:
    one = desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, problem=None).application
    actions.write_note(actor=desk.office(), application=one, text="Po 15.", now=cast.NOW)
    page = text_of(bulk(office, "calls", [one]))
    assert "Describe one problem that you meet" in page
    assert "Po 15." in page


def test_the_queue_asks_the_database_equally_often_with_notes_and_hands(office, meeting) -> None:
    first = desk.apply(meeting, **desk.other_person(1)).application
    bulk(office, "assign", [first], to=str(cast.office().pk))
    few = queries_of(office, ADDRESS)
    for number in range(2, 20):
        one = desk.apply(meeting, **desk.other_person(number)).application
        actions.write_note(actor=desk.office(), application=one, text="x", now=cast.NOW)
    assert queries_of(office, ADDRESS) == few
