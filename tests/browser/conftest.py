"""A real browser against a live server: its own Chromium, nobody else on the network, no error in its console."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from obrady.stages.people.models import StaffAccount
from tests import cast

# Playwright's own loop runs in this thread; Django would take every query for one in asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


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
def open_browser(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Makes pages in fresh contexts; whatever the browser complains of fails the test in the end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def new_page(*, signed_in: StaffAccount | None = None, width: int = 1280, **options: object) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.route("**/*", lambda route: _only_here(route, live_server.url, complaints))
        if signed_in:
            context.add_cookies([_session_cookie(signed_in, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda message: _note(message, complaints))
        return page

    yield new_page
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    """A visitor's page at 1280 pixels."""
    return open_browser()


def _only_here(route: Route, here: str, complaints: list[str]) -> None:
    address = route.request.url
    if address.startswith((here, "data:", "about:", "blob:")):
        route.continue_()
    else:
        complaints.append(f"asked somebody else: {address}")
        route.abort()


def _note(message, complaints: list[str]) -> None:
    # The browser reports every answer of 4xx as an error; what a page answers is for the tests of doors to say.
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        complaints.append(f"console: {message.text}")


def _session_cookie(account: StaffAccount, address: str) -> dict[str, str]:
    client = cast.sign_in(Client(), account)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
