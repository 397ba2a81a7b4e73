from types import SimpleNamespace

from obrady.stages.letters.states import LetterKind
from obrady.stages.letters.tasks import send_due
from tests import cast
from tests.browser.pages import Look
from tests.doors.access import COORDINATOR, OFFICE, SLUG
from tests.stages.applications import desk
from tests.stages.letters.post import letter, person
from tests.workshop.smtp_peer import smtp_peer

LONG_NAME = "Bezprzerwy" * 8
KINDS = list(LetterKind)


def empty() -> SimpleNamespace:
    return SimpleNamespace(meeting=cast.meeting())


def crowded() -> SimpleNamespace:
    """30 letters of all kinds, ways and languages; two refused, one that could not be written, one endless name."""
    for number in range(26):
        reader = person(
            f"Osoba {number}",
            email="" if number % 5 == 0 else f"osoba{number}@example.net",
            phone="" if number % 10 == 0 else "+48 600 000 001",
            language=("pl", "uk", "en")[number % 3],
        )
        letter(KINDS[number % len(KINDS)], to=reader, number=number, review=number % 2 == 0)
    letter(number=30, to=person(LONG_NAME, email=f"{LONG_NAME.lower()}@example.net"))
    letter(number=31, to=person(LONG_NAME, answer_channel="call"))
    letter(LetterKind.SELECTED, number=32, review=True, withdraw_by="")
    letter(LetterKind.INCOMPLETE, number=33, missing_answers="")
    with smtp_peer(lambda number, reader: "550 no such reader" if number < 2 else "451 later") as (_, server):
        send_due(cast.NOW, server=server)
    return SimpleNamespace(meeting=cast.meeting())


def without_words() -> SimpleNamespace:
    return SimpleNamespace(letter=letter(LetterKind.INCOMPLETE, missing_answers=""))


def save_nonsense(page) -> None:
    page.locator("textarea").fill("Cześć {imie}")
    with page.expect_navigation():
        page.locator("button[value=save]").click()


def team(name: str, state: str, *, kwargs=SLUG, world=crowded, role: str = COORDINATOR, **more) -> Look:
    return Look(name, kwargs, role=role, state=state, world=world, **more)


def look(page) -> None:
    page.locator("input[name=audience][value=applications]").check()
    page.locator("input[name=subject_pl]").fill("Szukamy pomocy")
    page.locator("textarea[name=text_pl]").fill("Dzień dobry, {name}!")
    page.locator("button[value=look]").click()
    page.wait_for_load_state()


def applied() -> SimpleNamespace:
    meeting = desk.meeting()
    for number in range(12):
        desk.apply(meeting, key=f"write-to-many-key-{number}", **desk.other_person(number))
    return SimpleNamespace(meeting=meeting)


def save_nothing(page) -> None:
    page.locator("input[name=out-smtp_host]").fill("smtp://example.org/")
    page.locator("button[value=sending]").click()
    page.wait_for_load_state()


HOST = {"organisation": "szkolimy"}
TEXT = {**SLUG, "kind": "selected", "language": "uk"}
PAGES = [
    team("letters", "empty", world=empty),
    team("letters", "with 30 letters"),
    team("letters", "with 30 letters, as the office", role=OFFICE),
    team("letters", "with failures", query="?state=failed"),
    team("letters", "with nothing found", query="?search=nikt"),
    team("letters-review", "empty", world=empty),
    team("letters-review", "with 15 drafts"),
    team("letters-send", "with a draft that stays"),
    team("letters-calls", "empty", world=empty),
    team("letters-calls", "with several"),
    team("letters-calls-list", "with several"),
    team("letters-print", "empty", world=empty),
    team("letters-write", "empty", world=empty),
    team("letters-write-one", "a free letter", kwargs={**SLUG, "kind": "free"}, world=applied),
    team("letters-write-one", "a look at it", kwargs={**SLUG, "kind": "free"}, world=applied, act=look),
    team("letter-texts-all", "the draw", query="?group=draw", world=empty),
    team("mail-setup", "without anything", kwargs=HOST, world=empty),
    team("mail-setup", "with errors", kwargs=HOST, world=empty, act=save_nothing),
    team("letter", "without words", kwargs=lambda world: {**SLUG, "key": world.letter.pk}, world=without_words),
    team("letter-text", "before anybody has a letter", kwargs=TEXT, world=empty),
    team("letter-text", "with errors", kwargs=TEXT, act=save_nonsense),
]
