"""What becomes of a colour: as it was chosen, and as text and buttons show it by day and in the dark."""

from dataclasses import dataclass

from obrady.doors.web.parts.colours import (
    DARK_GROUND,
    LIGHT_GROUND,
    READABLE,
    contrast,
    in_the_dark,
    on_paper,
)


@dataclass(frozen=True)
class Swatch:
    ground: str
    chosen: str
    shown: str
    ink: str
    ratio_chosen: float
    ratio: float
    needed: float = READABLE

    @property
    def is_corrected(self) -> bool:
        return self.chosen != self.shown


def swatches_of(colour: str) -> dict[str, Swatch]:
    chosen = colour.lstrip("#").lower()
    light, dark = on_paper(chosen), in_the_dark(chosen)
    return {
        "light": _swatch(chosen, light.accent, light.ink, LIGHT_GROUND),
        "dark": _swatch(chosen, dark.accent, dark.ink, DARK_GROUND),
    }


def _swatch(chosen: str, shown: str, ink: str, ground: str) -> Swatch:
    return Swatch(
        ground=f"#{ground}",
        chosen=f"#{chosen}",
        shown=shown,
        ink=ink,
        ratio_chosen=contrast(chosen, ground),
        ratio=contrast(shown.lstrip("#"), ground),
    )
