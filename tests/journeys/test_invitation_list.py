"""An invitation list of 500: letters leave by a real mail server, and whatever comes back comes through a real mailbox.

Who unsubscribes does it by the link of the letter, by their mail program's button or by an answer in their own words.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.test import Client

from obrady.stages.intake.models import RawMessage, Thread
from obrady.stages.intake.queries import waiting_messages
from obrady.stages.letters.models import Letter
from obrady.stages.letters.tasks import send_due
from obrady.stages.outreach.states import Step
from tests import cast
from tests.journeys import mail_systems as systems
from tests.stages.intake.incoming import collected
from tests.stages.outreach import book
from tests.workshop.imap_peer import Folder
from tests.workshop.smtp_peer import TAKEN, smtp_peer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ALL = 500
AN_HOUR, TWO_DAYS, FOUR_DAYS = timedelta(hours=1), timedelta(days=2), timedelta(days=4)
REFUSED = "refused by the mail server"
QUIET = "says nothing"
BOUNCES = [systems.postfix, systems.exchange, systems.exim, systems.gmail, systems.qmail]
QUESTIONS = [
    systems.asks_in_gmail,
    systems.asks_in_outlook,
    systems.asks_in_ukrainian,
    systems.asks_in_html_under_a_wrong_name,
]
NO_ANSWERS = [systems.exchange_away, systems.gmail_away, systems.postfix_delay, systems.exim_delay]


def by_link(letter: EmailMessage) -> None:
    address = urlsplit(str(letter["List-Unsubscribe"]).strip("<> ")).path
    assert Client().post(address).status_code == 200


def by_mail_program(letter: EmailMessage) -> None:
    address = urlsplit(str(letter["List-Unsubscribe"]).strip("<> ")).path
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200


# What each of every twenty contacts does with their letter.
WAYS = [
    *BOUNCES,
    *QUESTIONS,
    *NO_ANSWERS,
    systems.plea,
    systems.complains,
    by_link,
    by_mail_program,
    REFUSED,
    QUIET,
    QUIET,
]
LEAVE = [systems.plea, systems.complains, by_link, by_mail_program]
END = dict.fromkeys(LEAVE, "unsubscribed") | dict.fromkeys([*BOUNCES, REFUSED], "bounced")


def way_of(reader: str) -> tuple[Callable | str, int]:
    """By the number in the address; and the how-manieth turn of the twenty it is."""
    number = int("".join(filter(str.isdigit, reader)))
    return WAYS[number % len(WAYS)], number // len(WAYS)


def answer_of_the_server(number: int, reader: str) -> str:
    return "550 5.1.1 no such reader" if way_of(reader)[0] == REFUSED else TAKEN


def posted(now: datetime) -> list[EmailMessage]:
    book.write_all(now)
    with smtp_peer(answer_of_the_server) as (peer, server):
        while Letter.objects.filter(state="waiting", next_try_at__lte=now).exists():
            send_due(now, server=server)
    return peer.letters


def answered(letters: list[EmailMessage], folder: Folder, now: datetime) -> None:
    """Everybody does what is theirs to do; then the mailbox is read, and once more after its server was restored."""
    for letter in letters:
        way, turn = way_of(systems.reader(letter))
        if way in (by_link, by_mail_program):
            way(letter)
        elif callable(way):
            folder.deliver(way(letter, turn) if way is systems.plea else way(letter), arrived=now)
    while RawMessage.objects.count() < len(folder.messages):
        now += AN_HOUR
        collected(folder, now=now)
    folder.count_anew(uidvalidity=9)
    collected(folder, now=now + AN_HOUR)


def the_list_goes_out(length: int) -> tuple[list[EmailMessage], Folder]:
    for number in range(length):
        book.contact(number, phone="")
    book.limits(most_in_30_days=4)
    book.plan()
    letters, folder = posted(book.LATER), Folder()
    answered(letters, folder, book.LATER + AN_HOUR)
    return letters, folder


def who_hears_again() -> set[str]:
    """A reminder, then the next meeting of the organisation."""
    reminded_at, later = cast.NOW + TWO_DAYS, cast.NOW + FOUR_DAYS
    book.plan(step=Step.REMINDER, now=reminded_at)
    heard = posted(reminded_at + timedelta(minutes=3))
    book.plan(meeting=cast.meeting(slug="nastepne"), now=later)
    heard += posted(later + timedelta(minutes=3))
    return {systems.reader(letter) for letter in heard}


def readers(length: int, ways: list) -> set[str]:
    everybody = {book.said(number).email for number in range(length)}
    return {reader for reader in everybody if way_of(reader)[0] in ways}


def ends(length: int) -> Counter:
    """How many contacts of each way stand in each state."""
    return Counter((WAYS[int(name.split()[1]) % len(WAYS)], state) for name, state in book.states().items())


def test_a_list_of_five_hundred_ends_in_the_right_states_and_who_left_hears_nothing_more() -> None:
    letters, folder = the_list_goes_out(ALL)
    each = ALL // len(WAYS)
    assert len(letters) == ALL - each
    assert ends(ALL) == Counter({(way, END.get(way, "invited")): each * WAYS.count(way) for way in WAYS})

    kinds = Counter(RawMessage.objects.values_list("kind", flat=True))
    assert kinds == {
        "bounce": each * len(BOUNCES),
        "reply": each * (len(QUESTIONS) + 1),
        "automatic": each * (len(NO_ANSWERS) + 1),
    }
    assert sum(kinds.values()) == len(folder.messages)
    assert not waiting_messages(cast.organisation()).exists()
    assert questions() == dict.fromkeys(WORDS, each)

    again = who_hears_again()
    assert again.isdisjoint(readers(ALL, LEAVE))
    assert again >= readers(ALL, [QUIET, *QUESTIONS, *NO_ANSWERS])


WORDS = [
    "Czy jest winda?",
    "Ile osób możemy zgłosić?",
    "Чи буде переклад?",
    "Zażółć gęślą jaźń – czy można z psem?",
]


def questions() -> Counter:
    """What stands in the threads: the answers alone, without our letter that they quote."""
    return Counter(thread.entries.get().text.replace("\xa0", " ") for thread in Thread.objects.all())


@contextmanager
def deaf_to_pleas(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr("obrady.workshop.mail.incoming.is_plea_to_stop", lambda subject, said: False)
        yield


def test_a_reader_that_overlooked_pleas_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same trial with one safeguard off."""
    with deaf_to_pleas(monkeypatch):
        the_list_goes_out(len(WAYS))
    assert (systems.plea, "invited") in ends(len(WAYS))
    assert not who_hears_again().isdisjoint(readers(len(WAYS), LEAVE))
