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


def without_form() -> SimpleNamespace:
    return SimpleNamespace(meeting=cast.meeting())


def with_wishes() -> SimpleNamespace:
    """One wish that fits an application, one that fits nobody, one decided."""
    meeting = desk.meeting()
    desk.apply(meeting, **desk.other_person(1))
    for number, named in enumerate(("Hanna Wierzbówka", HOSTILE[:200], "Ktoś Nieznany"), start=2):
        desk.apply(meeting, **desk.other_person(number), linked_with=named, linked_mode="together")
    decided = register.links_of(meeting).get(named="Hanna Wierzbówka")
    actions.confirm_link(actor=desk.office(), link=decided, now=cast.NOW)
    return SimpleNamespace(meeting=meeting)


def save_without_name(page: Page) -> None:
    page.locator(".entry-save button").click()
    page.locator(".error-summary").wait_for()


def save_somebody_known(page: Page) -> None:
    page.locator("#full_name").fill("Żaneta Łąkowska")
    page.locator("#phone").fill("600 100 200")
    page.locator("#likely .likely").wait_for()


def choose_nothing(page: Page) -> None:
    page.locator("select[name=body]").select_option("")
    page.locator("button[value=body]").click()
    page.locator(".error-summary").wait_for()


def publish_too_early(page: Page) -> None:
    page.locator("main form button").first.click()
    page.locator(".error-summary").wait_for()


def refuse_without_reason(page: Page) -> None:
    page.locator("details.more > summary").first.click()
    page.locator("button[value=not_eligible]").click()
    page.locator(".error-summary").wait_for()


def the_spelling(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": register.spellings_to_nod(world.meeting).first().pk}


def two_spellings() -> SimpleNamespace:
    meeting = desk.meeting()
    desk.apply(meeting)
    desk.apply(meeting, **{**desk.other_person(2), "organisation": "FUNDACJA CIEPLY PIEC"})
    return SimpleNamespace(meeting=meeting)


PHONE, PAPER = {**SLUG, "channel": "phone"}, {**SLUG, "channel": "paper-scan"}


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
    Look(
        "application",
        one,
        role=COORDINATOR,
        state="refused without a reason",
        world=one_complete,
        act=refuse_without_reason,
    ),
    Look("application-new", PHONE, role=OFFICE, state="with errors", world=crowded, act=save_without_name),
    Look(
        "application-new", PHONE, role=OFFICE, state="with somebody known", world=one_complete, act=save_somebody_known
    ),
    Look("application-new", PAPER, role=OFFICE, state="from paper", world=one_complete),
    Look("application-new", PHONE, role=OFFICE, state="without a form", world=without_form),
    Look("application-complete", one, role=OFFICE, state="with something missing", world=crowded),
    Look("application-number", one, role=OFFICE, state="with something missing", world=crowded),
    Look("duplicates", SLUG, role=OFFICE, state="empty", world=without_form),
    Look("spelling", the_spelling, role=OFFICE, state="with errors", world=two_spellings, act=choose_nothing),
    Look("links", SLUG, role=OFFICE, state="with wishes", world=with_wishes),
    Look("links", SLUG, role=OFFICE, state="empty", world=without_form),
    Look(
        "form-view",
        SLUG,
        role=COORDINATOR,
        state="before it can be published",
        world=without_form,
        act=publish_too_early,
    ),
]
