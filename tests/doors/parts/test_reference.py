"""docs/reference/pages.md says what is there."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from obrady.doors.web.parts import tags
from tests.doors.test_access import DECLARED

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "pages.md").read_text(encoding="utf-8")
CSS = Path(finders.find("parts/obrady.css")).read_text(encoding="utf-8") + Path(
    finders.find("parts/print.css")
).read_text(encoding="utf-8")
TOOL = Path(__file__).resolve().parents[3] / "tools" / "addresses.py"
BASES = ("base", "public", "team")


def loaded() -> ModuleType:
    spec = spec_from_file_location("addresses", TOOL)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = loaded()


def first_cells(heading: str) -> list[str]:
    """What stands between backticks in the first column of the section's table."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def blocks() -> set[str]:
    sources = [Path(get_template(f"parts/{name}.html").origin.name).read_text(encoding="utf-8") for name in BASES]
    return set(re.findall(r"\{% block (\w+) %\}", " ".join(sources)))


def addresses() -> dict[str, str]:
    section = PAGE.split("## Addresses\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \| `([^`]+)`", section, re.MULTILINE))


def test_no_address_is_missing_and_none_is_made_up() -> None:
    assert {name for name, _method in DECLARED} == addresses().keys(), "run tools/addresses.py"
    assert all(path.startswith("/") for path in addresses().values())


def test_the_table_is_as_the_tool_writes_it() -> None:
    """Whom each address is for is read from the table of answers, which the tests hold true."""
    assert tool.page() == PAGE, "run tools/addresses.py"


def test_another_answer_would_change_the_table() -> None:
    rows = dict(tool.declared())
    rows["queue", "GET"] = rows["ledger", "GET"]
    assert tool.tables(tool.declared()) in PAGE
    assert tool.tables(rows) not in PAGE


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
