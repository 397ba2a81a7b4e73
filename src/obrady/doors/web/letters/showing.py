"""Letters as rows and sheets: what a page shows of one, and what may be done with it."""

from dataclasses import dataclass
from functools import cached_property

from obrady.doors.web.letters import wording
from obrady.stages.ledger.states import Actor
from obrady.stages.letters import rules
from obrady.stages.letters.actions import may_mail_again
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import Script, script
from obrady.stages.letters.states import (
    HAS_REACHED,
    LetterChannel,
    LetterKind,
    LetterState,
    Move,
    Trouble,
    may,
)


@dataclass(frozen=True)
class Act:
    value: str
    label: object
    is_first: bool = False


@dataclass(frozen=True)
class Shown:
    letter: Letter

    @property
    def kind(self) -> object:
        return wording.KINDS[LetterKind(self.letter.kind)]

    @property
    def channel(self) -> object:
        return wording.CHANNELS[LetterChannel(self.letter.channel)]

    @property
    def state(self) -> object:
        return wording.STATES[LetterState(self.letter.state)][0]

    @property
    def mark(self) -> str:
        is_stuck = self.letter.trouble and self.letter.state == LetterState.DRAFT
        return "bad" if is_stuck else wording.STATES[LetterState(self.letter.state)][1]

    @property
    def language(self) -> str:
        return wording.language_name(self.letter.language)

    @property
    def trouble(self) -> object:
        return wording.trouble_in_words(self.letter.trouble)

    @property
    def is_missing(self) -> bool:
        return self.letter.trouble in (Trouble.MISSING_VALUE, Trouble.UNKNOWN_PLACEHOLDER)

    @property
    def has_reached(self) -> bool:
        return LetterState(self.letter.state) in HAS_REACHED

    @cached_property
    def script(self) -> Script:
        return script(self.letter)


def shown(letters) -> list[Shown]:
    return [Shown(letter) for letter in letters]


def acts_for(letter: Letter, actor: Actor) -> list[Act]:
    """What this person may do with this letter now; the first is the sensible one."""
    values = [value for value in _possible(letter) if rule_of(value).test(actor, letter)]
    return [Act(value, wording.ACTS[value], is_first=position == 0) for position, value in enumerate(values)]


def rule_of(value: str):
    return rules.can_send if value in ("cancel", "restore") else rules.can_handle


def _possible(letter: Letter) -> list[str]:
    state, channel = LetterState(letter.state), LetterChannel(letter.channel)
    found: list[str] = []
    if state is LetterState.FAILED:
        found.append("retry")
    if state is LetterState.TO_DO:
        found += ["told", "no_answer", "wrong_number"] if channel is LetterChannel.PHONE else ["posted"]
        found += ["retry"] if may_mail_again(letter) else []
    if may(Move.ASSIGN, state) and state is not LetterState.DRAFT and letter.body:
        found += ["phone"] if channel is not LetterChannel.PHONE and letter.person.phone else []
        found += ["print"] if channel is not LetterChannel.PRINT else []
    if may(Move.CANCEL, state):
        found.append("cancel")
    if may(Move.RESTORE, state):
        found.append("restore")
    return found
