from enum import StrEnum


class DrawKind(StrEnum):
    """A rehearsal is a kind of its own: it can be computed and looked at, and nothing more."""

    REAL = "real"
    REHEARSAL = "rehearsal"


class Preset(StrEnum):
    """How places are given."""

    EVERYONE = "everyone"
    PLAIN = "plain"
    SHARES = "shares"
    STEPS = "steps"


class StepKind(StrEnum):
    """One step of a method: it narrows the pool, orders people, gives places, or leaves the rest to the dice."""

    GATE = "gate"
    POINTS = "points"
    PRIORITY_GROUPS = "priority_groups"
    RANKING = "ranking"
    ORDER_OF_APPLICATION = "order_of_application"
    DRAW = "draw"


class SheetState(StrEnum):
    """What one assessor did with one application; who knows the person gives no points."""

    ASKED = "asked"
    GIVEN = "given"
    CONFLICT = "conflict"


class Objective(StrEnum):
    """What makes one lottery better than another (`core.selection.Objective`)."""

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"
    NASH = "nash"


class Decision(StrEnum):
    """What was decided about one person of the pool before the draw."""

    MUST = "must"
    EXCLUDED = "excluded"


class DrawState(StrEnum):
    DRAFT = "draft"
    FROZEN = "frozen"
    COMPUTING = "computing"
    COMPUTED = "computed"
    COMMITTED = "committed"
    DRAWN = "drawn"
    PUBLISHED = "published"
    ABANDONED = "abandoned"

    @property
    def is_frozen(self) -> bool:
        """Rules and pool have their fingerprint; nothing of them changes any more."""
        return self is not DrawState.DRAFT

    @property
    def is_committed(self) -> bool:
        return self in COMMITTED_STATES

    @property
    def has_result(self) -> bool:
        return self in RESULT_STATES


WAITING_FOR_WORKER = (DrawState.FROZEN, DrawState.COMPUTING)
COMMITTED_STATES = (DrawState.COMMITTED, DrawState.DRAWN, DrawState.PUBLISHED)
RESULT_STATES = (DrawState.DRAWN, DrawState.PUBLISHED)
REHEARSAL_STATES = (
    DrawState.DRAFT,
    DrawState.FROZEN,
    DrawState.COMPUTING,
    DrawState.COMPUTED,
    DrawState.ABANDONED,
)


class Hindrance(StrEnum):
    """What stands between the queue and a frozen pool."""

    CANCELLED = "cancelled"
    WINDOW_OPEN = "window_open"
    POOL_EMPTY = "pool_empty"
    OPEN_PAIRS = "open_pairs"
    NOT_CLEARED = "not_cleared"
    SPELLINGS = "spellings"
    LINKS = "links"
    INCOMPLETE = "incomplete"
    LINKS_OUTSIDE = "links_outside"

    @property
    def blocks(self) -> bool:
        """Nobody can wave these through."""
        return self in (Hindrance.CANCELLED, Hindrance.WINDOW_OPEN, Hindrance.POOL_EMPTY)

    @property
    def needs_a_word(self) -> bool:
        """Somebody still has a decision to take; going on without it takes an explicit word."""
        return self in (Hindrance.OPEN_PAIRS, Hindrance.NOT_CLEARED, Hindrance.SPELLINGS, Hindrance.LINKS)


class Place(StrEnum):
    """Where one person of the pool stands."""

    WAITING = "waiting"
    IN = "in"
    RESERVE = "reserve"
    NOT_DRAWN = "not_drawn"


class TransitionRefused(Exception):
    """The draw is in another state than this step needs; perhaps somebody else was quicker."""

    code = "transition_refused"

    def __init__(self, *, state: DrawState, wanted: DrawState) -> None:
        super().__init__(f"{state} -> {wanted}")
        self.state, self.wanted = state, wanted


class MeetingIsCancelled(TransitionRefused):
    """The meeting does not take place."""

    code = "meeting_is_cancelled"


def _moved(state: DrawState, wanted: DrawState, *, allowed: tuple[DrawState, ...]) -> DrawState:
    if state not in allowed:
        raise TransitionRefused(state=state, wanted=wanted)
    return wanted


def frozen(state: DrawState) -> DrawState:
    return _moved(state, DrawState.FROZEN, allowed=(DrawState.DRAFT,))


def computing(state: DrawState) -> DrawState:
    """Also from `computing`: a killed worker's draw is taken over once its lease has ended."""
    return _moved(state, DrawState.COMPUTING, allowed=WAITING_FOR_WORKER)


def computed(state: DrawState) -> DrawState:
    return _moved(state, DrawState.COMPUTED, allowed=(DrawState.COMPUTING,))


def committed(state: DrawState) -> DrawState:
    return _moved(state, DrawState.COMMITTED, allowed=(DrawState.COMPUTED,))


def drawn(state: DrawState) -> DrawState:
    """Once only: there is no way from a thrown row back to the dice."""
    return _moved(state, DrawState.DRAWN, allowed=(DrawState.COMMITTED,))


def published(state: DrawState) -> DrawState:
    return _moved(state, DrawState.PUBLISHED, allowed=(DrawState.DRAWN,))


def admitted(state: DrawState) -> DrawState:
    """When everybody fits, no dice are needed: from the draft straight to the published list."""
    return _moved(state, DrawState.PUBLISHED, allowed=(DrawState.DRAFT,))


def settled(state: DrawState) -> DrawState:
    """Steps without dice need no worker's lease: whoever comes first writes down what follows from the frozen pool."""
    return _moved(state, DrawState.COMPUTED, allowed=(DrawState.FROZEN,))


def approved(state: DrawState) -> DrawState:
    """A result of steps without dice is published as it was worked out."""
    return _moved(state, DrawState.PUBLISHED, allowed=(DrawState.COMPUTED,))


def abandoned(state: DrawState) -> DrawState:
    """Anything frozen can be given up, with its reason, as long as its result is not published."""
    allowed = (DrawState.FROZEN, DrawState.COMPUTING, DrawState.COMPUTED, DrawState.COMMITTED, DrawState.DRAWN)
    return _moved(state, DrawState.ABANDONED, allowed=allowed)


class Keeps(StrEnum):
    """What stands against erasing somebody."""

    POOL = "pool"
    PLACE = "place"
    PAPERS = "papers"


class ErasureRefused(Exception):
    def __init__(self, *, reason: Keeps) -> None:
        self.reason = reason
        super().__init__(str(reason))
