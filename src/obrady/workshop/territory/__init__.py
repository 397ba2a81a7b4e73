"""The gminas and powiats of the voivodeship, from the public TERC register (attribution in SOURCE.txt)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

ATTRIBUTION = "Źródło: GUS, rejestr TERYT (TERC), stan na 2024-01-01; dane przetworzone."


@dataclass(frozen=True)
class Gmina:
    """One gmina: `code` has seven digits, `kind` is "1" urban, "2" rural, "3" urban-rural."""

    code: str
    name: str
    kind: str
    powiat: str
    powiat_kind: str

    @property
    def code6(self) -> str:
        """The first six digits: the seventh is the kind and can change."""
        return self.code[:6]


@cache
def gminas() -> Mapping[str, Gmina]:
    """Every gmina by the first six digits of its code, in the order of the codes."""
    source = files(__name__).joinpath("gminy_04_kujawsko-pomorskie.csv").read_text(encoding="utf-8")
    found = (
        Gmina(row["teryt_gmina"], row["gmina"], row["rodzaj_kod"], row["powiat"], row["powiat_typ"])
        for row in csv.DictReader(source.splitlines())
    )
    return MappingProxyType({gmina.code6: gmina for gmina in found})


def gmina(code: str) -> Gmina | None:
    """The gmina of a code with six or seven digits, or None."""
    return gminas().get(code[:6]) if len(code) in {6, 7} else None
