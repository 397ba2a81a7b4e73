"""The proof in the reader's own browser, the hall that follows the dice, and the whole way by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from obrady.stages.draws import actions
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.tasks import compute_due
from tests import cast
from tests.stages.draws import office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHECK, HALL = "/en/m/integracja/draw/check/", "/en/m/integracja/draw/hall/"


@pytest.fixture(autouse=True)
def applications_are_closed(the_clock_stands, settings) -> None:
    settings.OBRADY_FIXED_NOW = office.AFTER.isoformat()


def findings(page: Page) -> list[str]:
    page.get_by_role("button", name="Recompute").press("Enter")
    expect(page.locator(".findings li").nth(1)).to_be_visible()
    return [" ".join(line.split()) for line in page.locator(".findings li").all_inner_texts()]


def test_the_reader_s_browser_recomputes_the_draw(page: Page) -> None:
    draw = office.drawn(office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 2, 2)), "042")
    code = sorted(office.codes_in(draw))[0]
    page.goto(f"{CHECK}?code={code}")
    found = findings(page)
    assert len(found) == 7
    assert all(line.startswith("right") for line in found)
    assert f"{code}:" in found[-1]
    assert found[-1].endswith("drawn")
    assert set(page.locator("#found-codes li").all_inner_texts()) == office.codes_in(draw)


@pytest.mark.parametrize("change", [lambda text: text.replace('"seats":4', '"seats":5'), lambda text: text + " "])
def test_a_changed_copy_is_called_wrong(page: Page, tmp_path, change) -> None:
    draw = office.committed(office.draft(office.meeting_with(8)))
    copy = tmp_path / "bundle.json"
    copy.write_text(change(bytes(draw.bundle).decode()), encoding="utf-8")
    page.goto(CHECK)
    page.set_input_files("#file", copy)
    assert findings(page)[0].startswith("WRONG")


def test_rows_in_another_order_are_called_wrong_even_under_their_own_hash(page: Page, tmp_path) -> None:
    draw = office.committed(office.draft(office.meeting_with(8)))
    text = bytes(draw.bundle).decode()
    start = text.index('"rows":[[') + len('"rows":[')
    middle, end = text.index("]", start) + 1, text.index("]", text.index("]", start) + 1) + 1
    first, second = text[start:middle], text[middle + 1 : end]
    (tmp_path / "bundle.json").write_text(f"{text[:start]}{second},{first}{text[end:]}", encoding="utf-8")
    page.goto(CHECK)
    page.set_input_files("#file", tmp_path / "bundle.json")
    page.locator("#commitment").fill("")
    found = findings(page)
    assert found[0].startswith("not asked")
    assert (first == second) or any(line.startswith("WRONG The order of the rows") for line in found)


def test_the_hall_follows_the_dice_by_itself(page: Page) -> None:
    draw, actor = office.committed(office.draft(office.meeting_with(8))), office.coordinator()
    page.goto(HALL)
    expect(page.get_by_text("The commitment begins")).to_be_visible()
    page.wait_for_timeout(600)
    actions.throw_dice(actor=actor, draw=draw, digits="042", now=office.AFTER)
    expect(page.get_by_text("Row 42")).to_be_visible(timeout=8000)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("4 codes with a place")).to_be_visible()


def test_the_smallest_type_of_the_hall_is_four_percent_of_its_height(open_browser) -> None:
    office.drawn(office.draft(office.meeting_with(8)), "042")
    page = open_browser()
    page.set_viewport_size({"width": 1920, "height": 1080})
    for screen in (1, 2):
        page.goto(f"{HALL}?screen={screen}")
        sizes = page.evaluate(
            "[...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() && !e.matches('h1')"
            " && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))"
            ".map((e) => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert min(sizes) >= 0.04 * 1080
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_from_places_to_the_thrown_dice_without_javascript(open_browser) -> None:
    meeting = office.meeting_with(8)
    page = open_browser(signed_in=cast.coordinator(), java_script_enabled=False)
    page.goto("/en/team/integracja/recruitment/")
    page.get_by_label("A plain draw").check()
    page.get_by_label("Places for people who applied").fill("4")
    page.get_by_role("button", name="Save and go on").press("Enter")
    page.get_by_role("button", name="Freeze and compute").press("Enter")
    compute_due(office.AFTER)
    page.get_by_role("link", name="Look again").press("Enter")
    page.get_by_role("button", name="Publish the commitment").press("Enter")
    for number, digit in enumerate("042", start=1):
        page.get_by_label(f"Die {number}").fill(digit)
    page.get_by_role("button", name="Show the digits once more").press("Enter")
    page.get_by_role("button", name="Yes, the dice show 042").press("Enter")
    page.get_by_role("button", name="Approve and publish").press("Enter")
    page.get_by_role("button", name="Write the letters").press("Enter")
    assert live_draw(meeting).row == 42
