"""Spellings of one organisation come together; different organisations with similar names stay apart."""

import csv
import random
from itertools import combinations
from pathlib import Path

import pytest

from obrady.core.likeness import CONFIDENT, Named, Spelling, folded, names_nothing, organisation_keys, same_organisation
from tests.core.likeness.organisations_made_up import Written, make_spellings

MEETING = Path(__file__).parents[2] / "data" / "meeting"
TOWNS = {"0463": "Toruń", "0461": "Bydgoszcz", "0462": "Grudziądz", "0464": "Włocławek", "0412": "Rypin"}

SAME = [
    ("Fundacja Ciepły Piec", "FUNDACJA CIEPLY PIEC"),
    ("Fundacja Ciepły Piec", "Fundacja „Ciepły Piec”"),
    ("Fundacja Ciepły Piec", "fundacja “Ciepły Piec”"),
    ("Fundacja Słonecznik i Chaber", "SŁONECZNIK I CHABER"),
    ("Stowarzyszenie Wspólny Próg", "Stow. Wspólny Próg"),
    ("Stowarzyszenie Wspólny Próg", "Stowarzyseznie Wspólny Próg"),
    ("Stowarzyszenie Wspólny Próg", "Stowarzyszenie Wspólny Prógg"),
    ("Spółdzielnia Socjalna Czysta Szyba", "Sp. soc. Czysta Szyba"),
    ("Wojewódzki Ośrodek Dialogu i Integracji w Toruniu", "Woj. Ośrodek Dialogu i Integracji w Toruniu"),
    ("Grupa nieformalna Środowe Pierogi", "grupa Środowe Pierogi"),
    ("Fundacja Prawo w Kuchni", "Prawo w kuchni"),
    ("Fundacja Słonecznik i Chaber", "Фундація «Слонечнік і Хабер»"),
    ("Fundacja Bliska Ręka dla Sąsiadów", "Fundacja Bliska Ręka dal Sąsiadów"),
]
DIFFERENT = [
    ("Stowarzyszenie Ławka pod Lipą", "Stowarzyszenie Pod Lipą"),
    ("Szkoła Podstawowa nr 88 w Toruniu", "Szkoła Podstawowa nr 97 w Toruniu"),
    ("Szkoła Podstawowa nr 88 w Toruniu", "Szkoła Podstawowa nr 88 w Bydgoszczy"),
    ("Szkoła Podstawowa nr 8 w Toruniu", "Szkoła Podstawowa nr 88 w Toruniu"),
    ("Szkoła Podstawowa nr 88", "Przedszkole Miejskie nr 88"),
    ("Fundacja Nowa Droga", "Stowarzyszenie Nowa Droga"),
    ("Fundacja Nowy Dom", "Fundacja Nowy Tom"),
    ("Fundacja Jasna Polana", "Fundacja Jasna Polanka"),
    ("I LO w Toruniu", "II LO w Toruniu"),
    ("Urząd Miasta Torunia", "Urząd Miasta Bydgoszczy"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_organisation_are_unified(one: str, other: str) -> None:
    assert same_organisation(Named(one), Named(other)) >= CONFIDENT
    assert len({spelling.key for spelling in organisation_keys([Named(one), Named(other)])}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_similar_names_of_different_organisations_stay_apart(one: str, other: str) -> None:
    assert same_organisation(Named(one), Named(other)) < CONFIDENT
    assert len({spelling.key for spelling in organisation_keys([Named(one), Named(other)])}) == 2


@pytest.mark.parametrize(
    ("spelling", "town", "same"),
    [
        ("Szkoła Podstawowa nr 88", "Bydgoszcz", True),
        ("SP 88", "Bydgoszcz", True),
        ("SP88 Bydgoszcz", "Bydgoszcz", True),
        ("Szkoła Podstawowa nr 88 (Bydgoszcz)", "Bydgoszcz", True),
        ("Szkoła Podstawowa nr 88", "Toruń", False),
    ],
)
def test_the_town_of_the_writer_tells_schools_apart(spelling: str, town: str, same: bool) -> None:
    whole = Named("Szkoła Podstawowa nr 88 w Bydgoszczy", "Bydgoszcz")
    assert (same_organisation(whole, Named(spelling, town)) >= CONFIDENT) is same


def test_one_name_of_a_kind_in_two_towns_is_two_institutions() -> None:
    keys = organisation_keys([Named("Szkoła Podstawowa nr 1", "Toruń"), Named("Szkoła Podstawowa nr 1", "Rypin")])
    assert [spelling.key for spelling in keys] == ["szkola-podstawowa-nr-1-torun", "szkola-podstawowa-nr-1-rypin"]


def test_the_key_is_the_fullest_spelling() -> None:
    written = ["SŁONECZNIK I CHABER", "Fundacja Slonecznik i Chaber", "słonecznik i chaber"]
    assert {spelling.key for spelling in organisation_keys([Named(text) for text in written])} == {
        "fundacja-slonecznik-i-chaber"
    }


def test_a_name_that_fits_two_organisations_stays_alone_and_says_so() -> None:
    *_, bare = organisation_keys([Named("Fundacja Pod Lipą"), Named("Stowarzyszenie Pod Lipą"), Named("Pod Lipą")])
    assert bare.key == "pod-lipa"
    assert bare.score < CONFIDENT
    assert bare.near in {"fundacja-pod-lipa", "stowarzyszenie-pod-lipa"}


def test_an_uncertain_spelling_stays_apart_below_the_threshold() -> None:
    _, lone = organisation_keys([Named("Stowarzyszenie Mosty z Chleba i Wody"), Named("Stowarzyszenie Mosty z Chleba")])
    assert (lone.key, lone.near) == ("stowarzyszenie-mosty-z-chleba", "stowarzyszenie-mosty-z-chleba-i-wody")
    assert lone.score < CONFIDENT


@pytest.mark.parametrize("text", ["", "-", "brak", "Nie dotyczy", "n/d", "немає", "we własnym imieniu", "---"])
def test_some_answers_name_nothing(text: str) -> None:
    assert names_nothing(text)
    assert organisation_keys([Named(text)]) == (Spelling(spelling=text, key="", score=1.0),)


def test_a_spelling_is_listed_once_in_the_order_of_appearance() -> None:
    listed = organisation_keys([Named("B"), Named("A"), Named("B")])
    assert [spelling.spelling for spelling in listed] == ["B", "A"]


def test_the_key_of_the_meeting_is_reached_up_to_names() -> None:
    def table(name: str) -> list[dict[str, str]]:
        with (MEETING / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    rows = [row for row in table("applications.csv") if row["organisation"]]
    found = {
        one.spelling: one.key
        for one in organisation_keys(
            [Named(row["organisation"], TOWNS.get(row["gmina_teryt"][:4], "")) for row in rows]
        )
    }
    pool_ids = {row["reference"]: row["pool_id"] for row in table("expected_status.csv")}
    expected = {row["id"]: row["organisation_key"] for row in table("pool.csv")}
    both = {
        (found[row["organisation"]], expected[pool_ids[row["reference"]]]) for row in rows if pool_ids[row["reference"]]
    }
    assert len(both) == len({ours for ours, _ in both}) == len({theirs for _, theirs in both}) == 58
    assert (len(found), len(set(found.values()))) == (74, 60)


def keys_of(written: list[Written]) -> list[str]:
    spellings = organisation_keys([one.named for one in written])
    keys = {(one.spelling, folded(one.town)): one.key for one in spellings}
    return [keys.get((one.named.spelling, folded(one.named.town))) or keys[one.named.spelling, ""] for one in written]


def test_on_made_up_registers_few_are_split_and_hardly_any_wrongly_joined() -> None:
    same = split = joined = 0
    for seed in range(12):
        written = make_spellings(seed=seed, organisations=60, people=125)
        pairs = combinations(zip(written, keys_of(written), strict=True), 2)
        for (one, one_key), (other, other_key) in pairs:
            same += one.organisation == other.organisation
            split += one.organisation == other.organisation and one_key != other_key
            joined += one.organisation != other.organisation and one_key == other_key
    assert split / same < 0.05
    assert joined / same < 0.005


def test_keys_do_not_depend_on_the_order_of_the_register() -> None:
    written = make_spellings(seed=2, organisations=60, people=125)
    expected = dict(zip([one.named for one in written], keys_of(written), strict=True))
    random.Random(4).shuffle(written)
    assert dict(zip([one.named for one in written], keys_of(written), strict=True)) == expected
