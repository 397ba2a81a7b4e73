"""The gminas of the voivodeship are found by the first six digits of their code."""

import pytest

from obrady.workshop.territory import Gmina, gmina, gminas


def test_all_gminas_and_powiats_are_there() -> None:
    assert len(gminas()) == 144
    assert len({one.powiat for one in gminas().values()}) == 23
    assert all(code == one.code6 and len(one.code) == 7 for code, one in gminas().items())


@pytest.mark.parametrize("code", ["046301", "0463011", "0463019"])
def test_the_seventh_digit_plays_no_part(code: str) -> None:
    found = gmina(code)
    assert found is not None
    assert (found.name, found.powiat) == ("Toruń", "Toruń")


def test_a_town_and_a_rural_gmina_of_one_name_are_told_apart_by_kind() -> None:
    same = [one for one in gminas().values() if one.name == "Aleksandrów Kujawski"]
    assert [(one.kind, one.powiat) for one in same] == [("1", "aleksandrowski"), ("2", "aleksandrowski")]


@pytest.mark.parametrize("code", ["", "04630", "04630111", "146501", "Toruń"])
def test_what_is_no_gmina_of_ours_is_not_found(code: str) -> None:
    assert gmina(code) is None


def test_nobody_can_change_the_territory() -> None:
    with pytest.raises(TypeError):
        gminas()["046301"] = Gmina("1", "2", "3", "4", "5")  # type: ignore[index]
