"""Every phrase of the product is there in Polish and Ukrainian, and the check that says so can fail."""

import gettext
from pathlib import Path

import pytest

import phrases
from phrases_source import Phrase, PhraseCannotBeRead, python_phrases, template_phrases

ALLOWED = frozenset({"CSV"})


@pytest.fixture
def house(tmp_path: Path) -> Path:
    templates = tmp_path / "doors" / "web" / "people" / "templates"
    templates.mkdir(parents=True)
    (tmp_path / "doors" / "web" / "parts").mkdir()
    (templates / "page.html").write_text(
        '{% translate "Sign in" %}'
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} <b>place</b>\n  {% plural %}{{ n }} <b>places</b>"
        "{% endblocktranslate %}"
    )
    phrases.extract(phrases.rooms(tmp_path), tmp_path)
    return tmp_path


def translate(house: Path, language: str, texts: dict[str, str | tuple[str, ...]]) -> None:
    room = house / "doors" / "web" / "people"
    catalog = phrases.read_catalog(room, language)
    for message in catalog:
        phrase = phrases.phrase_of(message).message
        if phrase in texts:
            message.string = texts[phrase]
    phrases.write_catalog(room, language, catalog)


def complete(house: Path) -> None:
    place = "%(n)s <b>place</b>"
    polish = ("%(n)s <b>miejsce</b>", "%(n)s <b>miejsca</b>", "%(n)s <b>miejsc</b>")
    ukrainian = ("%(n)s <b>місце</b>", "%(n)s <b>місця</b>", "%(n)s <b>місць</b>")
    translate(house, "pl", {"Sign in": "Zaloguj się", place: polish})
    translate(house, "uk", {"Sign in": "Увійти", place: ukrainian})


def test_the_product_is_complete_in_polish_and_ukrainian() -> None:
    found = phrases.faults()
    assert not found, f"{len(found)} faults; ./obrady check names them all, the first is: {found[0]}"


def test_a_fresh_extract_is_missing_every_phrase_in_both_languages(house: Path) -> None:
    assert len(phrases.faults(house, ALLOWED)) == 4


def test_a_complete_house_has_no_faults(house: Path) -> None:
    complete(house)
    assert phrases.faults(house, ALLOWED) == []


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("pl", "Sign in", "same as in English"),
        ("uk", "Zaloguj się", "no Cyrillic"),
        ("pl", "", "not translated"),
        ("pl", "Zaloguj się, %(name)s", "other placeholders"),
        ("uk", "<b>Увійти</b>", "other tags"),
    ],
)
def test_a_poor_translation_is_named(house: Path, language: str, text: str, reason: str) -> None:
    complete(house)
    translate(house, language, {"Sign in": text})
    [fault] = phrases.faults(house, ALLOWED)
    assert fault.startswith(language)
    assert reason in fault


def test_a_lost_plural_form_is_named(house: Path) -> None:
    complete(house)
    translate(house, "uk", {"%(n)s <b>place</b>": ("%(n)s <b>місце</b>", "%(n)s <b>місця</b>", "")})
    [fault] = phrases.faults(house, ALLOWED)
    assert "not translated" in fault


def test_extracting_again_keeps_translations_and_sets_the_unused_aside(house: Path) -> None:
    complete(house)
    room = house / "doors" / "web" / "people"
    (room / "templates" / "page.html").write_text('{% translate "Sign in" %}{% translate "Sign out" %}')
    phrases.extract([room], house)
    text = phrases.po_file(room, "pl").read_text()
    assert 'msgstr "Zaloguj się"' in text
    assert '#~ msgid "%(n)s <b>place</b>"' in text
    assert len(phrases.faults(house, ALLOWED)) == 2


def test_a_phrase_that_comes_back_takes_its_translation_back(house: Path) -> None:
    complete(house)
    room = house / "doors" / "web" / "people"
    page = room / "templates" / "page.html"
    before = page.read_text()
    page.write_text("")
    phrases.extract([room], house)
    page.write_text(before)
    phrases.extract([room], house)
    assert phrases.faults(house, ALLOWED) == []


def test_compiled_catalogs_hold_the_translations(house: Path) -> None:
    complete(house)
    phrases.compile_all(house)
    compiled = phrases.po_file(house / "doors" / "web" / "people", "uk").with_suffix(".mo")
    with compiled.open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    assert catalog.ngettext("%(n)s <b>place</b>", "%(n)s <b>places</b>", 5) == "%(n)s <b>місць</b>"


def test_phrases_are_found_in_python() -> None:
    text = (
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        "_('One ' 'two')\nngettext('a', 'b', n)\npgettext('verb', 'Open')\n_(name)\nother('no')\n"
    )
    assert list(python_phrases(text)) == [Phrase("One two"), Phrase("a", "b"), Phrase("Open", None, "verb")]


def test_phrases_are_found_in_templates() -> None:
    text = (
        '{% translate "100% sure" context "odds" as x %}{{ _("Yes")|upper }}{% include "a" with b=_("No") %}'
        '{% comment %}{% translate "no" %}{% endcomment %}'
        "{% blocktranslate trimmed with a=b context 'c' %} Hi\n {{ a }}{% endblocktranslate %}"
    )
    expected = [Phrase("100%% sure", None, "odds"), Phrase("Yes"), Phrase("No"), Phrase("Hi %(a)s", None, "c")]
    assert list(template_phrases(text)) == expected


def test_what_cannot_be_translated_is_refused() -> None:
    with pytest.raises(PhraseCannotBeRead, match="f-string"):
        list(python_phrases("from django.utils.translation import gettext as _\n_(f'{n} places')"))
    with pytest.raises(PhraseCannotBeRead, match="trimmed"):
        list(template_phrases("{% blocktranslate %}a{% endblocktranslate %}"))
