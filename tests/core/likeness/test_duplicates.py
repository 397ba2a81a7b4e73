"""Records of one person are proposed, whatever their spelling; those of two people are not, whatever they share."""

import csv
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from obrady.core.likeness import LikelyPair, Reason, Record, candidate_duplicates, likely_same
from obrady.workshop.territory import gmina
from tests.core.likeness.registers import Figures, make_register, measured

MEETING = Path(__file__).parents[2] / "data" / "meeting"
CROWD = tuple(record for record in make_register(seed=7, people=100, repeated=0, look_alikes=0).records)


def register_of_the_meeting(*, with_organisations: bool) -> list[Record]:
    with (MEETING / "applications.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    towns = {row["reference"]: gmina(row["gmina_teryt"]) for row in rows}
    return [
        Record(
            key=row["reference"],
            name=row["full_name"],
            email=row["email"],
            phone=row["phone"],
            town=town.name if (town := towns[row["reference"]]) else "",
            organisation=row["organisation"] if with_organisations else "",
        )
        for row in rows
    ]


def decided(answer: str) -> set[frozenset[str]]:
    with (MEETING / "duplicates.csv").open(encoding="utf-8", newline="") as file:
        return {
            frozenset((row["reference_a"], row["reference_b"]))
            for row in csv.DictReader(file)
            if row["is_duplicate"] == answer
        }


def keys(pairs: Sequence[LikelyPair]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset((pair.first, pair.second)) for pair in pairs)


def scores(records: Sequence[Record]) -> dict[frozenset[str], float]:
    return {frozenset((pair.first, pair.second)): pair.score for pair in candidate_duplicates(records, likely=0)}


@pytest.mark.parametrize("with_organisations", [True, False])
def test_all_true_pairs_of_the_meeting_are_proposed_and_at_most_as_many_false_ones(with_organisations: bool) -> None:
    proposed = keys(candidate_duplicates(register_of_the_meeting(with_organisations=with_organisations)))
    assert decided("yes") <= proposed
    assert len(proposed - decided("yes")) <= 1


def test_the_reasons_say_what_agrees() -> None:
    pairs = {
        (pair.first, pair.second): set(pair.reasons)
        for pair in candidate_duplicates(register_of_the_meeting(with_organisations=True))
    }
    assert pairs["ZG23-0016", "ZG23-0080"] == {Reason.SAME_PHONE, Reason.OTHER_ALPHABET, Reason.SAME_TOWN}
    assert pairs["ZG23-0041", "ZG23-0095"] == {Reason.SAME_EMAIL, Reason.SHORT_FIRST_NAME, Reason.SAME_TOWN}
    assert pairs["ZG23-0026", "ZG23-0120"] == {
        Reason.SAME_PHONE,
        Reason.SAME_EMAIL,
        Reason.PART_OF_NAME,
        Reason.SAME_TOWN,
    }
    assert Reason.SIMILAR_NAME in pairs["ZG23-0001", "ZG23-0113"]


HANNA = Record("a", "Aleksandra Wierzbówka-Kulik", "a.wierzbowka@example.net", "+48 512 345 678", "Toruń")
SAME_PERSON = [
    replace(HANNA, email=""),
    replace(HANNA, phone="", email="A.Wierzbowka+kurs@Example.net"),
    replace(HANNA, name="Aleksandra Wiezrbówka", email=""),
    replace(HANNA, name="OLA WIERZBOWKA", email="", phone="512-345-678"),
    replace(HANNA, name="Kulik Aleksandra", email="", phone="0048512345678"),
    replace(HANNA, name="A. Wierzbówka", email=""),
    replace(HANNA, name="WIERZBÓWKA, Aleksandra", email=""),
    replace(HANNA, name="Aleksandra Wierzbówka, dyrektorka", email=""),
    replace(HANNA, name="Aleksandra", email="", town=""),
    replace(HANNA, name="Олександра Вєжбувка-Кулік", email=""),
    replace(HANNA, name="dr Aleksandra Maria Wierzbówka-Kulik", phone="", town="torun"),
    replace(HANNA, phone="", email="", name="Aleksandra Wierzbówka-Kulik"),
    replace(HANNA, name="Aleksandra Nowicka", email="a.wierzbowka@example.net"),
]
OTHER_PEOPLE = [
    replace(HANNA, name="Marek Wierzbówka-Kulik", email="a.wierzbowka@example.com"),
    replace(HANNA, name="Zenon Drzonek", email="z.drzonek@example.org"),
    replace(HANNA, name="Celina Topolniak", email="", town=""),
    replace(HANNA, name="Aleksandra Perzanek", email="biuro@example.org", phone="600 100 200"),
    replace(HANNA, name="Alicja Wierzbówka-Kulik", email="alicja@example.org", phone="600 100 201"),
]


@pytest.mark.parametrize("again", SAME_PERSON, ids=lambda record: record.name)
def test_one_person_is_recognised(again: Record) -> None:
    records = [*CROWD, HANNA, replace(again, key="b")]
    assert frozenset("ab") in keys(candidate_duplicates(records))


@pytest.mark.parametrize("other", OTHER_PEOPLE, ids=lambda record: record.name)
def test_two_people_are_left_alone(other: Record) -> None:
    records = [*CROWD, HANNA, replace(other, key="b")]
    assert frozenset("ab") not in keys(candidate_duplicates(records))


@pytest.mark.parametrize("again", ["Ewa Micahlska", "Ewa Mihcalska", "Ewa Michlska"])
def test_nearly_one_name_in_one_town_is_enough_for_a_proposal(again: str) -> None:
    one = Record("a", "Ewa Michalska", "ewa@example.net", "512 345 678", "Toruń")
    other = Record("b", again, "", "698 765 432", "Toruń")
    assert frozenset("ab") in keys(candidate_duplicates([*CROWD, one, other]))


FATHERS_NAME_BESIDE = ["Жук Сергій Петрович", "Сергій Петрович Жук", "Жук, Сергій Петрович"]


@pytest.mark.parametrize("again", FATHERS_NAME_BESIDE)
def test_a_fathers_name_written_once_takes_nothing_away(again: str) -> None:
    one = Record("a", "Сергій Жук", "zhuk@example.net", "512 345 678", "Toruń")
    plain, full = (Record("b", name, "", "698 765 432", "Toruń") for name in ("Сергій Жук", again))
    assert candidate_duplicates([*CROWD, plain, one])[0] == candidate_duplicates([*CROWD, full, one])[0]


def test_one_father_does_not_make_two_sisters_one_person() -> None:
    one = Record("a", "Олена Іванівна Шипшина", "", "512 345 678", "Toruń")
    other = Record("b", "Надія Іванівна Шипшина", "", "512 345 678", "Toruń")
    assert frozenset("ab") not in keys(candidate_duplicates([*CROWD, one, other]))


def test_eight_people_with_one_office_telephone_are_eight_people() -> None:
    office = [replace(record, key=f"office{number}", phone="56 600 00 00") for number, record in enumerate(CROWD[:8])]
    assert keys(candidate_duplicates(office)) == frozenset()


def test_what_agrees_counts_for_less_where_names_are_common() -> None:
    paper = Record("a", "Anna Nowak", "", "+48 512 345 678", "Toruń")
    web = Record("b", "Anna Nowak", "anowak@example.net", "", "Toruń")
    crowd = [Record(f"c{number}", "Anna Nowak", f"x{number * 7919}@example.org", "", "Toruń") for number in range(100)]
    score_in_small, *_ = [pair.score for pair in candidate_duplicates([*CROWD, paper, web], likely=0)]
    in_large = {(p.first, p.second): p.score for p in candidate_duplicates([*CROWD, *crowd, paper, web], likely=0)}
    assert score_in_small > 0.5 > in_large["a", "b"]


def test_proposals_do_not_depend_on_the_order_of_the_register() -> None:
    records = list(make_register(seed=3, people=150).records)
    expected = scores(records)
    random.Random(1).shuffle(records)
    assert scores(records) == expected


def test_pairs_name_the_earlier_record_first_and_the_likeliest_pair_leads() -> None:
    records = make_register(seed=5, people=200).records
    place = {record.key: number for number, record in enumerate(records)}
    pairs = candidate_duplicates(records)
    assert all(place[pair.first] < place[pair.second] for pair in pairs)
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)
    assert all(0 <= pair.score <= 1 for pair in pairs)


@pytest.mark.parametrize("records", [[], [HANNA], [Record("a", ""), Record("b", "")]])
def test_nothing_to_compare_gives_no_pair(records: list[Record]) -> None:
    assert candidate_duplicates(records) == ()


def test_a_key_stands_once() -> None:
    with pytest.raises(ValueError, match="unique"):
        candidate_duplicates([HANNA, HANNA])


def test_the_warning_while_typing_finds_what_the_queue_would_propose() -> None:
    records = make_register(seed=11, people=120).records
    for pair in candidate_duplicates(records):
        typed = next(record for record in records if record.key == pair.second)
        assert pair.first in {key for found in likely_same(typed, records) for key in (found.first, found.second)}


def test_the_warning_works_on_a_half_typed_record() -> None:
    typed = Record("new", "", "", "512345678")
    assert [pair.first for pair in likely_same(typed, [*CROWD, HANNA])] == ["a"]


def test_the_warning_never_compares_a_record_with_itself() -> None:
    assert likely_same(HANNA, [*CROWD, HANNA]) == ()


REGISTERS = [
    pytest.param(60, 0.08, 0.30, id="small, many look-alikes"),
    pytest.param(125, 0.08, 0.05, id="like the meeting"),
    pytest.param(500, 0.05, 0.15, id="large"),
    pytest.param(2000, 0.06, 0.10, id="very large"),
]


@pytest.mark.parametrize("with_organisations", [True, False])
@pytest.mark.parametrize(("people", "repeated", "look_alikes"), REGISTERS)
def test_nineteen_of_twenty_true_pairs_are_proposed_and_no_more_false_than_true(
    people: int, repeated: float, look_alikes: float, with_organisations: bool
) -> None:
    total = Figures(0, 0, 0)
    for seed in range(1000, 1000 + max(2, 3000 // people)):
        register = make_register(
            seed=seed, people=people, repeated=repeated, look_alikes=look_alikes, with_organisations=with_organisations
        )
        total += measured(register, keys(candidate_duplicates(register.records)))
    assert total.true_pairs > 100
    assert total.recall >= 0.95
    assert total.false_per_true <= 1


def test_a_register_of_ten_thousand_takes_seconds() -> None:
    register = make_register(seed=1, people=9300, repeated=0.08, look_alikes=0.1)
    started = time.process_time()
    figures = measured(register, keys(candidate_duplicates(register.records)))
    assert time.process_time() - started < 30
    assert figures.recall >= 0.95
    assert figures.false_per_true <= 1
