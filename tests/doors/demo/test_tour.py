"""The demo's own pages: a tour of the main job, one click each, and the post as its readers see it."""

import pytest
from django.urls import reverse

from obrady.doors.console.demo import dates, making, texts
from obrady.stages.letters.actions.writing import write
from obrady.stages.letters.states import LetterKind
from obrady.stages.people.actions import new_person, set_contact
from tests import cast
from tests.doors.demo import demo_urls

NOW = dates.AS_DATED["announced"]


@pytest.fixture
def demo(settings, db):
    settings.ROOT_URLCONF = demo_urls.__name__
    settings.OBRADY_DEMO = True
    settings.OBRADY_FIXED_NOW = NOW.isoformat()
    house = making.found(texts.ORGANISATION, now=NOW)
    return making.announce(house, slug=making.SLUG, calendar=making.calendar_of("announced", NOW), now=NOW)


def write_receipt(meeting, name):
    person = new_person(organisation=meeting.organisation, language="uk", now=NOW)
    set_contact(person, name=name, email="o@example.org", phone="", answer_channel="email", language="uk")
    facts = {"reference": "ABC-234", "status_url": "https://example.org/z/x/", "ledger_head": "1-abc"}
    return write(
        meeting=meeting,
        person=person,
        kind=LetterKind.RECEIVED,
        about=f"application:{name}",
        placeholders=facts,
        now=NOW,
    )


def test_the_first_page_offers_the_stations_that_this_demo_has(demo, client):
    page = client.get("/").content.decode()
    assert 'value="apply"' in page
    assert 'value="check"' not in page


def test_one_click_signs_in_as_the_role_and_leads_to_the_station(demo, client):
    answer = client.post(reverse("demo-enter"), {"station": "phone"})
    assert answer.url == reverse("application-new", kwargs={"slug": making.SLUG, "channel": "phone"})
    assert client.get(answer.url).status_code == 200


def test_a_station_of_the_public_signs_out(demo, client):
    client.post(reverse("demo-enter"), {"role": "coordinator"})
    answer = client.post(reverse("demo-enter"), {"station": "apply"})
    assert answer.url == reverse("announcement", kwargs={"slug": making.SLUG})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("sent", [{"station": "nowhere"}, {}, {"role": "emperor"}])
def test_an_unknown_station_or_role_does_not_exist(demo, client, sent):
    assert client.post(reverse("demo-enter"), sent).status_code == 404


def test_the_post_shows_each_letter_as_its_reader_sees_it(demo, client):
    letter = write_receipt(demo, "Оксана Тестова")
    assert "Оксана Тестова" in client.get(reverse("demo-post")).content.decode()
    page = client.get(reverse("demo-letter", kwargs={"key": letter.pk})).content.decode()
    assert 'lang="uk"' in page
    assert letter.subject in page


def test_the_post_is_searched_by_name(demo, client):
    write_receipt(demo, "Оксана Тестова")
    write_receipt(demo, "Jan Kot")
    page = client.get(reverse("demo-post"), {"search": "kot"}).content.decode()
    assert "Jan Kot" in page
    assert "Оксана" not in page


def test_a_real_installation_has_no_one_click_sign_in(client, db):
    cast.coordinator()
    assert client.post("/demo/enter/", {"role": "coordinator"}).status_code == 404
