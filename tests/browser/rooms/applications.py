"""Further states of the pages of applications: with errors, with thirty rows, with hostile words."""

from types import SimpleNamespace

from playwright.sync_api import Page

from obrady.stages.applications import actions
from obrady.stages.applications import queries as register
from tests import cast
from tests.browser.pages import Look
from tests.doors.access import COORDINATOR, OFFICE, SLUG
from tests.stages.applications import desk

HOSTILE = "<script>alert(1)</script> \u202eodwrócone\u202c =cmd " + "Bezprzerwy" * 12


def one_complete() -> SimpleNamespace:
    meeting = desk.meeting()
    application = desk.apply(meeting).application
    return SimpleNamespace(meeting=meeting, application=application, token=register.token_of(application))


def crowded() -> SimpleNamespace:
    """Thirty applications of all channels, one with hostile words, two possible duplicates, one thin one."""
    meeting = desk.meeting()
    for number in range(28):
        channel = ("web", "phone", "office")[number % 3]
        actor = {} if channel == "web" else {"actor": desk.office()}
        desk.apply(meeting, channel=channel, **actor, **desk.other_person(number))
    desk.apply(meeting, problem=HOSTILE, organisation=HOSTILE[:190])
    desk.apply(meeting, full_name="Zaneta Lakowska")
    thin = desk.apply(
        meeting, actor=desk.office(), channel="phone", complete_later=True, problem=None, **desk.other_person(40)
    )
    return SimpleNamespace(meeting=meeting, application=thin.application, token=thin.token)


def withdrawn() -> SimpleNamespace:
    world = one_complete()
    actions.withdraw(actor=register.applicant(world.application), application=world.application, now=cast.NOW)
    return world


def send_empty(page: Page) -> None:
    page.locator("main form .button-large").first.click()
    # The browser may still be at its proof of work: the answer is there when it says what to mend.
    page.locator(".error-summary").wait_for()


def own(world: SimpleNamespace) -> dict[str, str]:
    return {"token": world.token}


def one(world: SimpleNamespace) -> dict[str, str]:
    return {"slug": "integracja", "reference": world.application.reference}


PAGES = [
    Look("apply", SLUG, state="with errors", world=one_complete, act=send_empty),
    Look("own-application", own, state="withdrawn", world=withdrawn),
    Look("own-application", own, state="with something missing", world=crowded),
    Look("queue", SLUG, role=OFFICE, state="with 30 rows", world=crowded),
    Look("queue", SLUG, role=OFFICE, state="with nothing found", query="?search=nikt", world=crowded),
    Look("queue", SLUG, role=OFFICE, state="empty", world=lambda: SimpleNamespace(meeting=desk.meeting())),
    Look("duplicates", SLUG, role=OFFICE, state="with a pair", world=crowded),
    Look("bodies", SLUG, role=OFFICE, state="crowded", world=crowded),
    Look("application", one, role=OFFICE, state="with something missing", world=crowded),
    Look("application", one, role=COORDINATOR, state="withdrawn", world=withdrawn),
]
