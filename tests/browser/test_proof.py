"""verify.py and the browser's page are two programs with one judgement; the page works alone from a folder."""

import random

import pytest
from playwright.sync_api import Browser, Page

from obrady.core.chance import reveal_document
from tests.browser.verifying import browser_answers, comparable, open_checker, python_answer
from tests.core.chance.examples import FEW_ROWS, REVEALED, SOURCES, cases, made
from tests.core.chance.test_verify import AMBIGUOUS, DISHONEST, WRAPPED, rewritten

pytestmark = pytest.mark.browser


@pytest.fixture
def alone(chromium: Browser, tmp_path):
    """A page from a folder, in a browser that reaches nobody."""
    context = chromium.new_context(offline=True, accept_downloads=True)
    page = context.new_page()
    open_checker(page, tmp_path)
    yield page
    context.close()


def test_both_programs_agree_on_a_thousand_random_bundles(alone: Page) -> None:
    asked = list(cases(1000, seed=20261125))
    expected = [comparable(python_answer(**one)) for one in asked]
    found = [comparable(answer) for answer in browser_answers(alone, asked)]
    differing = [(one, two) for one, two in zip(expected, found, strict=True) if one != two]
    assert differing[:3] == []
    assert {status for status, _ in expected} == {0, 1, 2}


def test_both_refuse_what_could_be_read_in_two_ways(alone: Page) -> None:
    framed = [frame.replace(b"%s", made(rows=FEW_ROWS).content) for frame in WRAPPED]
    forged = [rewritten(made(), **changes)[0] for changes, _ in DISHONEST]
    asked = [{"content": content} for content in (*AMBIGUOUS, *framed, *forged)]
    assert [python_answer(**one)[0] for one in asked] == [1] * len(asked)
    assert [comparable(answer) for answer in browser_answers(alone, asked)] == [
        comparable(python_answer(**one)) for one in asked
    ]


def one_bit_changes(number: int) -> list[dict]:
    bundle, chance = made(rows=FEW_ROWS), random.Random(11)
    changed = []
    for _ in range(number):
        content = bytearray(bundle.content)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        changed.append({"content": bytes(content), "commitment": bundle.commitment})
    return changed


def test_ten_thousand_one_bit_changes_are_refused_by_the_browser(alone: Page) -> None:
    assert {status for status, _ in browser_answers(alone, one_bit_changes(10_000))} == {1}


def test_several_sources_name_the_same_row_in_both(alone: Page) -> None:
    bundle = made(sources=SOURCES)
    reveal = reveal_document(REVEALED, commitment=bundle.commitment)
    asked = [
        {"content": bundle.content, "commitment": bundle.commitment, "dice": f"{number:03d}", "reveal": reveal}
        for number in range(0, 1000, 20)
    ]
    expected = [comparable(python_answer(**one)) for one in asked]
    assert [comparable(answer) for answer in browser_answers(alone, asked)] == expected
    assert {status for status, _ in expected} == {0}
