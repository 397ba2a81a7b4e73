"""The whole job as people do it, in a browser and without reading code: from an empty installation to a published draw.

Every station is looked at as it is passed: axe, contrast of controls, 320 pixels, one heading of the first level.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from obrady.stages.announcements.actions import publish_announcement
from obrady.stages.applications import queries as register
from obrady.stages.applications.actions import import_applications
from obrady.stages.applications.models import Application
from obrady.stages.draws.tasks import compute_due
from obrady.stages.ledger.queries import breaks
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.letters.models import Letter
from obrady.stages.letters.tasks import send_due
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.actions import issue_first_code
from tests import cast
from tests.browser.checks import axe, contrast_of_controls, headings, reflows
from tests.stages.announcements import scene
from tests.stages.applications import desk
from tests.workshop.smtp_peer import smtp_peer

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BEFORE = datetime(2023, 11, 28, 11, 0, tzinfo=UTC)
WHILE_OPEN = datetime(2023, 12, 5, 11, 0, tzinfo=UTC)
CLOSED = datetime(2023, 12, 8, 11, 0, tzinfo=UTC)
LEFT = datetime(2023, 12, 8, 11, 5, tzinfo=UTC)
SLUG = "porozmawiajmy-o-integracji"
DICE = "407"
SHARES = {"people in their own name, at least": "4", "voivodeship institutions, at least": "2"}


@dataclass
class Way:
    """Whoever walks: the coordinator's page, a visitor's telephone, and the clock on the wall."""

    open_browser: Callable[..., Page]
    settings: Any

    def __post_init__(self) -> None:
        self.team = self.open_browser()

    def at(self, moment: datetime) -> datetime:
        self.settings.OBRADY_FIXED_NOW = moment.isoformat()
        return moment

    def go(self, *steps: str) -> None:
        """Press buttons and links of these names, one after the other."""
        for name in steps:
            here = self.team.get_by_role("button", name=name).or_(self.team.get_by_role("link", name=name))
            here.first.click()


def passes(page: Page) -> None:
    page.wait_for_load_state()
    found = [*headings(page), *axe(page), *contrast_of_controls(page), *reflows(page)]
    assert found == [], f"{page.url}: {found}"


def write(page: Page, **typed: str) -> None:
    """Texts in boxes, by the names of the form."""
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)


def come_in_first(way: Way) -> None:
    code = issue_first_code(actor=CONSOLE, now=BEFORE)
    way.team.goto("/en/first/")
    passes(way.team)
    write(way.team, code=code, organisation="Fundacja Przykładowa", name="Anna Pierwsza", email="anna@example.org")
    write(way.team, password=cast.PASSWORD)
    way.team.keyboard.press("Enter")
    expect(way.team.get_by_text("signed in as the coordinator")).to_be_visible()
    passes(way.team)
    set_up_second_factor(way)
    expect(way.team.get_by_role("heading", name="Set-up")).to_be_visible()
    passes(way.team)


def set_up_second_factor(way: Way) -> None:
    secret = way.team.locator(".factor-key").inner_text().replace(" ", "")
    write(way.team, code=cast.code_at(BEFORE, secret))
    way.go("Set it up")
    passes(way.team)
    way.go("They are in a safe place")


def call_the_meeting(way: Way) -> None:
    way.team.goto("/en/team/")
    way.go("Call")
    passes(way.team)
    write(way.team, title_0="Porozmawiajmy o integracji")
    way.go("Begin the draft")
    passes(way.team)


TEXTS = {
    "title_pl": "Porozmawiajmy o integracji",
    "title_uk": "Поговорімо про інтеграцію",
    "why_pl": "Od kilku lat w regionie powstają organizacje, które pracują z osobami z doświadczeniem migracji.",
    "why_uk": "Уже кілька років у регіоні з’являються організації, що працюють із людьми з досвідом міграції.",
    "for_whom_pl": "Organizacje pozarządowe, instytucje gmin, powiatów i województwa, osoby we własnym imieniu.",
    "for_whom_uk": "Неурядові організації, установи гмін, повітів і воєводства, люди від власного імені.",
}
PARTICULARS = {
    "day": "2023-12-14",
    "begins": "09:30",
    "ends": "15:30",
    "place_pl": "Kawiarnia Przykład",
    "place_address_pl": "ul. Zmyślona 6\n87-100 Toruń",
    "access_notes_pl": "Wejście bez progu.",
    "places": "40",
    "opens_day": "2023-11-29",
    "opens_hour": "09:00",
    "closes_day": "2023-12-07",
    "closes_hour": "17:00",
    "answer_by": "2023-12-11",
    "office_name_pl": "Biuro Fundacji",
    "office_address_pl": "ul. Wymyślona 112\n87-100 Toruń",
    "office_hours_pl": "poniedziałek–piątek, 9:00–17:00",
    "phone": "+48 600 000 112",
    "email": "spotkanie@example.org",
}
PROJECTS = {"RAZEM W REGIONIE": "Finansuje Instytut Przykładowy.", "Po sąsiedzku": "Dofinansowuje Fundusz Blisko."}
LISTS = {
    "facilitating-organisation": "Pracownia Rozmów Przykładowych",
    "invited-experts": "Halina Zmyślona",
    "patrons": "Fundacja Nurt",
    "meeting-partners": "Fundacja Dobry Próg",
    "project-partners": "Ośrodek Wsparcia Przykładowy",
    "information-cooperation": "Gmina Przykładowa",
    "funder": "Instytut Przykładowy",
}


def write_the_announcement(way: Way) -> None:
    way.go("Write the announcement")
    passes(way.team)
    for part, typed in (("texts", TEXTS), ("particulars", PARTICULARS)):
        way.team.goto(f"/en/team/{SLUG}/announcement/{part}/")
        passes(way.team)
        write(way.team, **typed)
        way.go("Save")
    way.team.goto(f"/en/team/{SLUG}/announcement/programme/new/")
    write(way.team, starts_at="10:00", ends_at="12:00", title_pl="Co nam przeszkadza")
    way.go("Save")
    for name, sentence in PROJECTS.items():
        way.team.goto(f"/en/team/{SLUG}/announcement/projects/new/")
        write(way.team, name_pl=name, funding_sentence_pl=sentence)
        way.go("Save")
    for kind, name in LISTS.items():
        way.team.goto(f"/en/team/{SLUG}/announcement/lists/{kind}/new/")
        write(way.team, name_pl=name)
        way.team.get_by_label("Agreed to be named").check()
        way.go("Save")
    passes(way.team)


def publish_it(way: Way) -> None:
    way.team.goto(f"/en/team/{SLUG}/announcement/")
    passes(way.team)
    way.go("Publish…")
    passes(way.team)
    way.go("Publish now")
    way.team.goto(f"/en/team/{SLUG}/form/")
    way.go("Publish the form of a talk about integration")
    passes(way.team)
    way.go("the organiser’s address")
    passes(way.team)
    write(way.team, address_0="ul. Wymyślona 112, 87-100 Toruń", email="biuro@example.org", phone="+48 600 000 112")
    write(way.team, data_protection_contact_0="Nie mamy inspektora; pytania: biuro@example.org")
    way.go("Save", "Publish the form of a talk about integration")
    passes(way.team)


ANSWERS = {
    "full_name": "Оксана Тестова",
    "email": "oksana@example.org",
    "phone": "+48 000 000 777",
    "problem": "Не знаємо, до кого в гміні звернутися.",
}


def fill_in(page: Page) -> None:
    write(page, **ANSWERS)
    page.locator("[name=applies_as][value=own_name]").check()
    page.locator("[name=gmina_teryt]").select_option(value="0463011")
    for name in ("hardest_cooperation", "answer_channel", "language"):
        boxes = page.locator(f"[name={name}]")
        (boxes.nth(1) if name == "language" else boxes.first).check()
    page.locator("[name=consent_rules]").check()


def apply_in_ukrainian(page: Page, *, look: Callable[[Page], None]) -> str:
    """Gives the address of the private page."""
    page.goto(f"/uk/m/{SLUG}/")
    look(page)
    page.get_by_role("link", name="Подати заявку").first.click()
    look(page)
    fill_in(page)
    page.get_by_role("button", name="Надіслати заявку").click()
    expect(page.locator(".receipt-number")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Відкрити мою сторінку").click()
    expect(page).to_have_url(re.compile("/uk/z/"))
    look(page)
    return page.url


SAID = {"full_name": "Piotr Dzwoniacy", "phone": "+48 000 000 555", "gmina_teryt": "Toru"}


def take_a_call_by_keyboard(way: Way) -> None:
    """Nothing but keys: the focus says which answer is asked for, from the first moment on."""
    page, keys = way.team, way.team.keyboard
    page.goto(f"/en/team/{SLUG}/applications/")
    passes(page)
    reach(page, "By phone")
    keys.press("Enter")
    page.wait_for_url("**/new/phone/")
    for _ in range(30):
        name, kind = page.evaluate("[document.activeElement.name, document.activeElement.type]")
        if kind == "submit":
            break
        if kind in ("checkbox", "radio"):
            keys.press("Space")
        elif name in SAID:
            keys.type(SAID[name])
        keys.press("Enter")
    keys.press("Control+Enter")
    expect(page.locator(".number-out")).to_be_visible()
    passes(page)


def reach(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"the Tab key does not reach “{name}”")


def clear_the_queue(way: Way) -> None:
    same = {
        frozenset((row["reference_a"], row["reference_b"]))
        for row in desk.table("duplicates.csv")
        if row["is_duplicate"] == "yes"
    }
    way.team.goto(f"/en/team/{SLUG}/applications/")
    passes(way.team)
    way.go("Decide one by one")
    passes(way.team)
    while way.team.locator(".pair-decision").count():
        pair = frozenset(way.team.locator(".pair-table thead a").all_inner_texts())
        way.go("One person: merge" if pair in same else "Two people")
    passes(way.team)
    way.team.goto(f"/en/team/{SLUG}/bodies/")
    passes(way.team)
    way.go("Yes to all that are ticked")
    while way.team.get_by_role("button", name="An organisation of its own").count():
        way.go("An organisation of its own")
    way.team.goto(f"/en/team/{SLUG}/links/")
    passes(way.team)
    while way.team.locator("[aria-labelledby=waiting] li").count():
        card = way.team.locator("[aria-labelledby=waiting] li").first
        card.get_by_role("button", name="Confirm" if card.get_by_text("This is").count() else "Set aside").click()
    way.team.goto(f"/en/team/{SLUG}/applications/")
    way.team.get_by_role("button", name=re.compile("^Let all")).click()
    passes(way.team)
    way.go("To the recruitment")


def recruit(way: Way, now: datetime) -> None:
    page = way.team
    passes(page)
    page.get_by_label("A draw with shares").check()
    page.get_by_label("Places for people who applied").fill("40")
    way.go("Save and go on")
    passes(page)
    while page.locator("details.share:not([open])").count():
        page.locator("details.share:not([open]) > summary").first.click()
    for label, number in SHARES.items():
        page.get_by_label(label).fill(number)
    way.go("Save and check")
    passes(page)
    for box in page.locator("[name^=acknowledge-]").all():
        box.check()
    way.go("Freeze and compute")
    passes(page)
    assert compute_due(now) == 1
    way.go("Look again")
    passes(page)
    way.go("Publish the commitment")
    # Days have passed since the sign-in: a draw asks for the password once more, then for the act itself.
    page.locator("input[type=password]").fill(cast.PASSWORD)
    way.go("Go on")
    way.go("Publish the commitment")
    passes(page)
    for number, digit in enumerate(DICE, start=1):
        page.get_by_label(f"Die {number}").fill(digit)
    way.go("Show the digits once more")
    passes(page)
    way.go(f"Yes, the dice show {DICE}")
    passes(page)
    way.go("Approve and publish")
    passes(page)


def write_to_everybody(way: Way) -> list[str]:
    """Gives to whom a mail server took letters, two minutes after they were sent."""
    page = way.team
    way.go("Write the letters")
    passes(page)
    page.goto(f"/en/team/{SLUG}/letters/review/")
    passes(page)
    way.go("Send the ticked ones…")
    passes(page)
    page.get_by_role("button", name="Send").click()
    passes(page)
    with smtp_peer() as (peer, server):
        while send_due(LEFT, server=server):
            continue
        return [letter["To"] for letter in peer.letters]


def answered() -> set:
    """To whom an answer went out: by mail, or as a task for the office to call or to print."""
    rows = Letter.objects.filter(kind__in=["selected", "reserve", "not_selected"], state__in=["sent", "to_do"])
    return set(rows.values_list("person", flat=True))


def check_one_s_own_code(way: Way, private: str) -> None:
    page = way.open_browser(width=360)
    page.goto(private)
    passes(page)
    code = page.locator(".receipt-number").inner_text()
    page.get_by_role("link", name="перевір").click()
    passes(page)
    page.locator("#code").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator(".own-answer")).to_contain_text(code)
    passes(page)
    page.goto(f"/en/m/{SLUG}/draw/check/?code={code}")
    page.get_by_role("button", name="Recompute").press("Enter")
    expect(page.locator("#verdict")).not_to_be_empty(timeout=20_000)
    assert page.locator("#verdict").inner_text().startswith("PROVEN")
    assert code in " ".join(page.locator(".findings li").all_inner_texts())
    passes(page)


def test_from_an_empty_installation_to_a_checked_code(open_browser, settings) -> None:
    way = Way(open_browser, settings)
    way.at(BEFORE)
    come_in_first(way)
    call_the_meeting(way)
    write_the_announcement(way)
    publish_it(way)

    way.at(WHILE_OPEN)
    private = apply_in_ukrainian(open_browser(width=360), look=passes)
    take_a_call_by_keyboard(way)
    assert Application.objects.get(channel="phone").person.name == SAID["full_name"]
    meeting = Meeting.objects.get()
    import_applications(actor=CONSOLE, meeting=meeting, rows=desk.table("applications.csv"), now=WHILE_OPEN)

    now = way.at(CLOSED)
    clear_the_queue(way)
    recruit(way, now)
    recipients = write_to_everybody(way)
    assert recipients.count(ANSWERS["email"]) == 2
    assert len(recipients) == Letter.objects.filter(channel="mail", state="sent").count()
    assert answered() == set(register.register(meeting).filter(state="eligible").values_list("person", flat=True))
    check_one_s_own_code(way, private)
    assert list(breaks()) == []


def test_the_form_is_sent_without_javascript(open_browser, settings) -> None:
    settings.OBRADY_FIXED_NOW = cast.NOW.isoformat()
    meeting = desk.meeting(slug=SLUG)
    scene.texts(meeting)
    publish_announcement(actor=CONSOLE, meeting=meeting, now=cast.NOW)
    page = open_browser(width=360, java_script_enabled=False)
    private = apply_in_ukrainian(page, look=lambda page: page.wait_for_load_state())
    application = Application.objects.get()
    assert register.token_of(application) in private
    assert (application.person.name, application.language, application.proven) == (ANSWERS["full_name"], "uk", False)
