"""A real browser against a live server: its own Chromium, nobody else on the network, no error in its console."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from obrady.stages.people.models import StaffAccount
from tests import cast
from tests.snapshots import Worlds

# Playwright's own loop runs in this thread; Django would take every query for one in asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
# Not by a route of Playwright, which would switch the browser's cache off.
FLAGS += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"]
KEPT_BY_SCRIPTS = "local_storage,indexeddb,cache_storage,service_workers"
USUAL = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}


@pytest.fixture(autouse=True)
def the_clock_stands(settings) -> None:
    settings.OBRADY_FIXED_NOW = cast.NOW.isoformat()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is not on this machine; as root: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Whatever the browser complains of fails the test in the end."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def open_browser(chromium: Browser, live_server, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Makes pages in fresh contexts."""
    contexts: list[BrowserContext] = []

    def new_page(*, signed_in: StaffAccount | None = None, width: int = 1280, **options: object) -> Page:
        options = USUAL | {"viewport": {"width": width, "height": 900}} | options
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        if signed_in:
            context.add_cookies([session_cookie(cast.sign_in(Client(), signed_in), live_server.url)])
        return _listened_to(context.new_page(), live_server.url, complaints)

    yield new_page
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")
        context.close()


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    """A visitor's page at 1280 pixels."""
    return open_browser()


@pytest.fixture(scope="session")
def standing_window(chromium: Browser, live_server) -> Iterator[tuple[Page, list[str]]]:
    context = chromium.new_context(base_url=live_server.url, **USUAL)
    heard: list[str] = []
    yield _listened_to(context.new_page(), live_server.url, heard), heard
    context.close()


@pytest.fixture
def window(standing_window: tuple[Page, list[str]], live_server) -> Iterator[Page]:
    """One page for many tests, which keeps styles and letters in its cache; cookies, what scripts kept, size and colours
    begin anew. Whatever the browser complains of fails the test in the end."""
    page, heard = standing_window
    heard.clear()
    page.set_viewport_size(USUAL["viewport"])
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    yield page
    if page.url.startswith(live_server.url):
        page.evaluate("() => sessionStorage.clear()")
    page.goto("about:blank")
    browser = page.context.new_cdp_session(page)
    browser.send("Storage.clearDataForOrigin", {"origin": live_server.url, "storageTypes": KEPT_BY_SCRIPTS})
    browser.detach()
    page.context.clear_cookies()
    assert heard == []


def _listened_to(page: Page, here: str, complaints: list[str]) -> Page:
    page.on("request", lambda request: _note_address(request.url, here, complaints))
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda message: _note(message, complaints))
    return page


def _note_address(address: str, here: str, complaints: list[str]) -> None:
    if not address.startswith((here, "data:", "about:", "blob:")):
        complaints.append(f"asked somebody else: {address}")


def _note(message, complaints: list[str]) -> None:
    # The browser reports every answer of 4xx as an error; what a page answers is for the tests of doors to say.
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        complaints.append(f"console: {message.text}")


def session_cookie(client: Client, address: str) -> dict[str, str]:
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}


@pytest.fixture(scope="session")
def worlds() -> Worlds:
    return Worlds()
