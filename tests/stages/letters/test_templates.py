"""The organiser's own words: what is accepted, which words win, and that drafts follow."""

import pytest

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.letters import actions, queries
from obrady.stages.letters.models import LetterTemplate
from obrady.stages.letters.queries import Filled, Wording
from obrady.stages.letters.states import LetterKind, LetterState
from tests import cast
from tests.stages.letters.post import again, letter, person

pytestmark = pytest.mark.django_db
KIND = LetterKind.SELECTED


def save(subject: str = "Masz miejsce", body: str = "Cześć, {name}!", *, language: str = "pl", **more) -> int:
    return actions.save_template(
        actor=cast.actor(cast.coordinator()), meeting=cast.meeting(), kind=KIND, language=language,
        subject=subject, body=body, now=cast.NOW, **more,
    )  # fmt: skip


def test_own_words_replace_the_shipped_ones_in_that_language_only() -> None:
    save()
    assert letter(KIND, number=1).body == "Cześć, Oksana Testowa!"
    assert letter(KIND, number=2, to=person(language="uk")).body != "Cześć, Oksana Testowa!"


def test_the_meetings_words_win_over_the_organisations() -> None:
    save(body="Dla wszystkich spotkań", everywhere=True)
    assert letter(KIND, number=1).body == "Dla wszystkich spotkań"
    save(body="Dla tego spotkania")
    assert letter(KIND, number=2).body == "Dla tego spotkania"
    actions.drop_template(
        actor=cast.actor(cast.coordinator()), meeting=cast.meeting(), kind=KIND, language="pl", now=cast.NOW
    )
    assert letter(KIND, number=3).body == "Dla wszystkich spotkań"


@pytest.mark.parametrize(
    "body", ["{imie}", "{name.__class__}", "{0}", "{}", "{name!r}", "{ name }", "{{name}} {%x%}{y}"]
)
def test_an_unknown_placeholder_is_refused_with_its_name(body: str) -> None:
    with pytest.raises(actions.TemplateRefused) as refusal:
        save(body=body)
    assert refusal.value.code == "unknown_placeholder"
    assert refusal.value.names
    assert not LetterTemplate.objects.exists()


@pytest.mark.parametrize("subject, body", [("", "x"), ("x", " \n"), ("x" * 151, "x"), ("x", "x" * 8001)])
def test_empty_and_endless_texts_are_refused(subject: str, body: str) -> None:
    with pytest.raises(actions.TemplateRefused):
        save(subject=subject, body=body)


def test_a_subject_is_always_one_line() -> None:
    save(subject="Masz\r\nBcc: a@b.pl")
    assert letter(KIND).subject == "Masz Bcc: a@b.pl"


def test_drafts_follow_the_new_words_and_what_has_left_does_not() -> None:
    draft, waiting = letter(KIND, number=1, review=True), letter(KIND, number=2)
    before = waiting.body
    assert save() == 1
    assert again(draft).body == "Cześć, Oksana Testowa!"
    assert again(waiting).body == before


def test_drafts_follow_a_change_of_the_meeting_when_asked() -> None:
    draft, meeting = letter(KIND, review=True), cast.meeting()
    meeting.place = cast.words("Inne miejsce")
    meeting.save()
    number = actions.write_drafts_anew(actor=cast.actor(cast.coordinator()), meeting=meeting, now=cast.NOW)
    assert number == 1
    assert "Inne miejsce" in again(draft).body


def test_a_better_template_heals_letters_that_lacked_a_value() -> None:
    gap = letter(KIND, withdraw_by="")
    assert again(gap).state == LetterState.FAILED
    save()
    assert (again(gap).state, again(gap).trouble) == (LetterState.WAITING, "")


@pytest.mark.parametrize("role", ["office", "facilitator", "observer", "outsider"])
def test_only_a_coordinator_changes_words(role: str) -> None:
    with pytest.raises(NotAllowed):
        actions.save_template(
            actor=cast.actor(getattr(cast, role)()), meeting=cast.meeting(), kind=KIND, language="pl",
            subject="x", body="x", now=cast.NOW,
        )  # fmt: skip


def test_a_preview_shows_what_is_missing_instead_of_hiding_it() -> None:
    shown, missing = queries.sketched(Wording("{reference}", "Do {withdraw_by}, {name}"), {"name": "Anna"})
    assert shown == Filled("‹reference›", "Do ‹withdraw_by›, Anna")
    assert missing == ("reference", "withdraw_by")


def test_a_preview_calls_what_is_missing_by_its_words() -> None:
    shown, missing = queries.sketched(Wording("{reference}", "{name}"), {}, called={"reference": "numer zgłoszenia"})
    assert shown == Filled("‹numer zgłoszenia›", "‹name›")
    assert missing == ("reference", "name")
