"""The frame in a real browser: refusals, the skip link, the menu of a phone, letters of every alphabet, one press."""

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.checks import axe, contrast_of_controls, reflows, unreached_by_keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["", "/uk", "/en"])
def test_a_page_that_does_not_exist_can_be_used_by_everybody(page: Page, language: str) -> None:
    page.goto(f"{language}/nothing-here/")
    assert [*axe(page), *contrast_of_controls(page), *reflows(page), *unreached_by_keyboard(page)] == []


def test_a_refused_page_can_be_used_by_everybody(open_browser) -> None:
    page = open_browser(signed_in=cast.observer())
    page.goto("/team/new/")
    expect(page.locator("h1")).to_be_visible()
    assert [*axe(page), *reflows(page), *unreached_by_keyboard(page)] == []


def test_the_first_stop_leads_past_the_menus(page: Page) -> None:
    page.goto("/privacy/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_menu_of_a_phone_opens_without_scripts(open_browser) -> None:
    cast.meeting()
    page = open_browser(signed_in=cast.coordinator(), width=360, java_script_enabled=False)
    page.goto("/team/integracja/")
    expect(page.locator(".rail")).to_be_hidden()
    page.locator(".menu > summary").click()
    expect(page.locator(".menu .rail-list a").first).to_be_visible()
    expect(page.locator(".menu .languages")).to_be_visible()


def test_a_wide_screen_shows_the_rail_and_no_menu(open_browser) -> None:
    cast.meeting()
    page = open_browser(signed_in=cast.coordinator())
    page.goto("/team/integracja/")
    expect(page.locator(".rail")).to_be_visible()
    expect(page.locator(".menu")).to_be_hidden()


@pytest.mark.parametrize("path", ["/privacy/", "/uk/privacy/"])
def test_our_own_letters_are_used_for_every_alphabet(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("() => [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)")
    failed = page.evaluate("() => [...document.fonts].filter((f) => f.status === 'error').length")
    assert {name.strip('"') for name in loaded} == {"Obrady Sans", "Obrady Serif"}
    assert failed == 0


def test_the_summary_of_errors_is_read_first_and_leads_to_the_field(page: Page) -> None:
    page.goto("/en/sign-in/")
    page.locator("#id_username").fill("nobody@example.org")
    page.locator("#id_password").fill("wrong")
    page.locator("main form button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title("To mend: Sign in – Obrady")


def test_the_language_switch_keeps_the_place(page: Page) -> None:
    page.goto("/privacy/?a=1")
    page.get_by_role("link", name="українська").first.click()
    expect(page).to_have_url(page.url.split("/uk/")[0] + "/uk/privacy/?a=1")
    expect(page.locator("html")).to_have_attribute("lang", "uk")


def test_a_printed_page_leaves_the_menus_out(page: Page) -> None:
    page.goto("/privacy/")
    page.emulate_media(media="print")
    expect(page.locator(".languages")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


PRESS_TWICE = """
() => {
  const form = document.querySelector("main form");
  let refused = 0;
  document.addEventListener("submit", (event) => { refused += event.defaultPrevented; event.preventDefault(); });
  form.querySelector("button").click();
  form.querySelector("button").click();
  return refused;
}
"""


def test_a_second_press_sends_nothing_while_the_first_is_under_way(page: Page) -> None:
    page.goto("/sign-in/")
    page.locator("#id_username").fill("nobody@example.org")
    page.locator("#id_password").fill("wrong")
    assert page.evaluate(PRESS_TWICE) == 1


def test_a_form_that_may_be_sent_again_says_so(page: Page) -> None:
    page.goto("/sign-in/")
    page.locator("#id_username").fill("nobody@example.org")
    page.locator("#id_password").fill("wrong")
    page.locator("main form").evaluate("(form) => { form.dataset.again = ''; }")
    assert page.evaluate(PRESS_TWICE) == 0
