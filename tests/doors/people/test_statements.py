"""Privacy and accessibility: whom to ask stands on both, in every language."""

import pytest

from obrady.stages.ledger.states import CONSOLE
from obrady.stages.organisations.actions import describe_organisation
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return describe_organisation(
        actor=CONSOLE,
        organisation=cast.organisation(),
        name=cast.words("Fundacja Szkolimy"),
        description=cast.NOTHING,
        address=cast.words("ul. Wymyślona 112"),
        email="biuro@example.org",
        phone="+48 600 000 111",
        website="",
        data_protection_contact=cast.words("iod@example.org"),
        accent="#1b6e3c",
        now=cast.NOW,
    )


@pytest.mark.parametrize("language", ["", "/uk", "/en"])
@pytest.mark.parametrize("page", ["privacy", "accessibility"])
def test_whom_to_ask_is_named(client, organiser, page: str, language: str) -> None:
    shown = client.get(f"{language}/{page}/").content.decode()
    assert "biuro@example.org" in shown
    assert "tel:+48600000111" in shown


def test_the_data_protection_contact_stands_on_the_privacy_page_alone(client, organiser) -> None:
    assert "iod@example.org" in client.get("/privacy/").content.decode()
    assert "iod@example.org" not in client.get("/accessibility/").content.decode()


def test_before_there_is_an_organisation_the_pages_say_so(client) -> None:
    assert "has not given its details yet" in client.get("/en/privacy/").content.decode()
