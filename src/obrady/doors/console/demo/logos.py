"""Invented logos, drawn: simple marks in flat colours, so that no real organisation's sign is used."""

import io
import math

from PIL import Image, ImageDraw

SIZE = 480
SCALE = 2


def _canvas() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGBA", (SIZE * SCALE, SIZE * SCALE), (255, 255, 255, 0))
    return image, ImageDraw.Draw(image)


def _box(x: float, y: float, w: float, h: float) -> tuple[float, float, float, float]:
    return (x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE)


def table(draw: ImageDraw.ImageDraw, ink: str, accent: str) -> None:
    """A round table seen from above, with eight people."""
    draw.ellipse(_box(140, 140, 200, 200), fill=accent)
    for seat in range(8):
        angle = seat * math.pi / 4
        x, y = 240 + 165 * math.cos(angle), 240 + 165 * math.sin(angle)
        draw.ellipse(_box(x - 38, y - 38, 76, 76), fill=ink)


def bridge(draw: ImageDraw.ImageDraw, ink: str, accent: str) -> None:
    """Two arches over water."""
    draw.rectangle(_box(30, 190, 420, 42), fill=ink)
    for left in (50, 250):
        draw.pieslice(_box(left, 200, 180, 240), 180, 360, fill=ink)
        draw.pieslice(_box(left + 34, 240, 112, 170), 180, 360, fill=(255, 255, 255, 255))
    draw.rounded_rectangle(_box(30, 340, 420, 34), radius=17 * SCALE, fill=accent)
    draw.rounded_rectangle(_box(90, 392, 300, 24), radius=12 * SCALE, fill=accent)


def leaf(draw: ImageDraw.ImageDraw, ink: str, accent: str) -> None:
    draw.pieslice(_box(60, 60, 360, 360), 90, 270, fill=accent)
    draw.pieslice(_box(60, 60, 360, 360), 270, 450, fill=ink)
    draw.rectangle(_box(232, 60, 16, 380), fill=(255, 255, 255, 255))


def house(draw: ImageDraw.ImageDraw, ink: str, accent: str) -> None:
    points = [(40, 230), (240, 60), (440, 230)]
    draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=accent)
    draw.rectangle(_box(90, 230, 300, 190), fill=ink)
    draw.rounded_rectangle(_box(205, 290, 70, 130), radius=35 * SCALE, fill=(255, 255, 255, 255))


def voices(draw: ImageDraw.ImageDraw, ink: str, accent: str) -> None:
    """Two speech bubbles that overlap."""
    draw.rounded_rectangle(_box(40, 90, 280, 190), radius=50 * SCALE, fill=ink)
    draw.polygon([(x * SCALE, y * SCALE) for x, y in [(100, 270), (100, 350), (180, 270)]], fill=ink)
    draw.rounded_rectangle(_box(190, 200, 250, 170), radius=50 * SCALE, fill=accent)
    draw.polygon([(x * SCALE, y * SCALE) for x, y in [(380, 360), (380, 430), (310, 360)]], fill=accent)


def steps(draw: ImageDraw.ImageDraw, ink: str, accent: str) -> None:
    for index, height in enumerate((110, 200, 290, 380)):
        colour = accent if index == 3 else ink
        draw.rectangle(_box(40 + index * 105, 430 - height, 85, height), fill=colour)


def rings(draw: ImageDraw.ImageDraw, ink: str, accent: str) -> None:
    for left, colour in ((50, ink), (190, accent)):
        draw.ellipse(_box(left, 120, 240, 240), outline=colour, width=44 * SCALE)


def star(draw: ImageDraw.ImageDraw, ink: str, accent: str) -> None:
    points = []
    for index in range(16):
        radius = 200 if index % 2 == 0 else 95
        angle = index * math.pi / 8 - math.pi / 2
        points.append(((240 + radius * math.cos(angle)) * SCALE, (240 + radius * math.sin(angle)) * SCALE))
    draw.polygon(points, fill=ink)
    draw.ellipse(_box(190, 190, 100, 100), fill=accent)


MARKS = {
    "table": (table, "#2f4858", "#b8492f"),
    "bridge": (bridge, "#1f4e5f", "#5aa0b5"),
    "leaf": (leaf, "#2f5d3a", "#8fb35f"),
    "house": (house, "#6b3f2a", "#c98a3a"),
    "voices": (voices, "#4a3a6b", "#a0659e"),
    "steps": (steps, "#30435c", "#d08a2e"),
    "rings": (rings, "#7a2f3d", "#2f5d6b"),
    "star": (star, "#8a6a1f", "#f3ead2"),
}


def drawn(name: str) -> bytes:
    """One logo as PNG bytes; the same name gives the same picture."""
    mark, ink, accent = MARKS[name]
    image, draw = _canvas()
    mark(draw, ink, accent)
    out = io.BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(out, format="PNG")
    return out.getvalue()
