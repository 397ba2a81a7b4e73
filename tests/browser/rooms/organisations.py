from playwright.sync_api import Page

from tests.browser.pages import Look
from tests.browser.rooms.people import send_without_the_browsers_own_checks
from tests.doors.access import COORDINATOR
from tests.doors.access import organisations as table


def invite(page: Page) -> None:
    page.locator("[name=email]").fill(f"nowa{page.url.count('/uk/')}{page.url.count('/en/')}@example.com")
    page.locator("[name=name]").fill("Nowa Osoba")
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def make_the_link(page: Page) -> None:
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def look(name: str, **said) -> Look:
    return Look(name, said.pop("kwargs", table.OF), role=COORDINATOR, **said)


PAGES = [
    look("organisation-details", state="with errors", act=send_without_the_browsers_own_checks),
    look("organisation-logo", state="with errors", act=send_without_the_browsers_own_checks),
    look("organisation-accent", state="a pale colour", query="?accent=%23ffe08a"),
    look("colleague-invite", state="with errors", act=send_without_the_browsers_own_checks),
    look("colleague-invite", state="invited", act=invite),
    look("colleagues", state="with invitations and roles taken away", world=table.world),
    look("colleagues", state="nobody found", query="?search=zzzz"),
    look("colleague-take", state="asked", kwargs=table.the_office, world=table.world, query="?held=office"),
    look("colleague-password", state="the link", kwargs=table.the_office, world=table.world, act=make_the_link),
]
