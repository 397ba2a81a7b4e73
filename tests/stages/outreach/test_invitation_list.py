"""An invitation list of 500 ends in the right states, and nobody who unsubscribed hears from us again."""

from datetime import timedelta

import pytest

from obrady.stages.letters.actions import bounced
from obrady.stages.letters.models import Letter
from obrady.stages.outreach import actions, queries
from obrady.stages.outreach.models import Contact, Invitation
from obrady.stages.outreach.states import Reply, Step
from tests import cast
from tests.stages.outreach import book

pytestmark = pytest.mark.django_db
ALL = 500
# Which of every ten contacts does what: before the letters, between the two, after both.
BEFORE, BETWEEN, AFTER, RETURNED, REFUSED, DECLINED, APPLIED = range(7)
REMINDED_AT = cast.NOW + timedelta(days=2)


def numbered(remainder: int) -> list[Contact]:
    rows = queries.contacts(cast.organisation()).order_by("institution")
    return [one for place, one in enumerate(rows) if place % 10 == remainder]


def refusing(contacts: list[Contact]):
    """A mail server that has no mailbox for these."""
    unknown = {one.person.email for one in contacts}
    return lambda number, reader: "550 no such reader" if reader in unknown else "250 OK"


def unsubscribe(contacts: list[Contact], now) -> None:
    for one in contacts:
        found = book.way_out(one)
        if found is None:
            actions.stop(actor=cast.actor(cast.office()), contact=one, now=now)
        else:
            actions.unsubscribe(way_out=found, now=now)


def invitation(contact: Contact) -> Invitation:
    return Invitation.objects.get(contact=contact)


def a_list_goes_out(length: int) -> dict[str, list[str]]:
    """The whole life of the list; gives who got a letter in each of the two rounds."""
    for number in range(length):
        book.contact(number, phone="")
    book.limits()
    first_plan = book.plan()
    assert first_plan.number == length
    refuses = refusing(numbered(REFUSED))
    unsubscribe(numbered(BEFORE), cast.NOW)
    book.write_all()
    first = book.post_all(answer=refuses)
    unsubscribe(numbered(BETWEEN), cast.NOW + timedelta(days=1))
    for one in numbered(RETURNED):
        bounced(letter=book.letter_of(invitation(one)), answer="550 5.1.1 gone", now=cast.NOW + timedelta(hours=1))
    for one in numbered(DECLINED):
        actions.decline(invitation=invitation(one), now=cast.NOW + timedelta(hours=2))
    for one in numbered(APPLIED):
        actions.applied(token=queries.token_of(invitation(one)), application_about="application:x", now=cast.NOW)
    book.plan(step=Step.REMINDER, now=REMINDED_AT)
    book.write_all(REMINDED_AT + timedelta(minutes=3))
    second = book.post_all(REMINDED_AT + timedelta(minutes=3), answer=refuses)
    unsubscribe(numbered(AFTER), REMINDED_AT + timedelta(hours=1))
    return {"first": first, "second": second}


EXPECTED = {
    BEFORE: "unsubscribed",
    BETWEEN: "unsubscribed",
    AFTER: "unsubscribed",
    RETURNED: "bounced",
    REFUSED: "bounced",
    DECLINED: "declined",
    APPLIED: "applied",
    7: "invited",
    8: "invited",
    9: "invited",
}


@pytest.mark.slow
def test_a_list_of_five_hundred_ends_in_the_right_states() -> None:
    posted = a_list_goes_out(ALL)
    states = book.states()
    found = {key: {states[one.institution] for one in numbered(key)} for key in EXPECTED}
    assert found == {key: {state} for key, state in EXPECTED.items()}

    reached = {address(one) for key in EXPECTED if key not in (BEFORE, REFUSED) for one in numbered(key)}
    assert (len(posted["first"]), set(posted["first"])) == (len(reached), reached)
    waiting = {address(one) for key in (AFTER, 7, 8, 9) for one in numbered(key)}
    assert (len(posted["second"]), set(posted["second"])) == (len(waiting), waiting)
    total = queries.line("", queries.rows_of(cast.meeting()))
    assert (total.chosen, total.applied, total.declined, total.bounced, total.unsubscribed) == (500, 50, 50, 100, 150)


def address(contact: Contact) -> str:
    return contact.person.email


def test_whoever_unsubscribed_is_left_out_of_every_later_meeting_of_the_organisation() -> None:
    a_list_goes_out(ALL // 10)
    later = cast.NOW + timedelta(days=3)
    next_one = cast.meeting(slug="nastepne")
    book.limits(most_in_30_days=4)
    book.plan(meeting=next_one, now=later)
    book.write_all(later + timedelta(minutes=3))
    hears = set(book.post_all(later + timedelta(minutes=3)))
    gone = {address(one) for key in (BEFORE, BETWEEN, AFTER) for one in numbered(key)}
    assert hears.isdisjoint(gone)
    assert len(hears) > 0
    assert not Letter.objects.filter(person__email__in=gone, meeting=next_one).exists()


def test_an_answer_that_was_noted_by_mistake_is_taken_back() -> None:
    (one,) = book.invite(book.contact())
    office = cast.actor(cast.office())
    actions.record_reply(actor=office, invitation=one, reply=Reply.WILL_COME, now=book.LATER)
    assert book.states() == {"Instytucja 001": "will_come"}
    actions.record_reply(actor=office, invitation=one, reply=Reply.NONE, now=book.LATER)
    assert book.states() == {"Instytucja 001": "invited"}
