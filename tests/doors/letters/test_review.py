"""Looking through the drafts and sending them: nothing leaves without a second, informed yes."""

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind, LetterState
from tests import cast
from tests.stages.letters.post import again, letter, person

HUB = "/en/team/integracja/letters/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def three_drafts() -> list[Letter]:
    return [
        letter(LetterKind.SELECTED, number=1, review=True),
        letter(LetterKind.NOT_SELECTED, number=2, review=True, to=person("Adam Pierwszy", language="uk")),
        letter(LetterKind.RESERVE, number=3, review=True, reserve_position=""),
    ]


def test_without_drafts_the_page_says_when_there_will_be_some(coordinator) -> None:
    assert "Drafts are written after the draw" in text_of(coordinator.get(f"{HUB}review/"))


def test_the_review_shows_counts_and_a_real_letter(coordinator) -> None:
    three_drafts()
    page = coordinator.get(f"{HUB}review/")
    assert "3 drafts. Nothing leaves before you say so." in text_of(page)
    assert "1 lacks a value" in text_of(page)
    assert page.context["chosen"].letter.person.name == "Adam Pierwszy"
    assert '<article class="letter-paper" lang="uk">' in text_of(page)


def test_somebody_else_can_be_chosen_for_the_preview(coordinator) -> None:
    drafts = three_drafts()
    page = coordinator.get(f"{HUB}review/", {"letter": drafts[0].pk})
    assert page.context["chosen"].letter == drafts[0]
    assert drafts[0].body.splitlines()[2] in text_of(page)


def test_the_confirmation_says_what_will_happen_and_changes_nothing(coordinator) -> None:
    drafts = three_drafts()
    letter(LetterKind.SELECTED, number=4, review=True, to=person(answer_channel="call"))
    page = text_of(coordinator.get(f"{HUB}send/", {"kinds": ["selected", "not_selected", "reserve"]}))
    assert "Send 3 letters?" in page
    assert "2 e-mails wait: there is no mail server yet" in page
    assert "1 phone call appears as a task" in page
    assert "1 draft lacks a value and stays a draft" in page
    assert {again(draft).state for draft in drafts} == {LetterState.DRAFT}


def test_with_a_mail_server_it_is_said_when_they_leave(coordinator, settings) -> None:
    settings.OBRADY_SMTP_HOST = "mail.example.org"
    three_drafts()
    page = text_of(coordinator.get(f"{HUB}send/", {"kinds": ["selected"]}))
    assert "1 e-mail leaves in two minutes" in page
    answer = coordinator.post(f"{HUB}send/", {"kinds": ["selected"]}, follow=True)
    assert "1 letter is on its way" in text_of(answer)
    assert "no mail server" not in text_of(answer)


def test_sending_sends_the_ticked_kinds(coordinator) -> None:
    drafts = three_drafts()
    answer = coordinator.post(f"{HUB}send/", {"kinds": ["selected"]}, follow=True)
    assert "1 letter is ready." in text_of(answer)
    assert [again(draft).state for draft in drafts] == ["waiting", "draft", "draft"]


def test_pressing_send_twice_sends_once(coordinator) -> None:
    three_drafts()
    for _ in range(2):
        coordinator.post(f"{HUB}send/", {"kinds": ["selected", "not_selected"]})
    assert Letter.objects.filter(state=LetterState.WAITING).count() == 2
    assert Letter.objects.values("batch").exclude(batch=None).distinct().count() == 1


def test_nothing_ticked_sends_nothing_and_says_so(coordinator) -> None:
    drafts = three_drafts()
    answer = coordinator.post(f"{HUB}send/", {}, follow=True)
    assert "nothing was sent" in text_of(answer)
    assert {again(draft).state for draft in drafts} == {LetterState.DRAFT}


def test_calling_back_too_late_says_so(coordinator) -> None:
    for batch in ("no-uuid", "5f0c2f2e-0000-4000-8000-000000000000"):
        answer = coordinator.post(f"{HUB}recall/", {"batch": batch}, follow=True)
        assert "Nothing could be called back" in text_of(answer)


def test_drafts_are_written_anew_after_a_change_of_the_meeting(coordinator) -> None:
    draft, meeting = three_drafts()[0], cast.meeting()
    meeting.place = cast.words("Zupełnie gdzie indziej")
    meeting.save()
    answer = coordinator.post(f"{HUB}review/anew/", follow=True)
    assert "3 letters are written anew" in text_of(answer)
    assert "Zupełnie gdzie indziej" in again(draft).body


def test_the_office_looks_but_has_no_button_to_send(office) -> None:
    three_drafts()
    page = text_of(office.get(f"{HUB}review/"))
    assert "A coordinator sends them." in page
    assert "Send the ticked ones" not in page


def test_the_number_of_queries_does_not_grow_with_the_drafts(coordinator, django_assert_num_queries) -> None:
    letter(LetterKind.SELECTED, number=0, review=True)
    with django_assert_num_queries(8) as one:
        coordinator.get(f"{HUB}review/")
    for number in range(1, 31):
        letter(LetterKind.SELECTED, number=number, review=True)
    with django_assert_num_queries(len(one)):
        coordinator.get(f"{HUB}review/")
