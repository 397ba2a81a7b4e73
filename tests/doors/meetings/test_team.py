"""The team's list and a new meeting."""

import pytest
from django.urls import reverse

from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.meetings.actions import begin_series
from obrady.stages.meetings.models import Meeting
from tests import cast

pytestmark = pytest.mark.django_db
NEW = "/en/team/new/"


def shown(client, path: str = "/en/team/") -> str:
    return client.get(path).content.decode()


def test_everybody_sees_the_meetings_of_their_organisation_with_their_role(client) -> None:
    cast.meeting(announced=False)
    page = shown(cast.sign_in(client, cast.observer()))
    assert "Porozmawiajmy o integracji (en)" in page
    assert "observer" in page
    assert "draft" in page


def test_an_outsider_sees_none_of_them(client) -> None:
    cast.meeting()
    assert "Porozmawiajmy" not in shown(cast.sign_in(client, cast.outsider()))


def test_a_role_in_one_meeting_shows_this_one_alone(client) -> None:
    one = cast.meeting()
    cast.meeting(slug="druga", title=cast.words("Druga"))
    page = shown(cast.sign_in(client, cast.guest_of(one, Role.OFFICE)))
    assert "Porozmawiajmy" in page
    assert "Druga" not in page


@pytest.mark.parametrize(
    "who, may", [("coordinator", True), ("office", False), ("facilitator", False), ("observer", False)]
)
def test_only_a_coordinator_is_offered_a_new_meeting(client, who: str, may: bool) -> None:
    page = shown(cast.sign_in(client, getattr(cast, who)()))
    assert (reverse("meeting-new").split("/team/")[1] in page) is may


def test_thirty_meetings_cost_as_many_queries_as_one(client, django_assert_num_queries) -> None:
    cast.meeting()
    cast.sign_in(client, cast.coordinator())
    with django_assert_num_queries(9):
        shown(client)
    for number in range(29):
        cast.meeting(slug=f"meeting-{number}")
    with django_assert_num_queries(9):
        assert shown(client).count("<tr>") == 31


def typed(**changes: str) -> dict[str, str]:
    usual = {"title_0": "Zieleń – co dalej?", "title_1": "", "title_2": "", "slug": "", "zone": "Europe/Warsaw"}
    return {**usual, "organisation": str(cast.organisation().pk), **changes}


def test_a_title_is_enough_for_a_draft(client) -> None:
    response = cast.sign_in(client, cast.coordinator()).post(NEW, typed())
    meeting = Meeting.objects.get()
    assert response.url == reverse("meeting-overview", args=["zielen-co-dalej"])
    assert (meeting.slug, meeting.state, meeting.zone) == ("zielen-co-dalej", "draft", "Europe/Warsaw")
    assert meeting.title.localize("pl") == "Zieleń – co dalej?"


def test_the_same_title_again_gets_another_address(client) -> None:
    cast.sign_in(client, cast.coordinator())
    client.post(NEW, typed())
    client.post(NEW, typed())
    assert set(Meeting.objects.values_list("slug", flat=True)) == {"zielen-co-dalej", "zielen-co-dalej-2"}


@pytest.mark.parametrize("slug", ["integracja", "new", "ledger"])
def test_a_short_name_that_is_taken_is_refused_and_what_was_typed_is_kept(client, slug: str) -> None:
    cast.meeting()
    page = cast.sign_in(client, cast.coordinator()).post(NEW, typed(slug=slug)).content.decode()
    assert "Another meeting has this short name" in page
    assert "Zieleń – co dalej?" in page
    assert Meeting.objects.count() == 1


def test_without_a_title_nothing_begins(client) -> None:
    response = cast.sign_in(client, cast.coordinator()).post(NEW, typed(title_0=""))
    assert response.context["form"].errors.keys() == {"title"}
    assert not Meeting.objects.exists()


def test_it_can_be_part_of_a_series(client) -> None:
    series = begin_series(actor=CONSOLE, organisation=cast.organisation(), name=cast.words("Rozmowy"), now=cast.NOW)
    cast.sign_in(client, cast.coordinator()).post(NEW, typed(series=str(series.pk)))
    assert Meeting.objects.get().series == series


def test_a_meeting_of_another_organisation_cannot_be_called(client) -> None:
    other = cast.organisation("inna", "Inna Fundacja")
    response = cast.sign_in(client, cast.coordinator()).post(NEW, typed(organisation=str(other.pk)))
    assert "organisation" in response.context["form"].errors
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("who", ["office", "facilitator", "observer"])
def test_others_cannot_call_a_meeting(client, who: str) -> None:
    response = cast.sign_in(client, getattr(cast, who)()).post(NEW, typed())
    assert response.status_code == 403
    assert not Meeting.objects.exists()
