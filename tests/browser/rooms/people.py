from playwright.sync_api import Page

from obrady.stages.ledger.states import CONSOLE
from obrady.stages.people.actions import issue_first_code
from tests import cast
from tests.browser.pages import Look


def send(page: Page) -> None:
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def send_without_the_browsers_own_checks(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
    send(page)


def nobody_yet() -> None:
    issue_first_code(actor=CONSOLE, now=cast.NOW)


def an_organisation() -> None:
    cast.organisation()


PAGES = [
    Look("sign-in", {}, state="with errors", world=an_organisation, act=send_without_the_browsers_own_checks),
    Look("first", {}, state="before anybody", world=nobody_yet),
    Look("first", {}, state="with errors", world=nobody_yet, act=send_without_the_browsers_own_checks),
    Look("privacy", {}, state="with an organisation", world=an_organisation),
]
