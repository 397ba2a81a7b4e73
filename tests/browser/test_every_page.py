"""Every page in every language: axe finds nothing, controls stand out, nothing sticks out at 320 pixels, and the
keyboard reaches everything."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import translate_url
from playwright.sync_api import Page

from tests.browser.checks import NARROW, axe, contrast_of_controls, faults_of_language, reflows, unreached_by_keyboard
from tests.browser.conftest import session_cookie
from tests.browser.pages import LOOKS, Look
from tests.doors.access import ANONYMOUS, client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
(FIRST, _), *FURTHER = settings.LANGUAGES


def is_a_page(client: Client, path: str) -> bool:
    """Pictures, calendars and tables are no pages."""
    response = client.get(path)
    return response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_can_be_used_by_everybody(look: Look, window: Page, worlds, live_server) -> None:
    path, client = look.path(worlds.of(look.world)), client_of(look.role)
    if not is_a_page(client, path):
        return
    if look.role != ANONYMOUS:
        window.context.add_cookies([session_cookie(client, live_server.url)])
    found = on_a_wide_screen(window, look, path)
    # What differs between languages: the words, and how much room they take on a phone.
    window.set_viewport_size({"width": NARROW, "height": 800})
    for language, _name in FURTHER:
        window.goto(translate_url(path, language))
        look.act(window)
        found[language] = [*faults_of_language(window, language), *reflows(window)]
    assert {check: faults for check, faults in found.items() if faults} == {}


def on_a_wide_screen(page: Page, look: Look, path: str) -> dict[str, list[str]]:
    page.goto(translate_url(path, FIRST))
    look.act(page)
    found = {FIRST: [*faults_of_language(page, FIRST), *axe(page), *reflows(page)]}
    found["controls"] = contrast_of_controls(page)
    found["keyboard"] = unreached_by_keyboard(page)
    if look.role != ANONYMOUS:
        page.emulate_media(color_scheme="dark")
        found["in the dark"] = [*contrast_of_controls(page), *axe(page, only=["color-contrast"])]
        page.emulate_media(color_scheme="light")
    return found
