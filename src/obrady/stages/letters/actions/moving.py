"""The one way in which a letter's state changes: compare and set."""

from django.db.models import QuerySet

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import STEPS, Move


class LetterHasMoved(Exception):
    """Somebody else, or the worker, was quicker: the letter is no longer where this move begins."""

    def __init__(self, move: Move) -> None:
        super().__init__(str(move))
        self.move = move


def move_all(letters: QuerySet[Letter], move: Move, **fields: object) -> int:
    step = STEPS[move]
    return letters.filter(state__in=step.sources).order_by().update(state=step.target, **fields)


def move_one(letter: Letter, move: Move, **fields: object) -> None:
    if not move_all(Letter.objects.filter(pk=letter.pk), move, **fields):
        raise LetterHasMoved(move)
    letter.refresh_from_db(fields=["state", *fields])
