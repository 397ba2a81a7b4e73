"""The proof in the reader's own browser, the hall that follows the dice, and the whole way by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from obrady.stages.draws import actions
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.tasks import compute_due
from tests import cast
from tests.browser import checks
from tests.stages.draws import office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHECK, HALL = "/en/m/integracja/draw/check/", "/en/m/integracja/draw/hall/"


@pytest.fixture(autouse=True)
def applications_are_closed(the_clock_stands, settings) -> None:
    settings.OBRADY_FIXED_NOW = office.AFTER.isoformat()


def recomputed(page: Page) -> list[str]:
    """The verdict, and below it what was found."""
    page.get_by_role("button", name="Recompute").press("Enter")
    expect(page.locator("#verdict")).not_to_be_empty(timeout=20_000)
    return [page.locator("#verdict").inner_text(), *page.locator(".findings li").all_inner_texts()]


def test_the_reader_s_browser_recomputes_the_draw(page: Page) -> None:
    draw = office.drawn(office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 2, 2)), "042")
    code = sorted(office.codes_in(draw))[0]
    page.goto(f"{CHECK}?code={code.lower().replace('-', '')}")
    verdict, *found = recomputed(page)
    assert verdict.startswith("PROVEN")
    assert any(line.startswith(f"{code} is in") for line in found)
    row = next(line for line in found if line.startswith("Row 042 was drawn: "))
    assert set(row.partition(": ")[2].split(", ")) == office.codes_in(draw)


@pytest.mark.parametrize("change", [lambda text: text.replace('"seats":4', '"seats":5'), lambda text: text + " "])
def test_a_changed_copy_is_refused(page: Page, tmp_path, change) -> None:
    draw = office.committed(office.draft(office.meeting_with(8)))
    copy = tmp_path / "bundle.json"
    copy.write_text(change(bytes(draw.bundle).decode()), encoding="utf-8")
    page.goto(CHECK)
    page.set_input_files("#file", copy)
    assert recomputed(page)[0] == "REFUSED because the commitment is another one."


def test_without_the_commitment_the_page_says_that_nothing_is_proven(page: Page) -> None:
    office.committed(office.draft(office.meeting_with(8)))
    page.goto(CHECK)
    page.locator("#commitment").fill("")
    assert recomputed(page)[0].startswith("CONSISTENT, NOT PROVEN")


def test_the_saved_page_works_from_a_folder_without_any_server(page: Page, chromium, tmp_path) -> None:
    draw = office.drawn(office.draft(office.meeting_with(8)), "042")
    (tmp_path / "bundle.json").write_bytes(bytes(draw.bundle))
    page.goto(CHECK)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save this page").click()
    download.value.save_as(tmp_path / "saved.html")
    alone = chromium.new_context(offline=True).new_page()
    alone.goto((tmp_path / "saved.html").as_uri())
    alone.set_input_files("#file", tmp_path / "bundle.json")
    assert recomputed(alone)[0].startswith("PROVEN")
    assert checks.axe(alone) == []
    alone.context.close()


def test_a_browser_without_hashes_is_told_of_verify_py(open_browser) -> None:
    office.committed(office.draft(office.meeting_with(8)))
    page = open_browser()
    page.add_init_script("Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined })")
    page.goto(CHECK)
    expect(page.get_by_text("use verify.py").first).to_be_visible()
    expect(page.get_by_role("button", name="Recompute")).to_be_hidden()


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
