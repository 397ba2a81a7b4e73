"""The states of an application and of what people decide about it, and the refusals of this room."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from obrady.core.forms import AnswerFault, Finding, FormDefinition, Kind, RowFault
from obrady.core.forms import State as ApplicationState
from obrady.core.likeness import Reason

__all__ = ["AnswerFault", "ApplicationState", "FormDefinition", "Kind", "Reason", "RowFault"]

# Those who may still come to be drawn; those whose application is over.
RUNNING = frozenset(
    {
        ApplicationState.RECEIVED,
        ApplicationState.INCOMPLETE,
        ApplicationState.COMPLETE,
        ApplicationState.ELIGIBLE,
    }
)
OVER = frozenset(set(ApplicationState) - RUNNING)
CAN_BE_CLEARED = frozenset({ApplicationState.COMPLETE})
CAN_BE_JUDGED = frozenset(
    {
        ApplicationState.INCOMPLETE,
        ApplicationState.COMPLETE,
        ApplicationState.ELIGIBLE,
        ApplicationState.NOT_ELIGIBLE,
    }
)


class ReadyForm(StrEnum):
    """The forms that come with the product."""

    GENERAL = "general"
    INTEGRATION = "integration"


class Channel(StrEnum):
    WEB = "web"
    PAPER_SCAN = "paper-scan"
    OFFICE = "office"
    PHONE = "phone"


class Verdict(StrEnum):
    """What a person decided about one application; the state follows from it and from the answers."""

    NONE = ""
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"


class PairState(StrEnum):
    OPEN = "open"
    MERGED = "merged"
    TWO_PEOPLE = "two_people"


class LinkMode(StrEnum):
    TOGETHER = "together"
    ONE_OF_US = "one_of_us"


class LinkState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class BulkKind(StrEnum):
    """What can be done to many applications at once, and undone."""

    LET_IN = "let_in"
    NOT_ELIGIBLE = "not_eligible"
    ASSIGN = "assign"


class ImportState(StrEnum):
    """What becomes of one file: read, its columns placed, tried out, taken in; and back again."""

    READING = "reading"
    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    FAILED = "failed"


# One file at a time in each meeting; in these states the worker has something to do.
IMPORT_IS_OPEN = tuple(
    state
    for state in ImportState
    if state not in (ImportState.DONE, ImportState.UNDONE, ImportState.CANCELLED, ImportState.FAILED)
)
IMPORT_IS_RUNNING = (ImportState.READING, ImportState.CHECKING, ImportState.IMPORTING, ImportState.UNDOING)
IMPORT_CAN_BE_CANCELLED = tuple(state for state in IMPORT_IS_OPEN if state is not ImportState.UNDOING)


class PieceKind(StrEnum):
    """What a sealed piece of an import holds: a part of the file, or rows read from it."""

    FILE = "file"
    ROWS = "rows"


class Problem(StrEnum):
    """What the queue can be narrowed to."""

    DUPLICATE = "duplicate"
    MISSING = "missing"
    UNPROVEN = "unproven"
    SPELLING = "spelling"
    LINK = "link"


# Questions that every form of applications has; the rest is found by its kind.
NAME, EMAIL, PHONE = "full_name", "email", "phone"
ANSWER_CHANNEL, LANGUAGE = "answer_channel", "language"
ORGANISATION, GMINA = "organisation", "gmina_teryt"
LINKED_WITH, LINKED_MODE = "linked_with", "linked_mode"


class Refusal(Exception):
    """Something that cannot be done; `code` names it, `params` hold what the words at the door need."""

    code = ""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(f"{self.code} {params}" if params else self.code)


class AnswersNeedMending(Refusal):
    code = "answers_need_mending"

    def __init__(self, faults: Mapping[str, AnswerFault]) -> None:
        self.faults = dict(faults)
        super().__init__(faults={key: fault.code for key, fault in faults.items()})


class WindowIsClosed(Refusal):
    """The web form takes no applications now: `window` is not_yet or closed."""

    code = "window_is_closed"

    def __init__(self, *, window: str, opens_at: datetime | None, closes_at: datetime | None) -> None:
        super().__init__(window=window, opens_at=opens_at, closes_at=closes_at)


class MeetingIsCancelled(WindowIsClosed):
    """Nobody can apply any more, whichever way."""

    code = "meeting_is_cancelled"

    def __init__(self) -> None:
        super().__init__(window="cancelled", opens_at=None, closes_at=None)


class NoForm(Refusal):
    """The meeting has no published form yet."""

    code = "no_form"


class PlaceholdersWithoutValue(Refusal):
    """Texts of the form name things that nobody filled in: `names`, in order of appearance."""

    code = "placeholders_without_value"

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(names=names)


class SensitiveWithoutConsent(Refusal):
    """A sensitive question has no consent that its answer could be kept under: `questions`."""

    code = "sensitive_without_consent"


class DraftExists(Refusal):
    """The meeting has a draft of its form already: `meeting`."""

    code = "draft_exists"


class DraftHasMoved(Refusal):
    """Somebody changed the draft since the page was opened: `revision` (now), `seen` (then), `by`, `at`."""

    code = "draft_has_moved"


class FormNotReady(Refusal):
    """The draft cannot be published yet: `findings` (core/forms `Finding`), all of them."""

    code = "form_not_ready"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(codes=sorted({finding.code for finding in self.findings}))


class PoolIsFrozen(Refusal):
    """`frozen` applications are held for the draw: the form may only be put in other words until it is over."""

    code = "pool_is_frozen"


class TemplateNameTaken(Refusal):
    code = "template_name_taken"


class StateRefused(Refusal):
    """The application is in a state (`state`) in which this (`wanted`) cannot be done."""

    code = "state_refused"


class ApplicationIsLocked(Refusal):
    """The pool is frozen for the draw: `reference`. Only a withdrawal is still possible."""

    code = "application_is_locked"


class CorrectionsAreClosed(Refusal):
    """After closing only the office corrects: `closes_at`."""

    code = "corrections_are_closed"


class ReasonMissing(Refusal):
    code = "reason_missing"


class ChangedMeanwhile(Refusal):
    """Somebody else wrote to this record since it was shown: `reference`, `keys` of what is no longer as it was shown."""

    code = "changed_meanwhile"

    def __init__(self, *, reference: str, keys: tuple[str, ...]) -> None:
        self.keys = keys
        super().__init__(reference=reference, keys=keys)


class NoteTooLong(Refusal):
    """`longest` = how many characters a note may have."""

    code = "note_too_long"


class PairIsDecided(Refusal):
    """Somebody else decided about this pair in the meantime: `state`."""

    code = "pair_is_decided"


class NothingToUndo(Refusal):
    code = "nothing_to_undo"


class LinkIsDecided(Refusal):
    code = "link_is_decided"


class LinkWithoutOther(Refusal):
    """Nobody in the register is known to be meant: choose the application first."""

    code = "link_without_other"


class SpellingElsewhere(Refusal):
    """The body belongs to another organiser than the spelling."""

    code = "spelling_elsewhere"


class BulkIsUndone(Refusal):
    """This act on many applications was undone already."""

    code = "bulk_is_undone"


class FilterNameTaken(Refusal):
    """There is a saved filter of this name: `name`."""

    code = "filter_name_taken"


class ImportOvertaken(Refusal):
    """A later import of the same meeting took the place of this one."""

    code = "import_overtaken"


class ImportIsOpen(Refusal):
    """There is an import of this meeting that is not over: `made_by` of whom, `file_name`."""

    code = "import_is_open"


class ImportHasMoved(Refusal):
    """The import is in another state (`state`) than the page showed."""

    code = "import_has_moved"


class MappingNotUsable(Refusal):
    """Columns were placed so that no application follows: `faults`, code by the name of the field it is about."""

    code = "mapping_not_usable"

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(faults=self.faults)


class ImportIsTouched(Refusal):
    """Applications of the import were worked on since: `touched`, reason by reference."""

    code = "import_is_touched"

    def __init__(self, touched: Mapping[str, str]) -> None:
        self.touched = dict(touched)
        super().__init__(touched=self.touched)
