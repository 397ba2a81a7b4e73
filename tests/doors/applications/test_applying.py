"""The public form: one application however often it is sent, nothing typed is lost, nobody is refused for want of proof."""

import base64
import hashlib
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from obrady.core.forms import derive_features
from obrady.stages.applications import queries as register
from obrady.stages.applications.actions import publish_form
from obrady.stages.applications.models import Application
from obrady.stages.ledger.states import CONSOLE
from obrady.workshop.territory import gminas
from tests import cast
from tests.stages.applications import desk

APPLY = {"slug": "integracja"}
WHOLE = {
    "full_name": "Оксана Тестова",
    "phone": "+380 67 000 00 01",
    "email": "",
    "language": "uk",
    "applies_as": "own_name",
    "gmina_teryt": "0463011",
    "hardest_cooperation": ["gminas"],
    "problem": "Немає місць у садочку.",
    "consent_rules": "yes",
}


@pytest.fixture
def meeting(db):
    return desk.meeting()


def hidden(page: str, name: str) -> str:
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])


def form(client, **typed):
    page = client.get(reverse("apply", kwargs=APPLY)).content.decode()
    return {**WHOLE, "ticket": hidden(page, "ticket"), "proof": "", "website": "", **typed}


def solved(page: str) -> str:
    challenge = json.loads(unescape(re.search(r'data-proof="([^"]*)"', page)[1]))
    number = next(
        number
        for number in range(challenge["most"] + 1)
        if hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]
    )
    parts = {key: challenge[key] for key in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**parts, "number": number}).encode()).decode()


def send(client, typed):
    return client.post(reverse("apply", kwargs=APPLY), typed)


def test_a_whole_application_leads_to_its_receipt_and_private_page(meeting, client):
    answer = send(client, form(client))
    page = client.get(answer.url).content.decode()
    application = Application.objects.get()
    assert application.reference in page
    assert register.token_of(application) in page
    assert str(register.receipt_of(application)) in page


def test_the_same_form_sent_twice_is_one_application_with_one_receipt(meeting, client):
    typed = form(client)
    assert send(client, typed).url == send(client, typed).url
    assert Application.objects.count() == 1


def test_what_was_typed_comes_back_with_each_fault_in_words(meeting, client):
    answer = send(client, form(client, full_name="", problem="<b>Za drogo</b>", email="anna@"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "&lt;b&gt;Za drogo&lt;/b&gt;" in page
    assert 'href="#full_name"' in page
    assert 'href="#email"' in page
    assert 'value="anna@"' in page
    assert Application.objects.count() == 0


def test_a_form_that_came_back_keeps_its_key_so_that_mending_it_twice_is_one_application(meeting, client):
    page = send(client, form(client, full_name="")).content.decode()
    mended = {**WHOLE, "ticket": hidden(page, "ticket")}
    assert send(client, mended).url == send(client, mended).url
    assert Application.objects.count() == 1


def test_a_solved_challenge_proves_that_a_browser_sent_it(meeting, client, settings):
    page = client.get(reverse("apply", kwargs=APPLY)).content.decode()
    settings.OBRADY_FIXED_NOW = (cast.NOW + timedelta(minutes=4)).isoformat()
    send(client, {**WHOLE, "ticket": hidden(page, "ticket"), "proof": solved(page)})
    assert Application.objects.get().proven


@pytest.mark.parametrize("sign", ["no proof", "proof of another form", "trap filled in", "quicker than reading"])
def test_without_proof_it_is_taken_all_the_same_and_marked_for_the_team(meeting, client, settings, sign):
    page = client.get(reverse("apply", kwargs=APPLY)).content.decode()
    other = client.get(reverse("apply", kwargs=APPLY)).content.decode()
    sent = {**WHOLE, "ticket": hidden(page, "ticket"), "proof": solved(page)}
    sent |= {"no proof": {"proof": ""}, "proof of another form": {"proof": solved(other)}}.get(sign, {})
    sent |= {"trap filled in": {"website": "https://example.org"}}.get(sign, {})
    seconds = 1 if sign == "quicker than reading" else 240
    settings.OBRADY_FIXED_NOW = (cast.NOW + timedelta(seconds=seconds)).isoformat()
    assert send(client, sent).status_code == 302
    assert not Application.objects.get().proven


@pytest.mark.parametrize("ticket", ["", "broken", "a:b:c"])
def test_a_form_without_its_ticket_comes_back_filled_in_and_works_when_sent_again(meeting, client, ticket):
    answer = send(client, form(client, ticket=ticket))
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Оксана Тестова" in page
    assert send(client, {**WHOLE, "ticket": hidden(page, "ticket")}).status_code == 302


def test_a_flood_without_proof_is_slowed_down_while_a_proven_one_passes(meeting, client, settings, monkeypatch):
    monkeypatch.setattr("obrady.doors.web.applications.applying.UNPROVEN_AT_ONCE", 2)
    for _ in range(2):
        assert send(client, form(client)).status_code == 302
    assert send(client, form(client)).status_code == 503
    page = client.get(reverse("apply", kwargs=APPLY)).content.decode()
    settings.OBRADY_FIXED_NOW = (cast.NOW + timedelta(minutes=1)).isoformat()
    assert send(client, {**WHOLE, "ticket": hidden(page, "ticket"), "proof": solved(page)}).status_code == 302


def test_before_opening_and_after_closing_the_page_says_when(meeting, client, settings):
    settings.OBRADY_FIXED_NOW = (meeting.opens_at - timedelta(seconds=1)).isoformat()
    assert "23 listopada 2026" in client.get(reverse("apply", kwargs=APPLY)).content.decode().replace("\xa0", " ")
    settings.OBRADY_FIXED_NOW = (meeting.closes_at + timedelta(seconds=1)).isoformat()
    page = client.get(reverse("apply", kwargs=APPLY)).content.decode().replace("\xa0", " ")
    assert "4 grudnia 2026" in page
    assert "<form" not in page.split("<main")[1]


def test_at_the_very_second_of_closing_an_application_is_taken_and_a_second_later_not(meeting, client, settings):
    typed, late = form(client), form(client)
    settings.OBRADY_FIXED_NOW = meeting.closes_at.isoformat()
    assert send(client, typed).status_code == 302
    settings.OBRADY_FIXED_NOW = (meeting.closes_at + timedelta(seconds=1)).isoformat()
    assert send(client, late).status_code == 200
    assert Application.objects.count() == 1


def test_a_sensitive_answer_without_its_consent_comes_back_with_two_ways_on(meeting, client):
    sent = form(client, needs=["loop"], needs__own="cisza przy oknie", migration_experience="yes")
    answer = send(client, sent)
    page = answer.content.decode()
    assert (answer.status_code, Application.objects.count()) == (422, 0)
    for key in ("needs", "migration_experience"):
        assert f'<li><a href="#{key}-0">' in page
        assert f'id="{key}-error"' in page
        assert f'name="leave_out" value="{key}"' in page
    assert "cisza przy oknie" in page
    assert 'name="leave_out" value="diet"' not in page


def test_the_answer_is_left_out_once_the_person_says_so(meeting, client):
    sent = form(client, needs=["loop"], migration_experience="yes", consent_sensitive="yes")
    assert send(client, {**sent, "leave_out": ["migration_experience"]}).status_code == 302
    kept = register.whole(Application.objects.get()).record.answers
    assert kept["needs"] == ("loop",)
    assert "migration_experience" not in kept


def test_sensitive_answers_with_their_consent_are_sealed(meeting, client):
    send(client, form(client, needs=["loop"], needs__own="cisza przy oknie", consent_sensitive="yes"))
    application = Application.objects.get()
    assert register.whole(application).record.answers["needs"] == ("loop", "cisza przy oknie")
    assert "needs" not in application.answers


@pytest.mark.parametrize("language", ["", "/uk", "/en"])
def test_the_form_is_there_in_every_language_and_says_that_applying_is_not_yet_a_place(meeting, client, language):
    page = client.get(f"{language}/m/integracja/apply/").content.decode()
    assert f'lang="{language.strip("/") or "pl"}"' in page
    assert page.count('data-question="') == len(register.definition_of(register.current_form(meeting)).asked_questions)


def test_a_meeting_without_a_form_says_so_instead_of_failing(db, client):
    cast.meeting()
    assert client.get(reverse("apply", kwargs=APPLY)).status_code == 200


def test_the_notice_is_shown_in_the_version_that_is_accepted(meeting, client):
    publish_form(actor=CONSOLE, meeting=meeting, definition=register.ready_form(), now=cast.NOW)
    assert "1.1" in client.get(reverse("notice", kwargs=APPLY)).content.decode()


def test_an_unknown_receipt_and_a_receipt_of_another_meeting_do_not_exist(meeting, client):
    answer = send(client, form(client))
    token = answer.url.rstrip("/").rsplit("/", 1)[1]
    assert client.get(reverse("apply-received", kwargs={"slug": "inne", "token": token})).status_code == 404
    assert client.get(reverse("apply-received", kwargs={**APPLY, "token": "x" * 27})).status_code == 404


def test_somebody_from_another_voivodeship_writes_the_place_in_words(meeting, client):
    sent = form(client, gmina_teryt="", gmina_teryt__own="Gdańsk, pomorskie")
    assert send(client, sent).status_code == 302
    kept = register.whole(Application.objects.get())
    assert kept.record.answers["gmina_teryt"] == "Gdańsk, pomorskie"
    values = derive_features(kept.definition, kept.record.answers, kept.record.consents, gminas())
    assert (values["powiat"], values["outside_torun"]) == ("unknown", "unknown")
    again = form(client, gmina_teryt="", gmina_teryt__own="Gdańsk, pomorskie", problem="")
    page = send(client, again).content.decode()
    assert 'value="Gdańsk, pomorskie"' in page
