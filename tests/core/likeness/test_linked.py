"""A name that an applicant typed finds the applicant who is meant, or several, or nobody; the machine chooses nobody."""

import pytest

from obrady.core.likeness import match_name

PEOPLE = {
    "a": "Samuel Okoaloe",
    "b": "Olga Perzanek",
    "c": "Radosław Rdestowicz",
    "d": "Barbara Cisowiak-Kulikowiec",
    "e": "Людмила Грущак",
    "f": "Anna Kowalik",
    "g": "Anna Kowalik",
    "h": "Małgorzata Dziewannik",
}


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Radosław Rdestowicz", ["c"]),
        ("rdestowicz radoslaw", ["c"]),
        ("S. Okoaloe", ["a"]),
        ("Okoaloe", ["a"]),
        ("z Olgą Perzanek", ["b"]),
        ("razem z Radosławem Rdestowiczem", ["c"]),
        ("Barbara Kulikowiec", ["d"]),
        ("Liudmyla Hrushchak", ["e"]),
        ("Ludmiła Hruszczak", ["e"]),
        ("Gosia Dziewannik", ["h"]),
        ("Olga Perznek", ["b"]),
        ("Olga Perzanek (ta sama szkoła)", ["b"]),
        ("Liudmyla Hruszczakk", ["e"]),
        ("Jan Nieznany", []),
        ("Olga", ["b"]),
    ],
)
def test_a_name_finds_whom_it_means(typed: str, keys: list[str]) -> None:
    (found,) = match_name(typed, PEOPLE)
    assert list(found.keys) == keys


@pytest.mark.parametrize("between", [", ", "; ", " i ", " oraz ", " та ", " and ", " & ", "\n", " / "])
def test_several_names_are_parted(between: str) -> None:
    found = match_name(f"Olga Perzanek{between}S. Okoaloe", PEOPLE)
    assert [one.keys for one in found] == [("b",), ("a",)]


def test_a_name_that_fits_two_gives_both() -> None:
    (found,) = match_name("Anna Kowalik", PEOPLE)
    assert found.keys == ("f", "g")


def test_an_exact_name_wins_over_a_loose_one() -> None:
    (found,) = match_name("Jan Kowal", {"x": "Jan Kowala", "y": "Jan Kowal"})
    assert found.keys == ("y",)


@pytest.mark.parametrize("nothing", ["", " , ", "—"])
def test_no_name_finds_nobody(nothing: str) -> None:
    assert match_name(nothing, PEOPLE) == ()
