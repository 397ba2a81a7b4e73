"""What the links of a letter open, and that nobody but a person changes anything by them."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from obrady.stages.ledger.models import Entry
from obrady.stages.letters.models import DoNotWrite
from obrady.stages.outreach import queries
from obrady.stages.outreach.models import Contact, Invitation, WayOut
from tests import cast
from tests.stages.applications import desk
from tests.stages.outreach import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact() -> Contact:
    one = book.contact(name="Anna Tajemnicza", notes="lubi herbatę")
    book.invite(one)
    return one


def invitation_page(contact: Contact) -> str:
    return reverse("invitation", kwargs={"token": queries.token_of(Invitation.objects.get(contact=contact))})


def way_out_page(contact: Contact) -> str:
    return reverse("unsubscribe", kwargs={"token": queries.way_out_token(contact)})


def everything() -> list:
    models = (Contact, Invitation, WayOut, DoNotWrite, Entry)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("page", [invitation_page, way_out_page])
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_scanner_that_fetches_every_link_changes_nothing(contact, page, method: str) -> None:
    before = everything()
    for _ in range(3):
        getattr(Client(), method)(page(contact))
    assert everything() == before


def test_the_same_look_would_notice_a_change(contact) -> None:
    before = everything()
    Client().post(way_out_page(contact))
    assert everything() != before


def test_one_press_is_enough_without_signing_in_or_a_cookie(contact) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(way_out_page(contact))
    assert answer.status_code == 200
    assert book.again(contact).is_stopped


def test_the_one_click_of_mail_programs_is_the_same_act(contact) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(way_out_page(contact), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert book.again(contact).is_stopped


def test_only_leaving_the_list_goes_without_the_token_of_a_form(contact) -> None:
    strict, page = Client(enforce_csrf_checks=True), invitation_page(contact)
    assert strict.post(page, {"act": "decline"}).status_code == 403
    assert book.states() == {"Instytucja 001": "invited"}
    strict.get(page)
    typed = {"act": "decline", "csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    assert strict.post(page, typed).status_code == 302
    assert book.states() == {"Instytucja 001": "declined"}


def test_the_pages_tell_nothing_of_their_reader(contact) -> None:
    for page in (invitation_page(contact), way_out_page(contact)):
        shown = Client().get(page)
        text = shown.content.decode()
        assert not any(secret in text for secret in ("Tajemnicza", "Instytucja 001", "biuro1@urzad.example", "herbat"))
        assert shown.headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in shown.headers["X-Robots-Tag"]


@pytest.mark.parametrize("name", ["invitation", "unsubscribe"])
def test_a_link_that_lost_a_part_says_so(name: str) -> None:
    answer = Client().get(reverse(name, kwargs={"token": "abc"}), headers={"accept-language": "pl"})
    assert answer.status_code == 404
    assert "odnośnika" in answer.content.decode()


def test_cannot_come_and_back_again(contact) -> None:
    client, page = Client(), invitation_page(contact)
    shown = client.post(page, {"act": "decline"}, follow=True).content.decode()
    assert "wiemy, że tym razem się nie uda" in shown
    assert book.states() == {"Instytucja 001": "declined"}
    client.post(page, {"act": "back"})
    assert book.states() == {"Instytucja 001": "invited"}
    client.post(page, {"act": "nonsense"})
    assert book.states() == {"Instytucja 001": "invited"}


def test_an_application_by_the_link_is_noted_at_the_invitation(contact, client) -> None:
    meeting = desk.meeting()
    token = queries.token_of(Invitation.objects.get(contact=contact))
    address = reverse("apply", kwargs={"slug": meeting.slug})
    shown = client.get(f"{address}?invitation={token}").content.decode()
    assert f'name="invitation" value="{token}"' in shown
    actions_before = Invitation.objects.get(contact=contact).applications
    desk_apply(meeting, token)
    assert actions_before == 0
    assert book.states() == {"Instytucja 001": "applied"}


def desk_apply(meeting, token: str) -> None:
    from obrady.stages.applications.actions import submit
    from obrady.stages.ledger.states import VISITOR

    submit(
        actor=VISITOR, meeting=meeting, channel="web", language="pl", answers=desk.answers(), consents=desk.CONSENTS,
        idempotency_key=uuid4().hex, invitation=token, now=cast.NOW,
    )  # fmt: skip


def test_the_letter_carries_the_headers_for_one_click(contact) -> None:
    other = book.contact(2)
    book.plan(contacts=[other])
    book.write_all()
    from tests.workshop.smtp_peer import smtp_peer

    with smtp_peer() as (peer, server):
        from obrady.stages.letters.tasks import send_due

        send_due(book.LATER, server=server)
    (letter,) = peer.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert queries.way_out_token(other) in letter["List-Unsubscribe"].replace("\n", "").replace(" ", "")


def test_the_page_carries_the_funding_sentence(contact) -> None:
    desk.meeting()
    assert "Projekt Razem." in Client().get(invitation_page(contact)).content.decode()
