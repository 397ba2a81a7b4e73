import io

import pytest
from PIL import Image

from obrady.workshop.typeset import CannotBeTypeset, Output, Sheet, typeset

PAGE = """#let d = json("data.json")
#set document(title: d.title, date: none)
#set page(width: 100mm, height: 60mm)
#set text(font: "Source Sans 3", lang: "uk", size: 12pt)
#d.title
"""


def sheet(title: str = "Зустріч") -> Sheet:
    return Sheet(template=PAGE, data={"title": title})


def test_the_same_sheet_gives_the_same_bytes_with_its_title_and_language() -> None:
    made = typeset(sheet())
    assert made == typeset(sheet())
    assert made.startswith(b"%PDF-")
    assert b"/Title" in made
    assert b"/Lang(uk" in made.replace(b" ", b"")
    assert sheet().key == sheet().key != sheet("Inne").key


@pytest.mark.parametrize("typed", ['#import "x"', "#panic()", "*bold* $x$ \\ [", '#read("/etc/passwd")', "`raw", "<a>"])
def test_what_people_type_is_never_markup(typed: str) -> None:
    assert typeset(sheet(typed)).startswith(b"%PDF-")


def test_the_first_page_as_a_picture() -> None:
    picture = Image.open(io.BytesIO(typeset(sheet(), Output.PNG, pixels_per_inch=254)))
    assert picture.size == (1000, 600)


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ('#import "@preview/cetz:0.3.0"', "template"),
        ('#read("/etc/passwd")', "template"),
        ("#let a = range(300000000)\n#a.len()", "too_big"),
        ("#let s = 0\n#for a in range(9000000) { for b in range(9000000) { s = s + b } }", "too_long"),
    ],
)
def test_a_template_reaches_nothing_and_ends_in_time(template: str, code: str) -> None:
    with pytest.raises(CannotBeTypeset) as refused:
        typeset(Sheet(template=template, data={}), longest=3)
    assert refused.value.code == code
