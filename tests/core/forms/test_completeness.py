"""What may be used, what is missing, and what recruitment sees of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from obrady.core.forms import (
    Answer,
    FormDefinition,
    Gap,
    answers_without_consent,
    derive_features,
    is_complete,
    missing_answers,
    usable_answers,
)

WHOLE: dict[str, Answer] = {
    "full_name": "Hanna Wierzbówka",
    "email": "h@example.net",
    "applies_as": "ngo_migrants",
    "organisation": "Fundacja Ciepły Piec",
    "gmina_teryt": "0463011",
    "hardest_cooperation": ("gminas",),
    "problem": "Nie wiadomo, do kogo zadzwonić.",
}
RULES = {"consent_rules": True}


@dataclass(frozen=True)
class Gmina:
    kind: str
    powiat: str


GMINAS: Mapping[str, Gmina] = {
    "046301": Gmina("1", "Toruń"),
    "046101": Gmina("1", "Bydgoszcz"),
    "041409": Gmina("3", "świecki"),
    "041402": Gmina("2", "świecki"),
}


def without(*keys: str) -> dict[str, Answer]:
    return {key: answer for key, answer in WHOLE.items() if key not in keys}


def test_an_application_with_everything_asked_lacks_nothing(definition: FormDefinition) -> None:
    assert missing_answers(definition, WHOLE, RULES) == ()
    assert is_complete(definition, WHOLE, RULES)


@pytest.mark.parametrize(
    "key", ["full_name", "applies_as", "gmina_teryt", "hardest_cooperation", "problem", "organisation"]
)
def test_each_required_answer_is_missed(definition: FormDefinition, key: str) -> None:
    assert Gap(key) in missing_answers(definition, without(key), RULES)


@pytest.mark.parametrize("key", ["solution", "gender", "area", "migration_experience", "role", "notice_version"])
def test_what_may_be_left_out_is_no_gap(definition: FormDefinition, key: str) -> None:
    assert key not in WHOLE
    assert is_complete(definition, WHOLE, RULES)


def test_a_telephone_does_for_an_address_and_neither_is_two_gaps(definition: FormDefinition) -> None:
    assert is_complete(definition, without("email") | {"phone": "000 000 001"}, RULES)
    assert missing_answers(definition, without("email"), RULES) == (Gap("email"), Gap("phone"))


@pytest.mark.parametrize("applies_as", ["own_name", "informal_group", "other"])
def test_some_apply_without_an_organisation(definition: FormDefinition, applies_as: str) -> None:
    assert is_complete(definition, without("organisation") | {"applies_as": applies_as}, RULES)


@pytest.mark.parametrize("consents", [{}, {"consent_rules": False}])
def test_the_rules_must_be_accepted(definition: FormDefinition, consents: dict[str, bool]) -> None:
    assert missing_answers(definition, WHOLE, consents) == (Gap("consent_rules", is_consent=True),)


def test_sensitive_answers_count_only_under_their_own_consent(definition: FormDefinition) -> None:
    answers = WHOLE | {"diet": ("vegan",), "migration_experience": "yes"}
    under = {
        name: set(usable_answers(definition, answers, {name: True})) - set(WHOLE)
        for name in ("consent_sensitive", "consent_experience", "consent_image")
    }
    assert under == {
        "consent_sensitive": {"diet"},
        "consent_experience": {"migration_experience"},
        "consent_image": set(),
    }


def test_unknown_keys_and_blanks_are_not_used(definition: FormDefinition) -> None:
    assert usable_answers(definition, {"role": " ", "needs": (), "nationality": "x"}, {"consent_sensitive": True}) == {}


def features(definition: FormDefinition, **more: Answer) -> dict[str, str]:
    return derive_features(definition, WHOLE | more, RULES | {"consent_experience": True}, GMINAS)


def test_features_follow_from_the_declared_rules(definition: FormDefinition) -> None:
    assert features(definition, founded_since_2022="no", began_after_2022="yes", gender="woman") == {
        "group": "ngo_migrants",
        "founded_since_2022": "no",
        "began_after_2022": "yes",
        "migration_experience": "unknown",
        "outside_torun": "no",
        "rural_or_urban_rural": "no",
        "big_city": "no",
        "gender": "woman",
        "powiat": "Toruń",
    }


@pytest.mark.parametrize(
    ("answers", "feature", "value"),
    [
        ({"gmina_teryt": "041402"}, "rural_or_urban_rural", "yes"),
        ({"gmina_teryt": "0414093"}, "rural_or_urban_rural", "yes"),
        ({"gmina_teryt": "0461011"}, "big_city", "yes"),
        ({"gmina_teryt": "0461011"}, "outside_torun", "yes"),
        ({"gmina_teryt": "0463019"}, "outside_torun", "no"),
        ({"gmina_teryt": "146501"}, "powiat", "unknown"),
        ({"gmina_teryt": "146501"}, "outside_torun", "unknown"),
        ({"applies_as": "own_name"}, "founded_since_2022", "na"),
        ({"founded_since_2022": "yes", "began_after_2022": "yes"}, "began_after_2022", "na"),
        ({}, "founded_since_2022", "unknown"),
        ({"gender": "prefer_not"}, "gender", "unknown"),
        ({"migration_experience": "yes"}, "migration_experience", "yes"),
        ({"migration_experience": "prefer_not"}, "migration_experience", "unknown"),
    ],
)
def test_each_rule_of_a_feature(definition: FormDefinition, answers: dict, feature: str, value: str) -> None:
    assert features(definition, **answers)[feature] == value


def test_migration_experience_without_its_consent_is_unknown(definition: FormDefinition) -> None:
    answers = WHOLE | {"migration_experience": "yes"}
    for consents in ({}, {"consent_experience": False}, {"consent_sensitive": True}):
        assert derive_features(definition, answers, consents, GMINAS)["migration_experience"] == "unknown"


@pytest.mark.parametrize(
    "consents, unkept",
    [
        ({}, ("migration_experience", "diet")),
        ({"consent_sensitive": True}, ("migration_experience",)),
        ({"consent_sensitive": True, "consent_experience": False}, ("migration_experience",)),
        ({"consent_sensitive": True, "consent_experience": True}, ()),
    ],
)
def test_what_may_not_be_kept_for_want_of_consent_is_named(definition: FormDefinition, consents, unkept) -> None:
    said: dict[str, Answer] = {**WHOLE, "diet": ("vegan",), "migration_experience": "no", "needs": ()}
    assert answers_without_consent(definition, said, consents) == unkept
