"""A picture of 1200 × 630 for links that are shared: words in the house's fonts on paper, one band in the accent."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from obrady.workshop.typeset import FONTS

WIDTH, HEIGHT = 1200, 630
MARGIN, BAND = 72, 20
PAPER, INK, SOFT = "#faf7f0", "#221d18", "#5c544a"
TITLE_SIZES = (78, 66, 56, 48, 42)
MOST_LINES = 4
LOGO = (360, 110)
SERIF, SANS, STRONG = "SourceSerif4_600SemiBold.ttf", "SourceSans3_400Regular.ttf", "SourceSans3_600SemiBold.ttf"


@dataclass(frozen=True)
class Card:
    """`lines` stand under the title; `foot` at the bottom left, the logo (PNG bytes) at the bottom right."""

    title: str
    lines: tuple[str, ...]
    foot: str
    accent: str
    logo: bytes | None = None


def card(said: Card) -> bytes:
    """The same words give the same bytes. A long title is set smaller, then cut with an ellipsis."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, BAND), fill=said.accent)
    font, rows = _fitting(said.title)
    y = MARGIN + BAND
    for row in rows:
        draw.text((MARGIN, y), row, font=font, fill=INK)
        y += round(font.size * 1.16)
    y += 24
    for number, line in enumerate(said.lines):
        small = _font(STRONG if number == 0 else SANS, 40 if number == 0 else 36)
        for row in _wrapped(line, small, most=2):
            draw.text((MARGIN, y), row, font=small, fill=INK if number == 0 else SOFT)
            y += round(small.size * 1.3)
    logo_width = _paste_logo(image, said.logo)
    foot = _font(SANS, 32)
    room = WIDTH - 2 * MARGIN - logo_width
    row = next(iter(_wrapped(said.foot, foot, most=1, width=room)), "")
    draw.text((MARGIN, HEIGHT - MARGIN - 34), row, font=foot, fill=SOFT)
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _fitting(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    for size in TITLE_SIZES:
        font = _font(SERIF, size)
        rows = list(_wrapped(title, font, most=MOST_LINES + 1))
        if len(rows) <= (3 if size > 50 else MOST_LINES):
            return font, rows
    return font, list(_wrapped(title, font, most=MOST_LINES))


def _wrapped(text: str, font: ImageFont.FreeTypeFont, *, most: int, width: int = WIDTH - 2 * MARGIN) -> Iterator[str]:
    """Rows no wider than `width`; what does not fit into `most` rows ends in an ellipsis."""
    words, rows, row = text.split(" "), [], ""
    for word in words:
        while font.getlength(word) > width:
            cut = next(end for end in range(len(word) - 1, 0, -1) if font.getlength(word[:end]) <= width or end == 1)
            rows.append(
                f"{row} {word[:cut]}".strip() if row and font.getlength(f"{row} {word[:cut]}") <= width else word[:cut]
            )
            row, word = "", word[cut:]
        longer = f"{row} {word}".strip()
        if font.getlength(longer) <= width:
            row = longer
        else:
            rows.append(row)
            row = word
    rows.append(row)
    rows = [row for row in rows if row]
    if len(rows) > most:
        last = rows[most - 1]
        while last and font.getlength(f"{last}…") > width:
            last = last[:-1]
        rows = [*rows[: most - 1], f"{last.rstrip()}…"]
    yield from rows


def _paste_logo(image: Image.Image, content: bytes | None) -> int:
    if content is None:
        return 0
    logo = Image.open(io.BytesIO(content), formats=["PNG"]).convert("RGBA")
    logo.thumbnail(LOGO)
    place = (WIDTH - MARGIN - logo.width, HEIGHT - MARGIN - logo.height)
    image.paste(logo, place, mask=logo)
    return logo.width + 40


@lru_cache(maxsize=16)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / name), size)
