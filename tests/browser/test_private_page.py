"""What a person sends from their private page arrives: a browser tells the server where the form stood."""

import pytest

from obrady.stages.applications import queries
from obrady.stages.intake.models import Thread
from tests.stages.applications import desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_question_from_the_private_page_arrives(page) -> None:
    application = desk.apply(desk.meeting()).application
    page.goto(f"/en/z/{queries.token_of(application)}/")
    page.get_by_role("link", name="Ask").first.click()
    page.locator("textarea").fill("Czy jest winda?")
    with page.expect_navigation() as sent:
        page.locator("main form button").last.click()
    assert sent.value.status == 200
    assert Thread.objects.get().entries.get().text == "Czy jest winda?"


def test_a_withdrawal_from_the_private_page_arrives(page) -> None:
    application = desk.apply(desk.meeting()).application
    page.goto(f"/en/z/{queries.token_of(application)}/withdraw/")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert desk.fresh(application).withdrawn_at is not None
