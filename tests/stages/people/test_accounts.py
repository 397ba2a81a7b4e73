"""Accounts of the team, one-time codes, and answers that only a person's own key opens."""

import pytest

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.people import queries
from obrady.stages.people.actions import (
    CodeAlreadyUsed,
    add_account,
    issue_first_code,
    keep_sensitive_answers,
    new_person,
    record_consents,
    use_first_code,
)
from obrady.stages.people.models import Consent, SensitiveAnswer
from obrady.workshop.sealing import CannotBeOpened
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def person():
    return new_person(organisation=cast.organisation(), language="pl", now=NOW)


def test_a_role_covers_its_organisation_and_no_other() -> None:
    actor = cast.actor(cast.office())
    assert actor.holds(frozenset({Role.OFFICE}), cast.meeting().scope)
    assert not actor.holds(frozenset({Role.OFFICE}), cast.organisation("inna", "Inna").scope)


def test_a_role_in_a_meeting_covers_this_meeting_alone() -> None:
    one, other = cast.meeting(), cast.meeting(slug="druga")
    actor = cast.actor(cast.guest_of(one, Role.OFFICE))
    assert actor.holds(frozenset({Role.OFFICE}), one.scope)
    assert not actor.holds(frozenset({Role.OFFICE}), other.scope)


@pytest.mark.parametrize("role", ["office", "facilitator", "observer", "outsider"])
def test_only_a_coordinator_adds_accounts(role: str) -> None:
    with pytest.raises(NotAllowed):
        add_account(
            actor=cast.actor(getattr(cast, role)()),
            organisation=cast.organisation(),
            email="new@example.org",
            name="New",
            role=Role.OFFICE,
            password=None,
            now=NOW,
        )
    assert queries.account_with_email("new@example.org") is None


def test_the_ledger_of_accounts_holds_no_name_and_no_e_mail() -> None:
    cast.office()
    lines = str(list(Entry.objects.values()))
    assert "Biurowa" not in lines
    assert "example.org" not in lines


def test_a_code_works_once() -> None:
    code, usual = issue_first_code(actor=CONSOLE, now=NOW), {"name": "A", "password": cast.PASSWORD, "now": NOW}
    use_first_code(code=code, organisation=cast.organisation(), email="a@example.org", **usual)
    with pytest.raises(CodeAlreadyUsed):
        use_first_code(code=code, organisation=cast.organisation(), email="b@example.org", **usual)
    assert queries.account_with_email("b@example.org") is None


def test_sealed_answers_open_for_their_person_alone() -> None:
    one, other = person(), person()
    keep_sensitive_answers(one, {"needs": ["quiet_room"], "diet": "bez orzechów"})
    keep_sensitive_answers(other, {"needs": ["ramp"]})
    assert queries.sensitive_answers(one) == {"needs": ["quiet_room"], "diet": "bez orzechów"}
    sealed = SensitiveAnswer.objects.get(person=other)
    SensitiveAnswer.objects.filter(person=one, question="needs").update(sealed=sealed.sealed)
    with pytest.raises(CannotBeOpened):
        queries.sensitive_answers(one)


def test_an_answer_taken_back_is_gone() -> None:
    one = person()
    keep_sensitive_answers(one, {"diet": "bez orzechów"})
    keep_sensitive_answers(one, {"diet": ""})
    assert queries.sensitive_answers(one) == {}


def test_many_peoples_answers_come_in_two_queries(django_assert_num_queries) -> None:
    people = [person() for _ in range(5)]
    for number, one in enumerate(people):
        keep_sensitive_answers(one, {"needs": [str(number)]})
    with django_assert_num_queries(1):
        opened = queries.sensitive_answers_of_many(people)
    assert [opened[str(one.pk)] for one in people] == [{"needs": [str(number)]} for number in range(5)]


def test_an_unchanged_consent_keeps_its_first_date() -> None:
    one = person()
    for given in (True, True, False):
        record_consents(one, said={"photo": given}, texts={}, notice_version="1", channel="web", taken_by="", now=NOW)
    assert [row.given for row in Consent.objects.order_by("id")] == [True, False]
    assert queries.current_consents(one)["photo"].given is False
