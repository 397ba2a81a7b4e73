from types import SimpleNamespace

from obrady.stages.announcements.actions import publish_announcement
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.states import CourseKind
from tests import cast
from tests.browser.pages import Look
from tests.cast import NOW
from tests.doors.access import ANONYMOUS, COORDINATOR, SLUG
from tests.stages.announcements import scene
from tests.stages.applications import desk
from tests.stages.meetings.course_desk import NEW_PLACE, do


def announced() -> SimpleNamespace:
    """Published, with three who applied in two languages."""
    meeting = desk.meeting()
    scene.in_three_languages(meeting)
    scene.texts(meeting)
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    for number in range(3):
        desk.apply(meeting, language=("pl", "uk")[number % 2], **desk.other_person(number))
    return SimpleNamespace(meeting=meeting)


def closing_soon() -> SimpleNamespace:
    made = announced()
    do(made.meeting, CourseKind.CLOSE_EARLY, closes_at=NOW.replace(hour=20))
    return made


def moved_and_cancelled() -> SimpleNamespace:
    made = announced()
    do(made.meeting, CourseKind.MOVE, **NEW_PLACE)
    do(made.meeting, CourseKind.CANCEL)
    return made


def draft() -> SimpleNamespace:
    return SimpleNamespace(meeting=cast.meeting(announced=False))


def send(page) -> None:
    with page.expect_navigation():
        page.locator("main form button").first.click()


def look_whom_it_touches(page) -> None:
    page.fill("[name=reason_pl]", "Sala jest zamknięta.")
    send(page)


def course(state: str, world, *, kind: str = "", act=None) -> Look:
    kwargs = {**SLUG, "kind": kind} if kind else SLUG
    more = {"act": act} if act else {}
    return Look("course-change" if kind else "course", kwargs, COORDINATOR, state, world=world, **more)


PAGES = [
    course("draft", draft),
    course("closing soon", closing_soon),
    course("cancelled", moved_and_cancelled),
    *(course(kind, announced, kind=kind) for kind in ("extend", "close_early", "postpone", "shrink")),
    course("postpone, nothing typed", announced, kind="postpone", act=send),
    course("cancel, whom it touches", announced, kind="cancel", act=look_whom_it_touches),
    Look("closing", SLUG, COORDINATOR, "too few", world=closing_soon),
    Look("announcement", SLUG, ANONYMOUS, "cancelled", world=moved_and_cancelled),
    Look("apply", SLUG, ANONYMOUS, "cancelled", world=moved_and_cancelled),
    Look("queue", SLUG, COORDINATOR, "cancelled", world=moved_and_cancelled),
    Look("posters", SLUG, COORDINATOR, "published", world=announced),
]
