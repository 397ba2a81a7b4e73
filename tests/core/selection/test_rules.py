import pytest

from obrady.core.chance import canonical, fingerprint
from obrady.core.selection import (
    Candidate,
    Cap,
    Link,
    LinkKind,
    Quota,
    Rules,
    RulesNotUsable,
    can_be_met,
    frozen_document,
    optimal,
    smallest_relaxation,
)
from tests.core.selection.cases import meeting

A, B = Candidate("A", {"f": "x"}), Candidate("B", {"f": "y"})


@pytest.mark.parametrize(
    "pool, rules, reason, about",
    [
        ([A], Rules(-1), "seats_negative", "-1"),
        ([A, A], Rules(1), "code_twice", "A"),
        ([Candidate("z\u0307", {})], Rules(1), "code_not_nfc", "z\u0307"),
        ([A], Rules(1, (Quota("f", "x", 0, 1), Quota("f", "x", 0, 2))), "quota_twice", "f=x"),
        ([A], Rules(1, (Quota("f", "x", 2, 1),)), "quota_crossed", "f=x"),
        ([A], Rules(1, (Quota("f", "x", -1, 1),)), "quota_negative", "f=x"),
        ([A], Rules(1, (Quota("g", "x", 0, 1),)), "feature_missing", "g"),
        ([A], Rules(1, caps=(Cap("o", 1), Cap("o", 2))), "cap_twice", "o"),
        ([A], Rules(1, caps=(Cap("o", -1),)), "cap_negative", "o"),
        ([A], Rules(1, links=(Link("A", "Z", LinkKind.TOGETHER),)), "link_unknown", "Z"),
        ([A], Rules(1, links=(Link("A", "A", LinkKind.TOGETHER),)), "link_to_self", "A"),
        ([A], Rules(1, (Quota("f", "x", 1, 1, lowest=2),)), "limit_crossed", "f=x"),
        ([A], Rules(1, (Quota("f", "x", 1, 1, highest=0),)), "limit_crossed", "f=x"),
        ([A], Rules(1, must=("Z",)), "must_unknown", "Z"),
        ([A], Rules(1, guests=("Z",)), "guest_unknown", "Z"),
        ([A], Rules(1, excluded=("Z",)), "excluded_unknown", "Z"),
        ([A, B], Rules(1, must=("A", "B"), excluded=("B",)), "must_and_excluded", "B"),
    ],
)
def test_rules_without_a_meaning_are_refused(pool, rules: Rules, reason: str, about: str) -> None:
    for ask in (optimal, can_be_met, smallest_relaxation):
        with pytest.raises(RulesNotUsable) as refusal:
            ask(pool=pool, rules=rules)
        assert (refusal.value.code, refusal.value.reason, refusal.value.about) == ("rules_not_usable", reason, about)


def test_the_frozen_document_does_not_depend_on_any_order() -> None:
    pool, rules = meeting(linked=True)
    turned = Rules(
        rules.seats,
        rules.quotas[::-1],
        rules.caps[::-1],
        tuple(Link(link.second, link.first, link.kind) for link in reversed(rules.links)),
    )
    one, two = frozen_document(pool=pool, rules=rules), frozen_document(pool=pool[::-1], rules=turned)
    assert canonical(one) == canonical(two)


@pytest.mark.parametrize(
    "pool, rules",
    [
        ([A], Rules(1)),
        ([A, Candidate("B", {"f": "x"})], Rules(1)),
        ([A, Candidate("B", {"f": "y"}, "h")], Rules(1)),
        ([A, Candidate("B", {"f": "y"}, groups={"o": "p"})], Rules(1)),
        ([A, B], Rules(2)),
        ([A, B], Rules(1, (Quota("f", "x", 0, 1),))),
        ([A, B], Rules(1, caps=(Cap("o", 1),))),
        ([A, B], Rules(1, links=(Link("A", "B", LinkKind.TOGETHER),))),
        ([A, B], Rules(1, households=True)),
    ],
)
def test_every_change_of_pool_or_rules_changes_the_fingerprint(pool, rules: Rules) -> None:
    changed = fingerprint(frozen_document(pool=pool, rules=rules))
    assert changed != fingerprint(frozen_document(pool=[A, B], rules=Rules(1)))


def test_a_secret_may_be_frozen_with_them() -> None:
    plain = frozen_document(pool=[A], rules=Rules(1))
    assert frozen_document(pool=[A], rules=Rules(1), more={"secret": "17"}) == plain | {"more": {"secret": "17"}}
