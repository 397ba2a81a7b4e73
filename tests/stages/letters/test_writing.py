"""What is written, in which language, over which channel, and that nothing is said twice."""

import pytest

from obrady.stages.ledger.queries import head
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.letters.actions import write
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import default_wording, letters_about, placeholders_in
from obrady.stages.letters.states import PLACEHOLDERS, LetterChannel, LetterKind, LetterState, Trouble
from obrady.stages.meetings.actions import choose_projects, keep_project
from tests import cast
from tests.stages.letters.post import GIVEN, again, letter, person

pytestmark = pytest.mark.django_db
LANGUAGES = ("pl", "uk", "en")


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_words_in_every_language_that_leave_no_gap(kind: LetterKind, language: str) -> None:
    written = letter(kind, to=person(language=language))
    assert (written.trouble, written.language) == ("", language)
    assert len(written.body) > 150
    assert "{" not in written.subject + written.body


@pytest.mark.parametrize("kind", list(LetterKind))
def test_the_languages_say_the_same_things(kind: LetterKind) -> None:
    texts = [default_wording(kind, language) for language in LANGUAGES]
    used = {frozenset(placeholders_in(text.subject + text.body)) for text in texts}
    assert len(used) == 1
    assert used.pop() <= PLACEHOLDERS


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_stranger_typed_as_a_name_is_in_no_shipped_letter(kind: LetterKind, language: str) -> None:
    """Anybody can apply with somebody else's address: our letters must not carry their words there."""
    text = default_wording(kind, language)
    assert "{name}" not in text.subject + text.body


@pytest.mark.parametrize(
    "language, words", [("pl", "to jeszcze nie miejsce"), ("uk", "ще не означає місця"), ("en", "not yet a place")]
)
def test_a_receipt_promises_no_place_and_says_when_the_answer_comes(language: str, words: str) -> None:
    written = letter(to=person(language=language))
    assert words in written.body
    assert "2026" in written.body
    assert GIVEN["status_url"] in written.body
    assert GIVEN["ledger_head"] in written.body


def test_dates_and_hours_stand_in_the_meetings_zone_and_the_readers_language() -> None:
    polish = letter(LetterKind.SELECTED, number=1).body
    ukrainian = letter(LetterKind.SELECTED, to=person(language="uk"), number=2).body
    assert "14\u00a0grudnia\u00a02026\u00a0r., 9:30–15:30" in polish
    assert "Kawiarnia Przykład, ul. Zmyślona 6, Toruń" in polish
    assert "14\u00a0грудня\u00a02026\u00a0р., 9:30–15:30" in ukrainian


def test_a_date_at_the_end_of_a_sentence_has_one_full_stop() -> None:
    assert "8\u00a0grudnia\u00a02026\u00a0r.\n" in letter().body
    assert "r.. " not in letter(LetterKind.SELECTED, number=2).body


def test_a_language_without_words_is_answered_in_the_houses_own() -> None:
    assert letter(to=person(language="vi")).language == "pl"


@pytest.mark.parametrize(
    ("email", "phone", "asked", "channel"),
    [
        ("a@b.pl", "600", "", LetterChannel.MAIL),
        ("a@b.pl", "600", "email", LetterChannel.MAIL),
        ("a@b.pl", "600", "call", LetterChannel.PHONE),
        ("a@b.pl", "600", "sms", LetterChannel.PHONE),
        ("a@b.pl", "", "call", LetterChannel.MAIL),
        ("", "600", "email", LetterChannel.PHONE),
        ("", "", "", LetterChannel.PRINT),
    ],
)
def test_the_way_is_the_one_asked_for_if_there_is_one(email: str, phone: str, asked: str, channel: str) -> None:
    written = letter(to=person(email=email, phone=phone, answer_channel=asked))
    assert written.channel == channel
    assert written.state == (LetterState.WAITING if channel == LetterChannel.MAIL else LetterState.TO_DO)


def test_the_same_thing_is_said_once_and_on_another_occasion_again() -> None:
    first = letter(LetterKind.INCOMPLETE)
    second = letter(LetterKind.INCOMPLETE, missing_answers="– wiek")
    third = letter(LetterKind.INCOMPLETE, occasion="2026-12-02")
    assert (second.pk, second.body) == (first.pk, first.body)
    assert set(letters_about("application:1")) == {first, third}


def test_a_missing_value_is_a_visible_failure_and_never_reaches_a_reader() -> None:
    meeting = cast.meeting(answer_by=None)
    written = letter(meeting=meeting)
    assert (written.state, written.trouble, written.last_error) == (
        LetterState.FAILED,
        Trouble.MISSING_VALUE,
        "answer_by",
    )
    assert written.body == ""


def test_a_draft_with_a_gap_stays_a_draft() -> None:
    written = letter(LetterKind.SELECTED, review=True, withdraw_by="")
    assert (written.state, written.trouble) == (LetterState.DRAFT, Trouble.MISSING_VALUE)


def test_a_paragraph_about_what_does_not_apply_is_left_out() -> None:
    written = letter(LetterKind.SELECTED, code=None, chance=None, fingerprint=None, draw_url=None)
    assert written.trouble == ""
    assert "Twój kod" not in written.body
    assert "Jak losowaliśmy" not in written.body
    assert GIVEN["withdraw_by"] in written.body


def test_a_value_with_braces_is_not_filled_again() -> None:
    written = letter(LetterKind.NOT_ELIGIBLE, reason="{status_url} {chance}")
    assert "Powód: {status_url} {chance}" in written.body


def test_funding_is_kept_with_the_letter_as_it_was() -> None:
    meeting = cast.meeting()
    project = keep_project(
        actor=CONSOLE, organisation=meeting.organisation, project=None, name=cast.words("NGO"),
        funding_sentence=cast.words("Ze środków programu.", uk="За кошти програми."), office_hours=cast.NOTHING,
        link="", logos=[], now=cast.NOW,
    )  # fmt: skip
    choose_projects(actor=CONSOLE, meeting=meeting, projects=[project], now=cast.NOW)
    assert letter(to=person(language="uk")).funding == [{"sentence": "За кошти програми.", "logos": []}]


def test_after_a_withdrawal_no_answer_that_waited_goes_out() -> None:
    draft = letter(LetterKind.SELECTED, review=True)
    other = letter(LetterKind.SELECTED, review=True, number=2)
    letter(LetterKind.WITHDRAWN)
    assert again(draft).state == LetterState.CANCELLED
    assert again(other).state == LetterState.DRAFT


def test_an_erased_person_is_not_written_to() -> None:
    somebody = person()
    somebody.erased_at = cast.NOW
    assert write(meeting=cast.meeting(), person=somebody, kind=LetterKind.RECEIVED, about="a:1", placeholders=GIVEN, now=cast.NOW) is None  # fmt: skip
    assert not Letter.objects.exists()


def test_writing_is_part_of_another_act_and_leaves_no_line_of_its_own() -> None:
    somebody, meeting = person(), cast.meeting()
    before = head()
    letter(to=somebody, meeting=meeting)
    assert head() == before
