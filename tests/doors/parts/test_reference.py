"""docs/reference/pages.md says what is there."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils.translation import override

from obrady.doors.web.parts import tags

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "pages.md").read_text(encoding="utf-8")
CSS = Path(finders.find("parts/obrady.css")).read_text(encoding="utf-8") + Path(
    finders.find("parts/print.css")
).read_text(encoding="utf-8")
BASES = ("base", "public", "team")


def first_cells(heading: str) -> list[str]:
    """What stands between backticks in the first column of the section's table."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def blocks() -> set[str]:
    sources = [Path(get_template(f"parts/{name}.html").origin.name).read_text(encoding="utf-8") for name in BASES]
    return set(re.findall(r"\{% block (\w+) %\}", " ".join(sources)))


def test_each_address_is_as_the_page_says() -> None:
    section = PAGE.split("## Addresses\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)`", section, re.MULTILINE)
    assert rows
    assert {name: path_of(name) for name, _address in rows} == dict(rows)


def path_of(name: str) -> str:
    with override("pl"):
        form, names = get_resolver().reverse_dict.getlist(name)[0][0][0]
    return "/" + form % {key: f"<{key}>" for key in names}


@pytest.mark.parametrize("name", first_cells("Classes"))
def test_each_class_is_styled(name: str) -> None:
    assert re.search(rf"\.{name}\b", CSS)


@pytest.mark.parametrize("name", first_cells("Tokens"))
def test_each_token_is_set(name: str) -> None:
    assert re.search(rf"{name}:", CSS)


@pytest.mark.parametrize("name", first_cells("Pieces"))
def test_each_piece_is_there(name: str) -> None:
    assert get_template(name)


def test_each_block_is_there() -> None:
    assert set(first_cells("Frames")) - blocks() == set()


def test_each_tag_and_filter_is_there() -> None:
    assert set(first_cells("Tags and filters")) - (tags.register.tags.keys() | tags.register.filters.keys()) == set()
