from playwright.sync_api import Page

from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.people.actions import issue_first_code
from tests import cast
from tests.browser.pages import Look
from tests.doors.access import COORDINATOR, OFFICE


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


def a_telephone() -> None:
    """The office has a second factor, though it need not."""
    cast.with_second_factor(cast.office())


def password_and_wrong_code(page: Page) -> None:
    """Between the two steps of signing in."""
    page.locator("[name=username]").fill("dwa@example.org")
    page.locator("[name=password]").fill(cast.PASSWORD)
    send(page)
    page.locator("[name=code]").fill("000000")
    send(page)


def somebody_with_two_steps() -> None:
    account = cast.account(Role.OFFICE, email="dwa@example.org")
    account.set_password(cast.PASSWORD)
    account.save()
    cast.with_second_factor(account)


def the_one_button(page: Page) -> None:
    page.locator("form[action*=codes] button").click()
    page.wait_for_load_state()


PAGES = [
    Look("sign-in", {}, state="second step", world=somebody_with_two_steps, act=password_and_wrong_code),
    Look("second-factor", {}, role=OFFICE, state="to set up"),
    Look("second-factor", {}, role=OFFICE, state="with errors", act=send_without_the_browsers_own_checks),
    Look("second-factor", {}, role=COORDINATOR, state="recovery codes", act=the_one_button),
    Look("second-factor-remove", {}, role=OFFICE, state="asked", world=a_telephone),
    Look("account", {}, role=COORDINATOR, state="with a second factor"),
    Look("account-password", {}, role=OFFICE, state="with errors", act=send_without_the_browsers_own_checks),
    Look("forgotten-password", {}, state="with an organisation", world=an_organisation),
    Look("sign-in", {}, state="with errors", world=an_organisation, act=send_without_the_browsers_own_checks),
    Look("first", {}, state="before anybody", world=nobody_yet),
    Look("first", {}, state="with errors", world=nobody_yet, act=send_without_the_browsers_own_checks),
    Look("privacy", {}, state="with an organisation", world=an_organisation),
]
