from tests import cast
from tests.browser.pages import Look
from tests.browser.rooms.people import send_without_the_browsers_own_checks
from tests.doors.access import COORDINATOR, OBSERVER, SLUG
from tests.doors.meetings.register import applied
from tests.stages.applications import desk


def nothing() -> None:
    cast.organisation()


def thirty() -> None:
    for number in range(30):
        title = cast.words(f"Spotkanie {number} o tym, jak się porozumieć mimo bardzo długiego tytułu")
        cast.meeting(slug=f"spotkanie-{number}", title=title)


def a_draft() -> None:
    cast.meeting(announced=False)


def with_applications() -> None:
    applied(desk.meeting(), 4)


PAGES = [
    Look("home", {}, state="empty", world=nothing),
    Look("home", {}, state="with 30 meetings", world=thirty),
    Look("team", {}, role=COORDINATOR, state="empty", world=nothing),
    Look("team", {}, role=COORDINATOR, state="with 30 meetings", world=thirty),
    Look("meeting-new", {}, role=COORDINATOR, state="with errors", act=send_without_the_browsers_own_checks),
    Look("meeting-overview", SLUG, role=COORDINATOR, state="of a draft", world=a_draft),
    Look("meeting-overview", SLUG, role=OBSERVER, state="where nothing waits", world=a_draft),
    Look("meeting-overview", SLUG, role=COORDINATOR, state="with applications", world=with_applications),
]
