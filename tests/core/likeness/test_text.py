"""Two people who write the same thing agree on what is left of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrady.core.likeness import email_key, folded, phone_key, phone_keys, slug, sounds


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Żółw-Grzęda", "zolw grzeda"),
        ("  ŁÓDŹ  ", "lodz"),
        ("Шипшина", "shypshyna"),
        ("Згурський", "zghurskyi"),
        ("Мар’яна", "mariana"),
        ("Ясенова Юлія", "yasenova yuliia"),
        ("O'Neill", "oneill"),
        ("ＡＢＣ１２", "abc12"),
        ("ნინო", "nino"),
        ("—", ""),
    ],
)
def test_folding_leaves_latin_letters_and_digits(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert set(folded(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("szewczenko", "shevchenko"),
        ("jasenowa", "yasenova"),
        ("szypszyna", "shypshyna"),
        ("ternowyj", "ternovyi"),
        ("mychajlo", "mykhailo"),
        ("lubystok", "liubystok"),
        ("julia", "yuliia"),
        ("żurawiniak".replace("ż", "z"), "zhuraviniak"),
    ],
)
def test_polish_and_english_ways_of_writing_a_sound_fall_together(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


def test_different_names_keep_different_sounds() -> None:
    names = ["kowalska", "nowak", "wisniewska", "topolniak", "piwoniak", "drzonek", "perzanek"]
    assert len({sounds(name) for name in names}) == len(names)


def test_a_slug_fits_an_address() -> None:
    assert slug("Fundacja „Ciepły Piec”") == "fundacja-cieply-piec"


NUMBER = ["+48 000 000 490", "0048 000-000-490", "000000490", "(00) 000 04 90", "48000000490", "000 000 490 wew. 12", "+48\u00a0000\u00a0000\u00a0490", "٠٠٠٠٠٠٤٩٠"]  # fmt: skip


def test_one_number_in_many_spellings_has_one_key() -> None:
    assert {phone_key(spelling) for spelling in NUMBER} == {"000000490"}


def test_a_foreign_number_is_found_with_and_without_its_country() -> None:
    assert len({phone_key(text) for text in ("+380 50 123 45 67", "00380501234567", "050 123 45 67")}) == 1


@pytest.mark.parametrize("nothing", ["", "brak", "12", "-"])
def test_what_is_no_number_has_no_key(nothing: str) -> None:
    assert phone_key(nothing) == ""
    assert phone_keys(nothing) == ()


def test_several_numbers_in_one_cell_each_have_a_key() -> None:
    assert phone_keys("000 000 111, 000 000 222") == ("000000111", "000000222")
    assert phone_keys("000 000 111 lub 000 000 222") == ("000000111", "000000222")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("h.wierzbowka@example.net", "H.Wierzbowka@EXAMPLE.net"),
        ("jola@example.org", "jola+spotkanie@example.org"),
        ("jan.kot@gmail.com", "jankot+x@googlemail.com"),
        ("a@example.org", " <a@example.org> "),
    ],
)
def test_spellings_of_one_mailbox_have_one_key(one: str, other: str) -> None:
    assert email_key(one) == email_key(other) != ""


def test_dots_matter_outside_gmail_and_domains_matter_everywhere() -> None:
    keys = {email_key(text) for text in ("jan.kot@example.org", "jankot@example.org", "jan.kot@example.com")}
    assert len(keys) == 3


@pytest.mark.parametrize("nothing", ["", "jan", "@example.org", "jan@", "+x@example.org"])
def test_what_is_no_address_has_no_key(nothing: str) -> None:
    assert email_key(nothing) == ""
