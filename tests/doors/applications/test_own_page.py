"""The private page: the state in plain words; correct, withdraw, take back consents. GET changes nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from obrady.stages.applications import actions
from obrady.stages.applications import queries as register
from obrady.stages.applications.models import Application
from obrady.stages.ledger.queries import head
from obrady.stages.ledger.states import CONSOLE
from tests import cast
from tests.stages.applications import desk


@pytest.fixture
def meeting(db):
    return desk.meeting()


@pytest.fixture
def own(meeting):
    return desk.apply(meeting).application


def address(name: str, application) -> str:
    return reverse(name, kwargs={"token": register.token_of(application)})


def page(client, application, language: str = "") -> str:
    return client.get(language + address("own-application", application)).content.decode()


def typed(application, **changes):
    held = register.whole(application, opened={}).record
    consents = {key: "yes" for key, given in held.consents.items() if given}
    answers = {key: list(value) if isinstance(value, tuple) else value for key, value in held.answers.items()}
    return {**answers, **consents, **changes}


def test_looking_changes_nothing_however_often(client, own):
    before = head()
    for name in ("own-application", "own-correct", "own-withdraw"):
        assert client.get(address(name, own)).status_code == 200
    assert head() == before


def test_the_page_is_for_one_reader_only(client, own):
    answer = client.get(address("own-application", own))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_sensitive_answers_are_never_shown_behind_a_link(client, own):
    form = client.get(address("own-correct", own)).content.decode()
    assert 'value="quiet_room" checked' not in form
    assert "bez orzechów" not in form + page(client, own)


def test_a_correction_is_kept_and_sealed_answers_that_were_left_empty_stay(client, own):
    before = register.whole(own).record.answers["diet"]
    client.post(address("own-correct", own), typed(own, problem="Nowe słowa.", needs=[], diet=[]))
    kept = register.whole(Application.objects.get(pk=own.pk)).record.answers
    assert (kept["problem"], kept["diet"]) == ("Nowe słowa.", before)


def test_a_correction_that_leaves_a_gap_comes_back_with_words(client, own):
    answer = client.post(address("own-correct", own), typed(own, problem=""))
    assert answer.status_code == 422
    assert 'href="#problem"' in answer.content.decode()
    assert register.whole(Application.objects.get(pk=own.pk)).record.answers["problem"] == desk.answers()["problem"]


def test_withdrawing_and_coming_back_until_closing(client, own):
    client.post(address("own-withdraw", own))
    assert Application.objects.get(pk=own.pk).state == "withdrawn"
    client.post(address("own-come-back", own))
    assert Application.objects.get(pk=own.pk).state == "complete"


def test_after_closing_nothing_is_corrected_here_but_withdrawing_stays_possible(client, own, meeting, settings):
    settings.OBRADY_FIXED_NOW = (meeting.closes_at + timedelta(seconds=1)).isoformat()
    client.post(address("own-correct", own), typed(own, problem="Za późno."))
    assert register.whole(Application.objects.get(pk=own.pk)).record.answers["problem"] != "Za późno."
    client.post(address("own-withdraw", own))
    assert client.post(address("own-come-back", own)).status_code == 409
    assert Application.objects.get(pk=own.pk).state == "withdrawn"


def test_a_consent_is_taken_back_and_its_answers_go(client, own):
    client.post(address("own-consents", own), {"consent": ["consent_sensitive"]})
    kept = register.whole(Application.objects.get(pk=own.pk)).record.answers
    assert {"needs", "diet"}.isdisjoint(kept)
    assert kept["migration_experience"] == "yes"


def test_a_consent_that_cannot_be_taken_back_stays(client, own):
    client.post(address("own-consents", own), {"consent": ["consent_rules", "no_such_consent"]})
    assert register.whole(Application.objects.get(pk=own.pk)).record.consents["consent_rules"] is True


def test_what_is_missing_is_named_in_the_readers_language(client, meeting):
    office = cast.staff_actor(cast.office(), grants=cast.role_grants(cast.office()))
    thin = desk.apply(meeting, actor=office, channel="phone", complete_later=True, problem=None).application
    assert "Describe one problem that you meet" in page(client, thin, "/en")


def test_the_link_of_a_merged_application_shows_nobodys_answers(client, meeting, own):
    twice = desk.apply(meeting, full_name="Zaneta Lakowska").application
    pair = register.open_pairs(meeting).get()
    kept = actions.merge_pair(actor=CONSOLE, pair=pair, now=cast.NOW)
    merged = next(one for one in (own, twice) if one.pk != kept.pk)
    merged.refresh_from_db()
    assert kept.reference in page(client, merged)
    assert desk.answers()["problem"] not in client.get(address("own-correct", merged)).content.decode()


@pytest.mark.parametrize("token", ["x", "x" * 27, "%00", "łąka", "a" * 400])
@pytest.mark.parametrize("name", ["own-application", "own-correct", "own-withdraw"])
def test_an_unknown_link_is_not_found_whatever_it_is(client, db, name, token):
    assert client.get(reverse(name, kwargs={"token": token})).status_code == 404
