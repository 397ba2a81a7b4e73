"""On the private page: ask, object, read the answers, see one's data, take a consent back and give it again."""

import json
import re

from django.urls import reverse
from django.utils import translation

from obrady.stages.applications import queries as register
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.pool import features_of
from obrady.stages.intake.actions import answer, note
from obrady.stages.intake.models import Thread
from obrady.stages.intake.states import MOST_FROM_ONE_LINK_A_DAY
from obrady.stages.ledger.queries import head
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind
from tests import cast
from tests.stages.applications import desk
from tests.stages.intake.asking import ask


def address(name: str, application, **kwargs) -> str:
    with translation.override("en"):
        return reverse(name, kwargs={"token": register.token_of(application), **kwargs})


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_question_gets_a_number_and_a_day_and_shows_its_answer(visitor, own) -> None:
    sent = {"subject": "objection", "text": "Reguły są niejasne."}
    page = text_of(visitor.post(address("own-ask", own), sent, follow=True))
    assert "No. 1: objection" in page
    assert "We answer by" in page
    thread, office = Thread.objects.get(), cast.actor(cast.office())
    note(actor=office, thread=thread, text="Trudna sprawa.", now=cast.NOW)
    answer(actor=office, thread=thread, text="Oto wyjaśnienie.", now=cast.NOW)
    page = text_of(visitor.get(address("own-thread", own, number=1)))
    assert "Oto wyjaśnienie." in page
    assert "Trudna sprawa." not in page


def test_an_empty_question_comes_back_and_a_flood_is_stopped(visitor, own) -> None:
    assert visitor.post(address("own-ask", own), {"subject": "question", "text": " "}).status_code == 422
    for number in range(MOST_FROM_ONE_LINK_A_DAY + 2):
        last = visitor.post(address("own-ask", own), {"subject": "question", "text": f"Pytanie {number}"})
    assert last.status_code == 422
    assert "You have written several times today" in text_of(last)
    assert Thread.objects.count() == MOST_FROM_ONE_LINK_A_DAY


def test_the_same_words_sent_twice_are_one_question(visitor, own) -> None:
    for _twice in range(2):
        visitor.post(address("own-ask", own), {"subject": "question", "text": "Kiedy?"})
    assert Thread.objects.count() == 1


def test_nobody_reads_the_thread_of_another(visitor, own, meeting) -> None:
    ask(own)
    other = desk.apply(meeting, **desk.other_person(1)).application
    assert visitor.get(address("own-thread", other, number=1)).status_code == 404


def test_the_link_shows_data_without_what_is_sealed_and_looking_changes_nothing(visitor, own) -> None:
    note(actor=cast.actor(cast.office()), thread=ask(own), text="Trudna sprawa.", now=cast.NOW)
    before = head()
    page = text_of(visitor.get(address("own-data", own)))
    assert "Trudna sprawa." not in page
    assert head() == before
    assert own.person.email in page
    assert "bez orzechów" not in page
    taken = json.loads(visitor.post(address("own-data", own), {"act": "file"}).content)
    assert taken["people.Person"][0]["email"] == own.person.email
    assert "people.SensitiveAnswer" not in taken
    assert "letters.Letter" not in taken


def test_the_whole_copy_needs_the_mailbox_on_record(visitor, own) -> None:
    visitor.post(address("own-data", own), {"act": "all"})
    letter = Letter.objects.get(kind=LetterKind.CONFIRM)
    link = re.search(r"/d/[\w-]+/", letter.body)[0]
    everything_behind_the_private_link = (
        visitor.get(address("own-data", own)).content.decode()
        + visitor.get(address("own-thread", own, number=1)).content.decode()
    )
    assert link not in everything_behind_the_private_link
    assert "bez orzechów" not in text_of(visitor.get(link))
    assert "bez orzechów" in text_of(visitor.post(link, {"act": "page"}))
    assert "people.SensitiveAnswer" in json.loads(visitor.post(link, {"act": "file"}).content)


def test_a_link_that_was_used_is_dead_after_a_quarter_of_an_hour(visitor, own, settings) -> None:
    visitor.post(address("own-data", own), {"act": "all"})
    link = re.search(r"/d/[\w-]+/", Letter.objects.get(kind=LetterKind.CONFIRM).body)[0]
    visitor.post(link, {"act": "page"})
    settings.OBRADY_FIXED_NOW = "2026-11-30T09:16:00+00:00"
    assert visitor.post(link, {"act": "page"}).status_code == 404
    assert visitor.get("/d/never-made/").status_code == 404


def test_a_consent_goes_with_its_answers_and_comes_back_without_them(visitor, own) -> None:
    where = address("own-consents", own)
    visitor.post(where, {"consent": "consent_sensitive", "act": "take"})
    kept = register.whole(Application.objects.get(pk=own.pk)).record
    assert {"needs", "diet"}.isdisjoint(kept.answers)
    visitor.post(where, {"consent": "consent_sensitive", "act": "give"})
    kept = register.whole(Application.objects.get(pk=own.pk)).record
    assert kept.consents["consent_sensitive"] is True
    assert {"needs", "diet"}.isdisjoint(kept.answers)
    assert Letter.objects.filter(kind=LetterKind.ANSWER).count() == 2


def test_a_consent_of_migration_experience_taken_back_makes_the_feature_unknown(visitor, own) -> None:
    key = next(
        consent.key for consent in register.definition_of(own.form).consents if "migration_experience" in consent.covers
    )
    visitor.post(address("own-consents", own), {"consent": key, "act": "take"})
    kept = register.whole(Application.objects.get(pk=own.pk))
    assert "migration_experience" not in kept.record.answers
    assert "unknown" in features_of(kept.definition, kept.record).values()
