"""An organisation's own server: sealed passwords, a pace, a try in words, and no outage that holds up others."""

from datetime import timedelta

import pytest

from obrady.stages.ledger.models import Entry
from obrady.stages.letters import actions, queries
from obrady.stages.letters.actions import MailRefused, Probe, Receiving, Sending
from obrady.stages.letters.models import Letter, MailSettings
from obrady.stages.letters.states import LetterState, Trouble
from obrady.stages.letters.tasks import send_due
from obrady.workshop.mail import Security, Trial
from tests import cast
from tests.stages.letters.post import again, letter, person
from tests.workshop.smtp_peer import nobody_listens, smtp_peer

pytestmark = pytest.mark.django_db


def save(server=None, *, of=None, **more) -> MailSettings:
    found = {"smtp_host": server.host, "smtp_port": server.port, "smtp_security": Security.NONE} if server else {}
    host = of or cast.organisation()
    account = cast.account("coordinator", of=host)
    chosen = Sending(**{"sender_name": "Biuro „Ż”", "sender_address": "biuro@example.org", **found, **more})
    return actions.save_sending(actor=cast.actor(account), organisation=host, chosen=chosen, now=cast.NOW)


def test_a_password_is_sealed_kept_and_never_in_the_ledger() -> None:
    save(smtp_host="smtp.example.org", smtp_user="biuro", password="tajne hasło")
    row = save(smtp_host="smtp.example.org", smtp_user="biuro")
    assert b"tajne" not in bytes(row.smtp_sealed)
    assert queries.server_of(cast.organisation()).password == "tajne hasło"
    assert "tajne" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_a_kept_password_goes_to_no_other_host() -> None:
    save(smtp_host="smtp.example.org", smtp_user="biuro", password="tajne")
    with pytest.raises(MailRefused):
        save(smtp_host="smtp.elsewhere.example", smtp_user="biuro")
    assert queries.server_of(cast.organisation()).host == "smtp.example.org"


def test_without_an_own_server_the_installations_is_used(settings) -> None:
    assert queries.server_of(cast.organisation()) is None
    settings.OBRADY_SMTP_HOST = "mail.example.org"
    assert queries.server_of(cast.organisation()).host == "mail.example.org"
    save(smtp_host="smtp.example.org")
    assert queries.server_of(cast.organisation()).host == "smtp.example.org"


def test_the_mailbox_is_there_once_it_is_set() -> None:
    assert queries.mailbox_of(cast.organisation()) is None
    chosen = Receiving(imap_host="imap.example.org", imap_user="biuro", password="tajne", imap_folder="Odebrane")
    actions.save_receiving(
        actor=cast.actor(cast.coordinator()), organisation=cast.organisation(), chosen=chosen, now=cast.NOW
    )
    box = queries.mailbox_of(cast.organisation())
    assert (box.host, box.password, box.folder, box.security) == ("imap.example.org", "tajne", "Odebrane", Security.TLS)


def test_letters_leave_through_the_own_server_under_the_own_name() -> None:
    letter()
    with smtp_peer() as (own, server), smtp_peer() as (house, fallback):
        save(server)
        assert send_due(cast.NOW, server=fallback) == 1
    assert (len(own.letters), len(house.letters)) == (1, 0)
    assert own.letters[0]["From"].addresses[0].display_name == "Biuro „Ż”"
    assert own.letters[0]["From"].addresses[0].addr_spec == "biuro@example.org"


def test_the_outage_of_one_server_stops_no_other_organisation() -> None:
    other = cast.organisation("inna", "Inna Fundacja")
    theirs = cast.meeting(slug="inne", of=other)
    stuck, free = letter(), letter(number=2, to=person(email="ina@example.net", meeting=theirs), meeting=theirs)
    save(nobody_listens())
    with smtp_peer() as (_, server):
        assert send_due(cast.NOW, server=server) == 1
    assert (again(stuck).state, again(stuck).trouble) == (LetterState.WAITING, Trouble.UNREACHABLE)
    assert again(free).state == LetterState.SENT


def test_a_providers_limit_is_kept_and_the_rest_leaves_by_itself() -> None:
    for number in range(5):
        letter(number=number, to=person(email=f"o{number}@example.net"))
    with smtp_peer() as (_, server):
        save(server, most_an_hour=2)
        counts = [send_due(cast.NOW + timedelta(minutes=minutes), server=None) for minutes in (0, 1, 30, 61, 62, 125)]
    assert counts == [2, 0, 0, 2, 0, 1]
    assert not Letter.objects.exclude(state=LetterState.SENT).exists()


@pytest.mark.parametrize(
    ("answer", "result"),
    [("250 OK", Trial.ACCEPTED), ("550 5.1.1 no", Trial.OTHER), ("451 later", Trial.BUSY), ("535 no", Trial.SIGN_IN)],
)
def test_a_test_letter_says_what_came_of_it_and_it_is_kept(answer: str, result: Trial) -> None:
    with smtp_peer(lambda number, reader: answer) as (_, server):
        save(server)
        tried = _tried()
    assert tried.result is result
    assert MailSettings.objects.get().smtp_tested == result


def test_a_server_that_is_away_is_said_and_without_any_server_nothing_is_tried() -> None:
    with pytest.raises(MailRefused):
        _tried()
    save(nobody_listens())
    assert _tried().result is Trial.NO_CONNECTION


def _tried():
    words = Probe(to="me@example.net", subject="Próba", body="Próba", language="pl")
    return actions.send_test_letter(
        actor=cast.actor(cast.coordinator()), organisation=cast.organisation(), letter=words, now=cast.NOW
    )
