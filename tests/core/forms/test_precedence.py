"""One person, several records: which is kept, what it takes over, and the one state each record is in."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrady.core.forms import (
    ApplicationRecord,
    FormDefinition,
    State,
    Window,
    WindowError,
    joined,
    kept_record,
    merged_answers,
    settle,
    state_of,
)

OPENS = datetime.fromisoformat("2023-11-29T09:00:00+01:00")
CLOSES = datetime.fromisoformat("2023-12-07T17:00:00+01:00")
WINDOW = Window(OPENS, CLOSES)
WHOLE = {
    "full_name": "Hanna Wierzbówka",
    "email": "h@example.net",
    "applies_as": "own_name",
    "gmina_teryt": "0463011",
    "hardest_cooperation": ("gminas",),
    "problem": "Nie wiadomo, do kogo zadzwonić.",
}
RULES = {"consent_rules": True}


def record(
    key: str, *, hours: float = 0, whole: bool = True, withdrawn: bool = False, **more: object
) -> ApplicationRecord:
    received = CLOSES + timedelta(hours=hours)
    answers = (WHOLE if whole else {"full_name": "Hanna Wierzbówka"}) | more
    return ApplicationRecord(key, received, answers, RULES, received + timedelta(days=1) if withdrawn else None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("2023-12-07T17:00:00+01:00", False),
        ("2023-12-07T15:58:30Z", False),
        ("2023-12-07T16:12:09Z", True),
        ("2023-12-07T17:00:01+01:00", True),
        ("2023-12-07T18:59:59+03:00", False),
    ],
)
def test_lateness_is_a_matter_of_instants(text: str, late: bool) -> None:
    assert WINDOW.is_late(datetime.fromisoformat(text)) is late


def test_what_came_before_the_opening_is_early_not_late() -> None:
    before = OPENS - timedelta(seconds=1)
    assert WINDOW.is_early(before)
    assert not WINDOW.is_late(before)
    assert not WINDOW.is_early(OPENS)


def test_a_window_needs_offsets_and_an_order() -> None:
    for opens, closes, code in [
        (OPENS.replace(tzinfo=None), CLOSES, "naive_time"),
        (OPENS, CLOSES.replace(tzinfo=None), "naive_time"),
        (CLOSES, OPENS, "closes_before_opening"),
    ]:
        with pytest.raises(WindowError) as refusal:
            Window(opens, closes)
        assert refusal.value.code == code


def test_the_kept_record_is_in_time_then_complete_then_earliest(definition: FormDefinition) -> None:
    in_order = [
        record("complete-early", hours=-9),
        record("complete-later", hours=-8),
        record("thin-early", hours=-10, whole=False),
        record("thin-later", hours=-1, whole=False),
        record("late", hours=1),
        record("later", hours=2),
        record("late-thin", hours=0.5, whole=False),
    ]
    for skipped in range(len(in_order)):
        rest = in_order[skipped:]
        assert kept_record(definition, rest[::-1], WINDOW) is rest[0]


def test_equal_instants_do_not_depend_on_the_order_of_the_input(definition: FormDefinition) -> None:
    twins = [record("b", hours=-1), record("a", hours=-1), record("c", hours=-1)]
    assert {kept_record(definition, order, WINDOW).key for order in permutations(twins)} == {"a"}


def test_nobody_is_kept_of_nobody(definition: FormDefinition) -> None:
    with pytest.raises(ValueError, match="empty"):
        kept_record(definition, [], WINDOW)


def test_blanks_are_filled_and_answers_are_never_overwritten(definition: FormDefinition) -> None:
    kept = record("kept", hours=-5, role="nauczycielka")
    others = [
        record("second", hours=-3, role="ktoś", solution="druga"),
        record("first", hours=-4, phone="000 000 001", solution="pierwsza"),
    ]
    filled = merged_answers(definition, kept, others)
    assert filled.answers == kept.answers | {"phone": "000 000 001", "solution": "pierwsza"}
    assert (filled.key, filled.received_at) == (kept.key, kept.received_at)


def test_what_the_office_filled_in_is_not_taken_over(definition: FormDefinition) -> None:
    other = record("other", hours=-4, withdrawn_at="2023-12-01T10:00:00+01:00", notice_version="1.0")
    assert merged_answers(definition, record("kept", hours=-5), [other]).answers == WHOLE


def test_a_refusal_is_not_overruled_by_another_record(definition: FormDefinition) -> None:
    kept = ApplicationRecord("kept", CLOSES, WHOLE, RULES | {"consent_sensitive": False})
    other = ApplicationRecord("other", CLOSES, {"diet": ("vegan",)}, {"consent_sensitive": True, "consent_image": True})
    assert merged_answers(definition, kept, [other]).consents == RULES | {
        "consent_sensitive": False,
        "consent_image": True,
    }


def test_what_a_record_did_not_allow_is_not_taken_over(definition: FormDefinition) -> None:
    kept = ApplicationRecord("kept", CLOSES, WHOLE | {"diet": ("halal",)}, RULES)
    silent = ApplicationRecord("silent", CLOSES, {"diet": ("kosher",)}, {})
    allowed = ApplicationRecord("z", CLOSES, {"diet": ("vegan",)}, {"consent_sensitive": True})
    assert "diet" not in merged_answers(definition, kept, [silent]).answers
    assert merged_answers(definition, kept, [silent, allowed]).answers["diet"] == ("vegan",)


@pytest.mark.parametrize(
    ("application", "flags", "state"),
    [
        (record("r", hours=-1), {}, State.ELIGIBLE),
        (record("r", hours=-1), {"cleared": False}, State.COMPLETE),
        (record("r", hours=-1), {"not_eligible": True}, State.NOT_ELIGIBLE),
        (record("r", hours=-1, whole=False), {"not_eligible": True}, State.NOT_ELIGIBLE),
        (record("r", hours=-1, whole=False), {}, State.INCOMPLETE),
        (record("r", hours=-1, whole=False), {"entered": False}, State.RECEIVED),
        (record("r", hours=1, whole=False), {"not_eligible": True}, State.LATE),
        (record("r", hours=1, whole=False, withdrawn=True), {}, State.WITHDRAWN),
        (record("r", hours=-1, withdrawn=True), {"not_eligible": True}, State.WITHDRAWN),
        (record("r", hours=1, withdrawn=True), {"merged": True}, State.MERGED),
    ],
)
def test_the_first_state_that_applies_is_the_state(
    definition: FormDefinition, application: ApplicationRecord, flags: dict[str, bool], state: State
) -> None:
    assert state_of(definition, application, WINDOW, **flags) is state


def test_a_person_is_settled_once_and_the_others_point_at_the_kept_record(definition: FormDefinition) -> None:
    records = [
        record("late", hours=1),
        record("thin", hours=-9, whole=False),
        record("whole", hours=-1),
        record("alone", hours=-2),
    ]
    settled = settle(definition, records, WINDOW, [("late", "thin"), ("thin", "whole")])
    assert {key: (one.state, one.merged_into) for key, one in settled.items()} == {
        "late": (State.MERGED, "whole"),
        "thin": (State.MERGED, "whole"),
        "whole": (State.ELIGIBLE, None),
        "alone": (State.ELIGIBLE, None),
    }
    assert list(settled) == ["late", "thin", "whole", "alone"]


def test_the_late_record_completes_the_thin_one_that_came_in_time(definition: FormDefinition) -> None:
    settled = settle(
        definition, [record("thin", hours=-1, whole=False), record("late", hours=1)], WINDOW, [("thin", "late")]
    )
    assert settled["thin"].state is State.ELIGIBLE


def test_a_withdrawn_other_record_does_not_withdraw_the_kept_one(definition: FormDefinition) -> None:
    settled = settle(definition, [record("a", hours=-2), record("b", hours=-1, withdrawn=True)], WINDOW, [("a", "b")])
    assert settled["a"].state is State.ELIGIBLE


def test_an_unknown_key_is_refused(definition: FormDefinition) -> None:
    with pytest.raises(KeyError):
        settle(definition, [record("a")], WINDOW, [("a", "nobody")])


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=4), max_size=6))
def test_joined_sets_are_disjoint_and_hold_every_member_once(sets: list[list[str]]) -> None:
    groups = joined(sets)
    members = [key for group in groups for key in group]
    assert sorted(members) == sorted({key for one in sets for key in one})
    of = {key: place for place, group in enumerate(groups) for key in group}
    assert all(len({of[key] for key in one}) <= 1 for one in sets)
