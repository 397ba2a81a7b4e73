"""Every page in every language: axe finds nothing, controls stand out, nothing sticks out at 320 pixels, and the
keyboard reaches everything."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import translate_url

from tests import cast
from tests.browser.checks import OF_A_LANGUAGE, axe, contrast_of_controls, headings, reflows, unreached_by_keyboard
from tests.browser.pages import LOOKS, Look
from tests.doors.access import ANONYMOUS, client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def is_a_page(client: Client, path: str) -> bool:
    """Pictures, calendars and tables are no pages."""
    response = client.get(path)
    return response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_can_be_used_by_everybody(look: Look, open_browser) -> None:
    path = look.path(look.world())
    if not is_a_page(client_of(look.role), path):
        return
    page = open_browser(signed_in=None if look.role == ANONYMOUS else getattr(cast, look.role)())
    found = {}
    for number, (language, _name) in enumerate(settings.LANGUAGES):
        page.goto(translate_url(path, language))
        look.act(page)
        found[language] = [*headings(page), *axe(page, only=OF_A_LANGUAGE if number else ()), *reflows(page)]
    found["controls"] = contrast_of_controls(page)
    found["keyboard"] = unreached_by_keyboard(page)
    if look.role != ANONYMOUS:
        page.emulate_media(color_scheme="dark")
        found["in the dark"] = [*contrast_of_controls(page), *axe(page, only=["color-contrast"])]
    assert {check: faults for check, faults in found.items() if faults} == {}
