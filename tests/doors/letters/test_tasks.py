"""Calls to make and sheets to print."""

from obrady.stages.letters.states import LetterKind, LetterState
from tests.stages.letters.post import again, letter, person

HUB = "/en/team/integracja/letters/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def caller(number: int, name: str = "Halina Dzwoniąca", **more):
    return letter(LetterKind.NOT_SELECTED, number=number, to=person(name, answer_channel="call", **more))


def test_no_calls_and_no_sheets_say_who_will_stand_here(office) -> None:
    assert "No calls to make" in text_of(office.get(f"{HUB}calls/"))
    assert "Nothing to print" in text_of(office.get(f"{HUB}print/"))


def test_a_call_shows_number_and_script_in_the_persons_language(office) -> None:
    caller(1, language="uk")
    page = text_of(office.get(f"{HUB}calls/"))
    assert 'href="tel:+48600000001"' in page
    assert '<blockquote class="stack" lang="uk">' in page
    assert "жереб не випав" in page.replace("\xa0", " ")


def test_who_asked_for_a_text_message_may_get_one(office) -> None:
    letter(to=person(answer_channel="sms"))
    assert "asked for a text message" in text_of(office.get(f"{HUB}calls/"))


def test_the_script_reads_out_no_web_address(office) -> None:
    caller(1)
    script = office.get(f"{HUB}calls/").context["rows"][0].script
    assert not any("http" in paragraph for paragraph in script.paragraphs)
    assert script.addresses


def test_who_did_not_answer_goes_to_the_end_with_the_hour_to_call_again(office) -> None:
    first, second = caller(1, "Adam"), caller(2, "Barbara")
    office.post(f"{HUB}{first.pk}/act/", {"act": "no_answer"})
    page = office.get(f"{HUB}calls/")
    assert [row.letter for row in page.context["rows"]] == [second, first]
    assert "Called 1 time without an answer. Call again after 12:00." in text_of(page)


def test_sheets_carry_one_letter_each_and_are_noted_when_ticked(office) -> None:
    sheets = [letter(number=number, to=person(f"Osoba {number}", email="", phone="")) for number in (1, 2)]
    page = office.get(f"{HUB}print/").content.decode()
    assert page.count('class="sheet"') == 2
    answer = office.post(f"{HUB}print/", {"letter": [sheets[0].pk, "nonsense"]}, follow=True)
    assert "1 letter is noted as posted" in text_of(answer)
    assert [again(sheet).state for sheet in sheets] == [LetterState.DONE, LetterState.TO_DO]


def test_noting_nothing_says_so(office) -> None:
    assert "nothing was noted" in text_of(office.post(f"{HUB}print/", {}, follow=True))


def test_the_number_of_queries_does_not_grow_with_the_calls(office, django_assert_num_queries) -> None:
    caller(0)
    with django_assert_num_queries(7) as one:
        office.get(f"{HUB}calls/")
    for number in range(1, 20):
        caller(number)
    with django_assert_num_queries(len(one)):
        office.get(f"{HUB}calls/")
