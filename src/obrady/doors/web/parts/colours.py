"""An organiser's accent, corrected towards ink (or paper, in the dark) until it can be read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

HEX = re.compile(r"[0-9a-fA-F]{6}")
INK, PAPER = "221e18", "f0eae0"
LIGHT_GROUND, DARK_GROUND = "f2ece0", "2c2823"  # --sunk: the least contrast that a link meets
READABLE = 4.5
STEPS = 50


@dataclass(frozen=True)
class Accent:
    """The tokens that depend on the accent, as "#rrggbb"."""

    accent: str
    deep: str
    soft: str
    ink: str


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance of "rrggbb"."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one."""
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    return "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, *, ground: str, towards: str, soft: Callable[[str], str]) -> str:
    """The nearest mix of the colour with `towards` that stands out against the ground and against its own soft tint."""
    for step in range(STEPS + 1):
        mix = mixed(colour, towards, step / STEPS)
        if min(contrast(mix, ground), contrast(mix, soft(mix))) >= READABLE:
            return mix
    return towards


def on_paper(colour: str) -> Accent:
    accent = readable(colour, ground=LIGHT_GROUND, towards=INK, soft=_tint)
    return Accent(f"#{accent}", f"#{mixed(accent, INK, 0.3)}", f"#{_tint(accent)}", "#ffffff")


def in_the_dark(colour: str) -> Accent:
    accent = readable(colour, ground=DARK_GROUND, towards=PAPER, soft=_shade)
    return Accent(f"#{accent}", f"#{mixed(accent, PAPER, 0.35)}", f"#{_shade(accent)}", "#1b1408")


def _tint(colour: str) -> str:
    return mixed(colour, "fffefb", 0.88)


def _shade(colour: str) -> str:
    return mixed(colour, "1b1916", 0.8)


def stylesheet(colour: str) -> str:
    """The few custom properties that a page links after the tokens."""
    dark = _properties(in_the_dark(colour))
    return (
        f":root{{{_properties(on_paper(colour))}}}\n"
        f"@media (prefers-color-scheme: dark){{:root.team,:root.hall{{{dark}}}}}\n"
    )


def _properties(accent: Accent) -> str:
    return (
        f"--accent:{accent.accent};--accent-deep:{accent.deep};--accent-soft:{accent.soft};--accent-ink:{accent.ink};"
    )
