"""The checks themselves notice what is wrong."""

import pytest

from tests.browser.checks import axe, contrast_of_controls, faults_of_language, headings, reflows, unreached_by_keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PALE = '<input aria-label="x" style="background:#fff;border:1px solid #ccc">'
NO_RING = '<input aria-label="x" style="border:2px solid #000;outline:none">'


def shown(page, body: str):
    page.set_content(
        f"<!doctype html><html lang=pl><title>x</title><body style='background:#fff'><main><h1>x</h1>{body}"
    )
    return page


@pytest.mark.parametrize("body", [PALE, NO_RING])
def test_a_pale_control_or_a_hidden_focus_is_noticed(page, body: str) -> None:
    assert contrast_of_controls(shown(page, body))


def test_a_strong_control_passes(page) -> None:
    body = '<style>:focus { outline: 3px solid #000 }</style><input aria-label="x" style="border: 2px solid #333">'
    assert contrast_of_controls(shown(page, body)) == []


def test_what_sticks_out_is_noticed(page) -> None:
    assert reflows(shown(page, '<p style="width:700px">wide</p>'))


def test_a_field_without_a_label_is_noticed(page) -> None:
    assert axe(shown(page, "<input>"))


def test_two_first_headings_are_noticed(page) -> None:
    assert headings(shown(page, "<h1>again</h1>"))


def test_a_keyboard_trap_is_noticed(page) -> None:
    body = "<a href=#a id=a>one</a><a href=#b>two</a><script>a.onkeydown=e=>e.preventDefault()</script>"
    assert unreached_by_keyboard(shown(page, body)) == ["a two"]


@pytest.mark.parametrize(
    "body",
    [
        "<button></button>", "<a href=#x><img alt=''></a>", "<input>", "<select><option>x</select>", "<h2> </h2>",
        "<details><summary></summary>x</details>", "<img src='data:,'>", "<svg role=img></svg>", "<p lang=xx>x</p>",
        "<iframe srcdoc=x></iframe>", "<p aria-describedby=nothing>x</p>", "<input type=submit value=''>",
    ],
)  # fmt: skip
def test_what_has_no_name_in_a_language_is_noticed(page, body: str) -> None:
    assert len(faults_of_language(shown(page, body), "pl")) == 1


def test_a_page_in_another_language_than_asked_for_is_noticed(page) -> None:
    assert faults_of_language(shown(page, ""), "uk") == ["the page says lang=pl"]


def test_a_page_with_names_for_everything_passes(page) -> None:
    body = """<label for=a>Name</label><input id=a aria-describedby=b><p id=b lang=en>Help</p><a href=#x><img alt=Home></a>
        <button aria-label=Close></button><details><summary>More</summary>x</details><label><input type=radio>Yes</label>"""
    assert faults_of_language(shown(page, body), "pl") == []


def test_a_picture_from_elsewhere_is_noticed_and_not_fetched(page, complaints) -> None:
    page.goto("/privacy/")
    page.set_content("<img src='http://elsewhere.example/x.png'>")
    page.wait_for_timeout(100)
    assert any("elsewhere.example" in complaint for complaint in complaints)
    complaints.clear()
