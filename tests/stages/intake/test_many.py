"""A list of people written to, with bounces, pleas to stop, replies and automatic answers in one mailbox."""

from collections import Counter

import pytest

from obrady.stages.intake.models import RawMessage, Thread
from obrady.stages.intake.queries import waiting_messages
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import may_write_unasked
from obrady.stages.letters.states import LetterState, Trouble
from tests import cast
from tests.stages.intake.incoming import LATER, bounce_of, collected, sent_letter, written
from tests.stages.letters import post
from tests.workshop.imap_peer import Folder

NUMBER = 60


def answer_to(letter: Letter, number: int) -> bytes | None:
    key = f"<answer{number}@example.net>"
    match number % 6:
        case 0:
            return bounce_of(letter.message_id)
        case 1:
            return written("Proszę mnie wypisać", answers=letter.message_id, message_id=key)
        case 2:
            return written(f"Pytanie {number}", answers=letter.message_id, message_id=key)
        case 3:
            return written("Urlop", answers=letter.message_id, message_id=key, Auto_Submitted="auto-replied")
    return None


@pytest.mark.django_db
def test_everybody_ends_in_the_right_state_and_who_unsubscribed_hears_nothing_more() -> None:
    letters = [
        sent_letter(to=post.person(f"Osoba {n}", email=f"osoba{n}@example.net", phone=f"+48 600 001 {n:03}"), number=n)
        for n in range(NUMBER)
    ]
    folder = Folder()
    collected(folder, *[raw for n, letter in enumerate(letters) if (raw := answer_to(letter, n))])
    folder.count_anew(uidvalidity=9)
    collected(folder, now=LATER.replace(hour=12))
    assert Counter(RawMessage.objects.values_list("kind", flat=True)) == {"bounce": 10, "reply": 20, "automatic": 10}
    assert Letter.objects.filter(trouble=Trouble.BOUNCED, state=LetterState.TO_DO).count() == 10
    assert Thread.objects.count() == 10
    assert not waiting_messages(cast.organisation()).exists()
    told = [may_write_unasked(letter.meeting.organisation, letter.person) for letter in letters]
    assert [n % 6 == 1 for n in range(NUMBER)] == [not may for may in told]
