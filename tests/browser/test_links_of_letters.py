"""A link in a letter is opened from another site: its forms arrive, and without cookies the reader is told what to do."""

import pytest
from playwright.sync_api import Page, Response

from obrady.stages.announcements.models import Expert
from obrady.stages.announcements.queries.experts import token_of as expert_token
from obrady.stages.outreach.models import Invitation
from obrady.stages.outreach.queries import token_of as invitation_token
from tests.stages.announcements import scene
from tests.stages.announcements.speaking import invited
from tests.stages.outreach import book

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened_from_a_letter(page: Page, address: str) -> None:
    """The letter itself stands on no site of ours; browsers send no cookie and no address along."""
    page.set_content(f'<a href="{address}">Open</a>')
    page.get_by_role("link", name="Open").click()
    page.wait_for_load_state()


def pressed(page: Page, button: str) -> Response:
    with page.expect_navigation() as sent:
        page.get_by_role("button", name=button).first.click()
    return sent.value


@pytest.fixture
def invitation() -> Invitation:
    (one,) = book.invite(book.contact())
    return one


@pytest.fixture
def invitation_page(invitation, live_server) -> str:
    return f"{live_server.url}/en/i/{invitation_token(invitation)}/"


def test_an_invited_institution_says_that_it_cannot_come(page, invitation_page) -> None:
    opened_from_a_letter(page, invitation_page)
    assert pressed(page, "We cannot come").status == 200
    assert book.states() == {"Instytucja 001": "declined"}


def test_an_expert_says_yes(page, live_server) -> None:
    expert = invited(scene.whole())
    opened_from_a_letter(page, f"{live_server.url}/en/e/{expert_token(expert)}/")
    assert pressed(page, "Yes").status == 200
    assert Expert.objects.get(pk=expert.pk).answer == "accepted"


def test_without_cookies_the_reader_is_told_what_to_do(page, invitation_page) -> None:
    opened_from_a_letter(page, invitation_page)
    page.context.clear_cookies()
    assert pressed(page, "We cannot come").status == 403
    assert "allow cookies" in page.locator("main").inner_text()
    assert book.states() == {"Instytucja 001": "invited"}


def test_leaving_the_list_works_without_cookies(page, invitation_page) -> None:
    opened_from_a_letter(page, invitation_page)
    page.context.clear_cookies()
    assert pressed(page, "Do not write to me again").status == 200
    assert book.states() == {"Instytucja 001": "unsubscribed"}
