"""Letters are personal data: exported, blanked, erased; and never sent to somebody who is gone."""

import pytest

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterState
from obrady.stages.letters.tasks import send_due
from obrady.stages.people.registry import holdings
from tests import cast
from tests.stages.letters.post import again, letter, person
from tests.workshop.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db


def holding():
    return next(found for found in holdings() if found.model is Letter)


def test_a_persons_copy_holds_the_words_of_every_letter() -> None:
    somebody = person()
    written = letter(to=somebody)
    letter(number=2, to=person("Ktoś Inny"))
    copies = holding().export(somebody)
    assert [copy["body"] for copy in copies] == [written.body]


def test_blanking_keeps_that_a_letter_went_out_and_nothing_of_whom() -> None:
    somebody = person()
    sent, waiting = letter(to=somebody), letter(to=somebody, number=2)
    with smtp_peer() as (_, server):
        Letter.objects.filter(pk=waiting.pk).update(next_try_at="2027-01-01T00:00Z")
        send_due(cast.NOW, server=server)
    assert holding().blank(somebody) == 2
    row = Letter.objects.filter(pk=sent.pk).values().get()
    assert not any(
        word in str(row) for word in ("Oksana", "oksana", "T-0001", "+48 600", "600 000", "600000", "zgłoszenie")
    )
    assert [again(sent).state, again(waiting).state] == [LetterState.SENT, LetterState.CANCELLED]


def test_erasing_leaves_no_letter() -> None:
    somebody = person()
    letter(to=somebody)
    kept = letter(number=2, to=person("Ktoś Inny"))
    assert holding().erase(somebody) == 1
    assert list(Letter.objects.all()) == [kept]
