import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.states import ApplicationIsLocked, LinkWithoutOther, SpellingElsewhere
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.organisations.models import Body
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return desk.meeting()


def apply(meeting, number: int, **changes):
    return desk.apply(meeting, **{**desk.other_person(number), **changes}).application


def keys(meeting) -> list[str]:
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW)
    return [member.organisation_key for member in queries.pool(meeting).members]


def test_one_spelling_needs_no_nod(meeting) -> None:
    apply(meeting, 0, organisation="Fundacja Ciepły Piec")
    apply(meeting, 1, organisation="Fundacja Ciepły Piec")
    assert not queries.spellings_to_nod(meeting).exists()
    assert keys(meeting) == ["fundacja-cieply-piec"] * 2


def test_another_spelling_counts_apart_until_a_person_nods(meeting) -> None:
    apply(meeting, 0, organisation="Fundacja Ciepły Piec")
    apply(meeting, 1, organisation="FUNDACJA CIEPLY PIEC")
    (waiting,) = queries.spellings_to_nod(meeting)
    assert (waiting.proposed.name, waiting.score >= queries.CONFIDENT) == ("Fundacja Ciepły Piec", True)
    assert len(set(keys(meeting))) == 2
    assert queries.pool(meeting).hindrances.spellings == 1
    actions.nod_spelling(actor=desk.office(), spelling=waiting, body=waiting.proposed, now=NOW)
    assert set(keys(meeting)) == {"fundacja-cieply-piec"}
    assert queries.pool(meeting).hindrances.spellings == 0


def test_similar_names_of_two_organisations_stay_apart(meeting) -> None:
    apply(meeting, 0, organisation="Stowarzyszenie Ławka pod Lipą")
    apply(meeting, 1, organisation="Stowarzyszenie Pod Lipą")
    for waiting in queries.spellings_to_nod(meeting):
        assert waiting.score < queries.CONFIDENT
        actions.keep_spelling_apart(actor=desk.office(), spelling=waiting, now=NOW)
    assert len(set(keys(meeting))) == 2


def test_several_proposals_are_nodded_at_once(meeting) -> None:
    apply(meeting, 0, organisation="Fundacja Ciepły Piec")
    apply(meeting, 1, organisation="FUNDACJA CIEPLY PIEC")
    apply(meeting, 2, organisation="Fund. Ciepły Piec")
    waiting = list(queries.spellings_to_nod(meeting))
    assert actions.nod_proposed(actor=desk.office(), meeting=meeting, spellings=waiting, now=NOW) == 2
    assert set(keys(meeting)) == {"fundacja-cieply-piec"}


def test_without_an_organisation_everybody_stands_for_themselves(meeting) -> None:
    alone = apply(meeting, 0, organisation=None, applies_as="own_name")
    nothing = apply(meeting, 1, organisation="brak", applies_as="other")
    assert set(keys(meeting)) == {f"self:{alone.pk}", f"self:{nothing.pk}"}


def test_a_spelling_is_not_led_to_another_organiser_s_body(meeting) -> None:
    apply(meeting, 0, organisation="Fundacja Ciepły Piec")
    spelling = queries.register(meeting).get().spelling
    foreign = Body.objects.create(organiser=cast.organisation("inna"), key="x", name="X")
    with pytest.raises(SpellingElsewhere):
        actions.nod_spelling(actor=desk.office(), spelling=spelling, body=foreign, now=NOW)


def test_somebody_of_this_one_meeting_may_nod_here(meeting) -> None:
    apply(meeting, 0, organisation="Fundacja Ciepły Piec")
    spelling = queries.register(meeting).get().spelling
    guest = cast.actor(cast.guest_of(meeting, cast.Role.OFFICE))
    with pytest.raises(NotAllowed):
        actions.keep_spelling_apart(actor=guest, spelling=spelling, now=NOW)
    actions.keep_spelling_apart(actor=guest, spelling=spelling, meeting=meeting, now=NOW)


# ---------------------------------------------------------------- links


def linked(meeting):
    first = apply(meeting, 0, linked_with="O. Perzanek", linked_mode="one_of_us")
    second = apply(meeting, 2, full_name="Olga Perzanek")
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW)
    return first, second


def test_who_was_named_before_they_applied_is_found_when_they_apply(meeting) -> None:
    first, second = linked(meeting)
    (link,) = queries.links_to_decide(meeting)
    assert (link.a, link.b, link.mode) == (first, second, "one_of_us")
    assert queries.pool(meeting).links == ()
    actions.confirm_link(actor=desk.office(), link=link, now=NOW)
    assert queries.pool(meeting).links == ((first.pk, second.pk, "one_of_us"),)


def test_two_who_name_each_other_are_one_link(meeting) -> None:
    first, second = linked(meeting)
    actions.correct(
        actor=desk.office(),
        application=second,
        answers={"linked_with": "Bartosz Kulikowiec", "linked_mode": "together"},
        consents={},
        now=NOW,
    )
    link = queries.links_to_decide(meeting).get(a=first)
    actions.confirm_link(actor=desk.office(), link=link, mode="together", now=NOW)
    assert not queries.links_to_decide(meeting).exists()
    assert queries.pool(meeting).links == ((first.pk, second.pk, "together"),)


def test_a_rejected_link_binds_nobody_and_the_last_word_counts(meeting) -> None:
    linked(meeting)
    (link,) = queries.links_to_decide(meeting)
    actions.reject_link(actor=desk.office(), link=link, now=NOW)
    assert queries.pool(meeting).links == ()
    actions.confirm_link(actor=desk.office(), link=link, now=NOW)
    assert len(queries.pool(meeting).links) == 1


def test_a_name_that_nobody_has_must_be_chosen_by_hand(meeting) -> None:
    first = apply(meeting, 0, linked_with="Ktoś Nieznany")
    second = apply(meeting, 2)
    (link,) = queries.links_to_decide(meeting)
    with pytest.raises(LinkWithoutOther):
        actions.confirm_link(actor=desk.office(), link=link, now=NOW)
    actions.confirm_link(actor=desk.office(), link=link, other=second, now=NOW)
    assert (link.a, queries.links_of(meeting).get().b) == (first, second)


def test_a_link_to_somebody_outside_the_pool_is_reported(meeting) -> None:
    _, second = linked(meeting)
    (link,) = queries.links_to_decide(meeting)
    actions.confirm_link(actor=desk.office(), link=link, now=NOW)
    actions.withdraw(actor=desk.office(), application=second, now=NOW)
    pool = queries.pool(meeting)
    assert (pool.links, pool.hindrances.links_outside) == ((), 1)


def test_links_of_a_frozen_pool_stay(meeting) -> None:
    linked(meeting)
    (link,) = queries.links_to_decide(meeting)
    actions.lock_for_draw(meeting, now=NOW)
    with pytest.raises(ApplicationIsLocked):
        actions.confirm_link(actor=desk.office(), link=link, now=NOW)
