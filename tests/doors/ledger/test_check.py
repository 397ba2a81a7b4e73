"""Anybody with a letter can ask whether its line still stands."""

import pytest
from django.core.cache import cache
from django.db import connection

from obrady.stages.ledger.queries import head
from tests.stages.ledger.chains import guard_lifted, written

pytestmark = pytest.mark.django_db
CHECK = "/en/ledger/check/"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    cache.clear()


def answer(client, receipt: str) -> str:
    return client.get(CHECK, {"receipt": receipt}).content.decode()


def test_a_good_receipt_stands(client) -> None:
    written(5)
    assert "Yes, it stands" in answer(client, str(head()))


def test_an_older_one_stands_as_well_however_it_is_typed(client) -> None:
    line = written(5)[1]
    assert "Yes, it stands" in answer(client, f" 2 – {line.hash[:16].upper()} ")


def test_another_hash_does_not_stand(client) -> None:
    written(5)
    assert "No, it does not stand" in answer(client, "2-0123456789abcdef")


def test_a_line_that_is_not_there_does_not_stand(client) -> None:
    written(2)
    assert "No, it does not stand" in answer(client, "99999-0123456789abcdef")


def test_after_an_edit_of_the_past_later_receipts_do_not_stand(client) -> None:
    lines = written(5)
    with guard_lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET verb = 'x' WHERE sequence = 3")
    assert "Yes, it stands" in answer(client, f"2-{lines[1].hash[:16]}")
    assert "No, it does not stand" in answer(client, f"3-{lines[2].hash[:16]}")
    assert "No, it does not stand" in answer(client, f"5-{lines[4].hash[:16]}")


@pytest.mark.parametrize("typed", ["x", "12-", "<script>", "12-abc", "9" * 500])
def test_what_is_no_receipt_is_said_to_be_none_and_kept(client, typed: str) -> None:
    page = answer(client, typed)
    assert "does not look like a receipt" in page
    assert "<script>" not in page


def test_without_a_receipt_nothing_is_judged(client) -> None:
    page = client.get(CHECK).content.decode()
    assert "stands" not in page[page.index("<main") : page.index("<form")].replace("it stands", "")
    assert 'role="status"' not in page
