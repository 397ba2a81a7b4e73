"""When a question is asked and when it must be answered."""

import pytest

from obrady.core.forms import AllOf, AnyOf, Asks, Condition, FormDefinition, Test, holds, is_required, is_shown

OWN_NAME = Asks("applies_as", Test.IN, ("own_name",))
NOT_OWN_NAME = Asks("applies_as", Test.NOT_IN, ("own_name",))
ANSWERED = Asks("applies_as", Test.ANSWERED, answered=True)
NOT_ANSWERED = Asks("applies_as", Test.ANSWERED, answered=False)


@pytest.mark.parametrize(
    ("condition", "without_answer", "with_own_name", "with_another"),
    [
        (OWN_NAME, False, True, False),
        (NOT_OWN_NAME, True, False, True),
        (ANSWERED, False, True, True),
        (NOT_ANSWERED, True, False, False),
        (AllOf((ANSWERED, NOT_OWN_NAME)), False, False, True),
        (AnyOf((OWN_NAME, NOT_ANSWERED)), True, True, False),
        (AllOf(()), True, True, True),
        (AnyOf(()), False, False, False),
    ],
)
def test_no_answer_satisfies_only_the_negative_conditions(
    condition: Condition, without_answer: bool, with_own_name: bool, with_another: bool
) -> None:
    answers = ({}, {"applies_as": "own_name"}, {"applies_as": "other"})
    assert tuple(holds(condition, given) for given in answers) == (without_answer, with_own_name, with_another)


@pytest.mark.parametrize("blank", ["", "  ", ()])
def test_a_blank_answer_is_no_answer(blank: str | tuple[str, ...]) -> None:
    assert holds(NOT_ANSWERED, {"applies_as": blank})
    assert holds(NOT_OWN_NAME, {"applies_as": blank})


def test_of_several_answers_one_is_enough() -> None:
    several = {"hardest_cooperation": ("gminas", "communities")}
    assert holds(Asks("hardest_cooperation", Test.IN, ("communities", "other_ngos")), several)
    assert not holds(Asks("hardest_cooperation", Test.NOT_IN, ("communities",)), several)


def test_of_email_and_phone_one_closes_both(definition: FormDefinition) -> None:
    email, phone = definition.question("email"), definition.question("phone")
    assert is_required(email, {})
    assert is_required(phone, {})
    assert not is_required(phone, {"email": "a@example.org"})
    assert not is_required(email, {"phone": "000 000 001"})


@pytest.mark.parametrize(
    ("applies_as", "shown", "required"),
    [("own_name", False, False), ("informal_group", True, False), ("other", True, False), ("ngo_other", True, True)],
)
def test_an_organisation_is_asked_and_required_by_who_applies(
    definition: FormDefinition, applies_as: str, shown: bool, required: bool
) -> None:
    question, answers = definition.question("organisation"), {"applies_as": applies_as}
    assert (is_shown(question, answers), is_required(question, answers)) == (shown, required)


def test_whoever_began_since_2022_is_not_asked_whether_they_worked_before(definition: FormDefinition) -> None:
    question = definition.question("began_after_2022")
    answers = {"applies_as": "ngo_migrants"}
    assert is_shown(question, answers)
    assert is_shown(question, answers | {"founded_since_2022": "no"})
    assert not is_shown(question, answers | {"founded_since_2022": "yes"})
    assert not is_shown(question, {"applies_as": "ngo_other"})
