"""Templates that can be read, name only what exists, and ask nobody but this server for anything."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from tests.architecture.house import HOUSE

TEMPLATES = sorted(file for file in HOUSE.rglob("templates/**/*") if file.is_file())
STYLES_AND_SCRIPTS = sorted(file for file in HOUSE.rglob("static/**/*") if file.suffix in {".css", ".js", ".svg"})

NAMED_TEMPLATE = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
NAMED_STATIC = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")
# What a browser fetches by itself; a link that a person follows may lead anywhere.
FETCHED_ELSEWHERE = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|data)=["'](?:https?:)?//"""
    r"""|<link\b[^>]*\bhref=["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//"""
    r"""|\bfetch\(\s*["']https?://""",
    re.IGNORECASE,
)
INLINE = re.compile(r"""<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|\son[a-z]+=["']|\sstyle=["']""")


def template_name(file: Path) -> str:
    return str(file).rpartition("/templates/")[2]


def test_there_are_templates() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("file", TEMPLATES, ids=template_name)
def test_a_template_can_be_read_and_names_what_exists(file: Path) -> None:
    get_template(template_name(file))
    text = file.read_text(encoding="utf-8")
    for name in NAMED_TEMPLATE.findall(text):
        get_template(name)
    assert [name for name in NAMED_STATIC.findall(text) if finders.find(name) is None] == []


@pytest.mark.parametrize("file", TEMPLATES + STYLES_AND_SCRIPTS, ids=lambda file: file.name)
def test_no_page_makes_the_browser_ask_anybody_else(file: Path) -> None:
    assert FETCHED_ELSEWHERE.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=template_name)
def test_no_page_needs_a_hole_in_the_content_security_policy(file: Path) -> None:
    assert INLINE.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", ['<script src="https://cdn.example/x.js">', "<link rel=x href='//cdn.example/x.css'>"])
def test_a_foreign_address_would_be_noticed(text: str) -> None:
    assert FETCHED_ELSEWHERE.search(text)


@pytest.mark.parametrize("text", ["<script>alert()</script>", '<p style="color: red">', '<button onclick="x()">'])
def test_an_inline_script_or_style_would_be_noticed(text: str) -> None:
    assert INLINE.search(text)
