"""The page, its saved copy and verify.py say the same; what the page shows is what the programs can say."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override

from obrady.core.chance import verify
from tests.doors.draws.pages import PUBLIC
from tests.stages.draws import office

LINE = re.compile(r'<li data-english="([^"]+)">([^<]+)</li>')
OWN_OF_THE_PAGE = {
    "there is no file: choose bundle.json, as it was published.",
    "the file could not be read here; use verify.py.",
}


def sentences_of_verify() -> set[str]:
    """Every text in verify.py that is handed to `need` or `say`, or named as the sentence of a refusal."""
    tree = ast.parse(Path(verify.__file__).read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if text.count(" ") > 1 and not text.startswith("Check a published")} | {
        "REFUSED because"
    }


def words_of(page: str) -> dict[str, str]:
    return {english.replace("&#x27;", "'"): shown for english, shown in LINE.findall(page)}


def test_the_page_knows_every_sentence_of_verify_py(visitor) -> None:
    office.committed(office.draft(office.meeting_with(8)))
    words = words_of(visitor.get(f"{PUBLIC}check/").content.decode())
    assert words.keys() == sentences_of_verify() | OWN_OF_THE_PAGE
    assert all(english == shown for english, shown in words.items())


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_in_another_language_every_sentence_is_another_with_the_same_places_to_fill(visitor, language: str) -> None:
    office.committed(office.draft(office.meeting_with(8)))
    with override(language):
        words = words_of(visitor.get(reverse("draw-check", kwargs={"slug": "integracja"})).content.decode())
    assert len(words) == len(sentences_of_verify() | OWN_OF_THE_PAGE)
    assert [english for english, shown in words.items() if english == shown] == []
    places = re.compile(r"\{\w+\}")
    assert [
        english for english, shown in words.items() if sorted(places.findall(english)) != sorted(places.findall(shown))
    ] == []


def test_the_saved_page_asks_nobody_and_is_kept_as_a_file(visitor) -> None:
    draw = office.committed(office.draft(office.meeting_with(8)))
    answer = visitor.get(f"{PUBLIC}check/saved.html")
    page = answer.content.decode()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="check-{draw.commitment[:8]}.html"'
    assert draw.commitment in page
    assert re.findall(r"""(?:src|href)=["']|data-bundle""", page) == []


@pytest.mark.parametrize("step", [office.frozen, office.computed])
def test_there_is_nothing_to_save_before_the_commitment(visitor, step) -> None:
    step(office.draft(office.meeting_with(8)))
    assert visitor.get(f"{PUBLIC}check/saved.html").status_code == 404
