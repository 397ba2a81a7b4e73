"""Hostile words in the public form, in search boxes and in what is exported: a page in words, text shown as text."""

import pytest
from django.urls import reverse

from obrady.stages.applications.models import Application
from obrady.stages.ledger.queries import breaks, head
from obrady.stages.people.models import Person
from tests import cast
from tests.doors.applications.test_applying import APPLY, WHOLE, form, send
from tests.stages.applications import desk

WORDS = {
    "HTML": "<img src=x onerror=alert(1)>",
    "formula": '=HYPERLINK("http://x.example";"klik")',
    "right to left": "Jan\u202eKot\u2066",
    "NUL": "Jan\x00Kot",
    "a megabyte": "a" * 1_000_000,
    "emoji and combining marks": "J\u0301\u0301\u0301an 👩‍👩‍👧‍👦" * 20,
    "template": "{{ settings.SECRET_KEY }} {% include 'x' %} {0.__class__} %(name)s",
    "SQL": "'; DROP TABLE applications_application; --",
}
LISTS = {"many answers": ["gminas"] * 5000, "unknown answers": ["gminas", "../../etc/passwd"]}
TICKETS = ["", "x", "a:b:c", "\x00", "ą" * 3000]
SEARCHED = ["queue", "letters", "bodies"]


@pytest.fixture
def meeting(db):
    return desk.meeting()


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize(
    "question", ["full_name", "email", "phone", "gmina_teryt", "problem", "applies_as", "needs__own"]
)
def test_any_words_in_any_answer_end_in_a_page(meeting, client, kind, question) -> None:
    answer = send(client, form(client, consent_sensitive="yes", **{question: WORDS[kind]}))
    assert answer.status_code in (302, 400, 422)
    taken = Application.objects.count()
    assert (taken, Person.objects.count()) == ((1, 1) if answer.status_code == 302 else (0, 0))
    assert list(breaks()) == []


@pytest.mark.parametrize("kind", LISTS)
def test_any_list_of_answers_ends_in_a_page(meeting, client, kind) -> None:
    assert send(client, form(client, hardest_cooperation=LISTS[kind])).status_code in (302, 400, 422)


def test_thousands_of_unknown_fields_are_refused_in_words(meeting, client) -> None:
    before = head()
    answer = send(client, {**WHOLE, **{f"field{number}": "x" for number in range(5000)}})
    assert answer.status_code == 400
    assert "<html" in answer.content.decode()
    assert head() == before


@pytest.mark.parametrize("ticket", TICKETS)
@pytest.mark.parametrize("proof", ["", "x", "e30=", "bnVsbA==", "W10=", "ą"])
def test_a_broken_ticket_or_proof_never_fails(meeting, client, ticket, proof) -> None:
    answer = send(client, {**WHOLE, "ticket": ticket, "proof": proof})
    assert answer.status_code == 503
    assert Application.objects.count() == 0


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("page", SEARCHED)
def test_any_words_in_a_search_box_end_in_a_list(meeting, client, kind, page) -> None:
    desk.apply(meeting)
    team = cast.sign_in(client, cast.coordinator())
    words = WORDS[kind][:3000]
    answer = team.get(reverse(page, kwargs=APPLY), {"search": words, "page": words, "state": words, "channel": words})
    assert answer.status_code in (200, 400)
    assert "<img src=x" not in answer.content.decode()


def test_what_was_taken_is_shown_as_text_and_harmless_in_the_export(meeting, client) -> None:
    send(client, form(client, problem=WORDS["HTML"], full_name=WORDS["formula"]))
    team = cast.sign_in(client, cast.coordinator())
    reference = Application.objects.get().reference
    page = team.get(reverse("application", kwargs={**APPLY, "reference": reference})).content.decode()
    assert "&lt;img src=x" in page
    asked = {"format": "csv", "written": "codes", "columns": ["reference", "full_name", "problem"]}
    answer = team.post(reverse("applications-export", kwargs=APPLY), asked)
    exported = b"".join(answer).decode()
    assert "HYPERLINK" in exported
    assert not any(cell in exported for cell in (",=HYPERLINK", ',"=HYPERLINK'))
