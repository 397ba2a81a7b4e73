from types import SimpleNamespace

from obrady.stages.applications import queries as register
from obrady.stages.intake.actions import answer, collecting
from obrady.stages.intake.states import Right, ThreadKind
from tests import cast
from tests.browser.pages import Look
from tests.doors.access import COORDINATOR, OFFICE, SLUG
from tests.doors.access.intake import ORGANISATION, the_message, the_record
from tests.stages.applications import desk
from tests.stages.intake.asking import ask, message

LONG = "Bezprzerwy" * 12


def empty() -> SimpleNamespace:
    return SimpleNamespace(meeting=desk.meeting())


def crowded() -> SimpleNamespace:
    """30 threads of all kinds, one answered, one with an endless word; 30 messages of all kinds."""
    meeting = desk.meeting()
    application = desk.apply(meeting).application
    for number in range(29):
        one = desk.apply(meeting, **desk.other_person(number)).application
        ask(one, f"Pytanie {number}", kind=ThreadKind.OBJECTION if number % 3 == 0 else ThreadKind.QUESTION)
    thread = ask(application, LONG, kind=ThreadKind.RIGHT, right=Right.ERASURE)
    answer(actor=cast.actor(cast.office()), thread=thread, text=LONG, now=cast.NOW)
    for number in range(1, 30):
        message(LONG if number == 1 else f"Pytanie {number}", number=number, subject="Wypisz" if number == 2 else LONG)
    broken = message(raw=b"\r\n\r\n", number=30)
    return SimpleNamespace(
        meeting=meeting, number=thread.number, message=broken.pk, reference=application.reference,
        token=register.token_of(application),
    )  # fmt: skip


def with_plea() -> SimpleNamespace:
    application = desk.apply(desk.meeting(), email="oksana@example.net").application
    ask(application)
    return SimpleNamespace(message=message("Proszę mnie wypisać", subject="Stop").pk)


def in_trouble() -> SimpleNamespace:
    row = collecting.begin(cast.organisation(), "box", now=cast.NOW)
    collecting.failed(row, trouble="unreachable", answer="connection refused", now=cast.NOW)
    return SimpleNamespace(meeting=cast.meeting())


def send_empty(page) -> None:
    with page.expect_navigation():
        page.locator("form.form button").first.click()


def numbered(world: SimpleNamespace) -> dict:
    return {**SLUG, "number": world.number}


def own(world: SimpleNamespace) -> dict:
    return {"token": world.token}


PAGES = [
    Look("threads", SLUG, COORDINATOR, "empty", world=empty),
    Look("threads", SLUG, OFFICE, "with 30", world=crowded),
    Look("threads", SLUG, OFFICE, "with nothing found", query="?search=nikt", world=crowded),
    Look("thread", numbered, OFFICE, "with an endless word", world=crowded),
    Look("thread", numbered, OFFICE, "with errors", world=crowded, act=send_empty),
    Look("thread-new", SLUG, OFFICE, "with errors", world=empty, act=send_empty),
    Look("mailbox", ORGANISATION, OFFICE, "with 30", world=crowded),
    Look("mailbox", ORGANISATION, OFFICE, "in trouble", world=in_trouble),
    Look("message", the_message, OFFICE, "in quarantine", world=crowded),
    Look("message", the_message, OFFICE, "that asks for no more letters", world=with_plea),
    Look("public-questions", SLUG, OFFICE, "empty", world=empty),
    Look("public-question-new", SLUG, OFFICE, "with errors", world=empty, act=send_empty),
    Look("questions", SLUG, state="empty", world=empty),
    Look("rights", the_record, COORDINATOR, "with threads", world=crowded),
    Look("rights-erase", the_record, COORDINATOR, "with errors", world=crowded, act=send_empty),
    Look("own-application", own, state="with questions", world=crowded),
    Look("own-ask", own, state="with errors", world=crowded, act=send_empty),
    Look("own-data", own, state="with an endless word", world=crowded),
]
