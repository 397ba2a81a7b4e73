"""The gminas, powiats and the voivodeship that a contact can stand for, by the first digits of the register's code."""

from dataclasses import dataclass
from functools import cache

from obrady.stages.outreach.states import LEVELS, Level
from obrady.workshop.territory import gminas

VOIVODESHIP, VOIVODESHIP_NAME = "04", "kujawsko-pomorskie"
CITY_POWIAT = "miasto na prawach powiatu"


@dataclass(frozen=True)
class Area:
    """`gmina_kind` is "1" urban, "2" rural, "3" urban-rural, "" for what is no gmina."""

    code: str
    name: str
    gmina_kind: str = ""
    powiat: str = ""

    @property
    def level(self) -> Level:
        return LEVELS[len(self.code)]

    @property
    def is_city_powiat(self) -> bool:
        return self.level is Level.POWIAT and self.powiat == CITY_POWIAT


@cache
def areas() -> dict[str, Area]:
    """The voivodeship, then every powiat with its gminas."""
    found = {VOIVODESHIP: Area(VOIVODESHIP, VOIVODESHIP_NAME)}
    for code, gmina in gminas().items():
        found.setdefault(code[:4], Area(code[:4], gmina.powiat, powiat=gmina.powiat_kind))
        found[code] = Area(code, gmina.name, gmina.kind, gmina.powiat)
    return found


def area(code: str) -> Area | None:
    return areas().get(code)


def powiats() -> list[Area]:
    """By name, the cities that are powiats themselves at the end."""
    rows = [one for one in areas().values() if one.level is Level.POWIAT]
    return sorted(rows, key=lambda one: (one.is_city_powiat, one.code))


def gmina_areas(powiat: str = "") -> list[Area]:
    return [one for one in areas().values() if one.level is Level.GMINA and one.code.startswith(powiat)]


def codes_of_kind(gmina_kind: str) -> list[str]:
    return [one.code for one in gmina_areas() if one.gmina_kind == gmina_kind]


def office_name(one: Area) -> str:
    """What a gmina, a powiat or the voivodeship calls itself, in Polish as in its own letters."""
    match one.level:
        case Level.GMINA:
            kinds = {"1": "Gmina Miasto", "2": "Gmina", "3": "Miasto i Gmina"}
            return f"{kinds[one.gmina_kind]} {one.name}"
        case Level.POWIAT:
            return f"Powiat {one.name}"
        case Level.VOIVODESHIP:
            return "Województwo Kujawsko-Pomorskie"
