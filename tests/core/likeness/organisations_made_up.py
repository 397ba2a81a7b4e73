"""Invented organisations and institutions, and the ways in which people write their names."""

from __future__ import annotations

import random
from dataclasses import dataclass

from obrady.core.likeness import Named

TOWNS = {
    "Toruń": "Toruniu",
    "Bydgoszcz": "Bydgoszczy",
    "Włocławek": "Włocławku",
    "Grudziądz": "Grudziądzu",
    "Chełmno": "Chełmnie",
    "Chełmża": "Chełmży",
    "Tuchola": "Tucholi",
    "Łubianka": "Łubiance",
    "Nakło nad Notecią": "Nakle nad Notecią",
    "Rypin": "Rypinie",
}
FIRST = (
    "Zielona Cicha Złota Wspólna Otwarta Nowa Jasna Wędrowna Sąsiedzka Kolorowa Ciepła Bliska Żywa Śmiała Mała".split()
)
SECOND = "Latarnia Kuchnia Przystań Brama Ławka Ścieżka Świetlica Ręka Polana Łódka Góra Zatoka Cegielnia Kreda Wierzba".split()
TAILS = ("", "", "", "", " i Przyjaciele", " nad Wisłą", " bez Granic", " pod Lipą", " dla Sąsiadów")
INSTITUTIONS = (
    "Szkoła Podstawowa nr {number} w {town}",
    "Przedszkole Miejskie nr {number} w {town}",
    "Miejska Biblioteka Publiczna w {town}",
    "Miejski Ośrodek Pomocy Społecznej w {town}",
    "Powiatowy Urząd Pracy w {town}",
    "Zespół Szkół nr {number} w {town}",
    "Gminny Ośrodek Kultury w {town}",
    "Centrum Usług Społecznych w {town}",
)
_PLAIN = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


@dataclass(frozen=True)
class Written:
    """One spelling as one person wrote it, and the number of the organisation that is meant."""

    named: Named
    organisation: int


def make_spellings(*, seed: int, organisations: int, people: int) -> list[Written]:
    source = random.Random(seed)
    names: dict[str, str] = {}
    while len(names) < organisations:
        town = source.choice(list(TOWNS))
        if source.random() < 0.35:
            name = source.choice(INSTITUTIONS).format(number=source.randrange(1, 40), town=TOWNS[town])
        else:
            form = source.choice(("Fundacja", "Stowarzyszenie", "Spółdzielnia Socjalna"))
            name = f"{form} {source.choice(FIRST)} {source.choice(SECOND)}{source.choice(TAILS)}"
        core = name.split(" ", 1)[1]
        if not any(other.split(" ", 1)[1] == core for other in names):
            names[name] = town
    listed = list(names.items())
    written = []
    for _ in range(people):
        number = min(int(source.expovariate(3 / organisations)), organisations - 1)
        name, town = listed[number]
        from_town = town if source.random() < 0.8 or " w " in name else source.choice(list(TOWNS))
        written.append(Written(Named(as_written(source, name, town), from_town), number))
    return written


def as_written(source: random.Random, name: str, town: str) -> str:
    draw = source.random()
    if draw < 0.55:
        return name
    if draw < 0.65:
        return name.translate(_PLAIN)
    if draw < 0.72:
        return name.upper()
    if draw < 0.80:
        for full, short in (
            ("Stowarzyszenie", "Stow."),
            ("Spółdzielnia Socjalna", "Sp. soc."),
            ("Szkoła Podstawowa", "SP"),
            ("Miejski Ośrodek Pomocy Społecznej", "MOPS"),
        ):
            name = name.replace(full, short)
        return name
    if draw < 0.86 and name.startswith(("Fundacja ", "Stowarzyszenie ")):
        core = name.split(" ", 1)[1]
        return source.choice((core, core.upper(), f"„{core}”"))
    if draw < 0.90:
        form, _, core = name.partition(" ")
        quotes = source.choice(("„{}”", '"{}"', "“{}”", "«{}»"))
        return f"{form} {quotes.format(core)}" if form in ("Fundacja", "Stowarzyszenie") else name
    if draw < 0.94 and name.endswith(TOWNS[town]):
        return name.removesuffix(f" w {TOWNS[town]}") + source.choice(("", f", {town}", f" {town}", f" ({town})"))
    place = source.randrange(2, len(name) - 2)
    if name[place].isalpha() and name[place + 1].isalpha():
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name
