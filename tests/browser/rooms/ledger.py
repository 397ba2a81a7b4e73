from tests import cast
from tests.browser.pages import Look
from tests.browser.rooms.meetings import thirty
from tests.doors.access import COORDINATOR
from tests.stages.ledger.chains import written


def some_lines() -> None:
    cast.organisation()
    written(3)


PAGES = [
    Look("ledger", {}, role=COORDINATOR, state="with 50 lines and a whole chain", query="?check=yes", world=thirty),
    Look("ledger", {}, role=COORDINATOR, state="where no line fits", query="?about=nothing"),
    Look("ledger-check", {}, state="with a bad receipt", query="?receipt=1-0123456789abcdef", world=some_lines),
    Look("ledger-check", {}, state="with errors", query="?receipt=something", world=some_lines),
]
