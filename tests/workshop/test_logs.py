"""The log says what went wrong with which kind of page, and never the address, which may be a key or a name."""

import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from obrady.doors.console.serving import _web
from obrady.workshop.logs import WithoutSecrets

KEY = "a-key-that-opens-a-private-page"


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the product's own handler writes while a test runs."""
    kept: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: kept.append(record.getMessage())
    handler.addFilter(WithoutSecrets())
    logging.getLogger().addHandler(handler)
    yield kept
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"/z/{KEY}/", f"/nowhere/{KEY}/", f"/i/{KEY}/?q={KEY}"])
def test_a_page_that_is_not_there_is_named_by_its_kind(lines, address: str) -> None:
    assert Client().get(address).status_code == 404
    assert len(lines) == 1
    assert KEY not in lines[0]


@pytest.mark.django_db
def test_neither_is_a_form_that_was_refused(lines) -> None:
    assert Client(enforce_csrf_checks=True).post(f"/z/{KEY}/withdraw/").status_code == 403
    assert lines
    assert not any(KEY in line for line in lines)


@pytest.mark.django_db
def test_without_the_filter_the_key_would_stand_there(caplog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(WithoutSecrets, "filter", lambda self, record: True)
    Client().get(f"/z/{KEY}/")
    assert KEY in caplog.text


def test_every_handler_of_the_product_has_the_filter() -> None:
    handlers = settings.LOGGING["handlers"].values()
    assert all("without_secrets" in handler["filters"] for handler in handlers)


def test_the_web_server_keeps_no_log_of_visits() -> None:
    command = _web("127.0.0.1", 8000, 1, None)
    assert "--no-access-log" in command
    assert "--access-log" not in command
