"""What everybody may see: rules, commitment, codes, proof; never a name."""

import hashlib

import pytest

from obrady.stages.applications import queries as register
from tests.doors.draws.pages import PUBLIC, text_of
from tests.stages.draws import office

PAGES = ("", "?code=XX-XXX", "hall/", "hall/?screen=2", "bundle.json", "check/", "verify.py")


def plain():
    return office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3))


def names(meeting) -> list[str]:
    return [row.person.name for row in register.register(meeting)] + [
        word for row in register.register(meeting) for word in row.person.name.split()
    ]


def test_before_the_freeze_nothing_is_said_of_rules_or_people(visitor) -> None:
    plain()
    page = text_of(visitor.get(PUBLIC))
    assert "Applying is not yet a place" in page
    assert "Gender" not in page


@pytest.mark.parametrize("step", [office.frozen, office.committed, office.drawn, office.published])
@pytest.mark.parametrize("address", PAGES)
def test_no_public_page_ever_holds_a_name(visitor, step, address: str) -> None:
    draw = step(plain())
    text = visitor.get(PUBLIC + address).content.decode()
    assert [name for name in names(draw.meeting) if name in text] == []


def test_from_the_freeze_on_rules_and_fingerprint_are_public(visitor) -> None:
    draw = office.frozen(plain())
    page = text_of(visitor.get(PUBLIC))
    assert f"<span>{draw.fingerprint[:4]}</span>" in page
    assert "Gender" in page


def test_before_the_dice_a_code_finds_its_winning_numbers(visitor) -> None:
    draw = office.committed(plain())
    member = office.members(draw)[0]
    page = visitor.get(PUBLIC, {"code": member.code})
    assert len(page.context["numbers"]) == member.row_count
    assert all(len(number) == 3 for number in page.context["numbers"])


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_is_found_as_people_type_it(visitor, typed) -> None:
    draw = office.committed(plain())
    assert visitor.get(PUBLIC, {"code": typed(office.members(draw)[0].code)}).context["own"].is_known


def test_a_code_typed_on_a_cyrillic_keyboard_is_found(visitor) -> None:
    draw = office.committed(plain())
    code = office.members(draw)[0].code
    cyrillic = code.translate(str.maketrans("CHKMPTXY", "СНКМРТХУ"))
    assert visitor.get(PUBLIC, {"code": cyrillic}).context["own"].is_known


@pytest.mark.parametrize("code", ["XX-XXX", "<script>", "'; --", "ż" * 500, "\x00"])
def test_an_unknown_code_is_told_so(visitor, code: str) -> None:
    office.committed(plain())
    answer = visitor.get(PUBLIC, {"code": code})
    assert answer.status_code == 200
    assert "<script>" not in text_of(answer).partition("<main")[2]


def test_after_the_dice_the_codes_and_the_reserve_order_are_public(visitor) -> None:
    draw = office.published(plain())
    facts = visitor.get(PUBLIC).context["facts"]
    assert set(facts.drawn) == office.codes_in(draw)
    assert len(facts.reserve + facts.not_drawn) == 4


def test_the_bundle_is_the_committed_bytes(visitor) -> None:
    draw = office.committed(plain())
    answer = visitor.get(f"{PUBLIC}bundle.json")
    assert hashlib.sha256(answer.content).hexdigest() == draw.commitment
    assert answer.headers["ETag"] == f'"{draw.commitment}"'


def test_the_bundle_of_a_draw_that_was_given_up_stays(visitor) -> None:
    draw = office.committed(plain())
    office.actions.abandon(actor=office.coordinator(), draw=draw, reason="Pomyłka.", now=office.AFTER)
    answer = visitor.get(f"{PUBLIC}bundle.json?draw=1")
    assert hashlib.sha256(answer.content).hexdigest() == draw.commitment
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("step", [office.frozen, office.computed])
def test_there_is_no_bundle_before_the_commitment(visitor, step) -> None:
    step(plain())
    assert visitor.get(f"{PUBLIC}bundle.json").status_code == 404
    assert visitor.get(f"{PUBLIC}bundle.json?draw=1").status_code == 404


@pytest.mark.parametrize("draw", ["", "0", "99", "x", "-1", "1" * 30])
def test_a_bundle_that_does_not_exist_is_not_found(visitor, draw: str) -> None:
    plain()
    assert visitor.get(f"{PUBLIC}bundle.json", {"draw": draw}).status_code == 404


def test_the_draw_of_a_meeting_that_is_not_announced_does_not_exist_in_public(visitor) -> None:
    from tests import cast

    cast.meeting(slug="tajne", announced=False)
    assert [visitor.get(f"/en/m/tajne/draw/{page}").status_code for page in PAGES] == [404] * len(PAGES)
