"""The words of a selection: who may be drawn, what every panel must meet, and what came out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

Progress = Callable[[str, float], None]
"""Called between steps with the stage's name and the fraction done (0 to 1); it may raise to cancel."""


def unwatched(stage: str, done: float) -> None:
    """The progress of a computation that nobody watches."""


class Objective(Enum):
    """What makes one lottery over panels better than another; all count only those who can be drawn.

    LEXIMIN: the smallest probability is as large as possible, then the second smallest, and so on.
    MAXIMIN: the smallest probability is as large as possible.
    NASH: the sum of the logarithms of the probabilities is as large as possible.
    """

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"
    NASH = "nash"


@dataclass(frozen=True, slots=True)
class Quota:
    """Of those on a panel, at least `low` and at most `high` people have this value of this feature (both inclusive).

    Attributes:
        lowest, highest: how far a relaxation may move the bounds (`lowest <= low`, `high <= highest`); None: at will.
        counts_guests: whether `Rules.guests` count here.
    """

    feature: str
    value: str
    low: int
    high: int
    lowest: int | None = None
    highest: int | None = None
    counts_guests: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person of the pool.

    Attributes:
        code: public and unique; never a name.
        features: feature -> value; it must hold every feature that a quota names.
        household: people with the same household live together; None lives alone.
        groups: key of a cap -> the person's group under it (for example organisation_key -> a foundation); a missing
            key or an empty group belongs to no group, so that cap does not bind them.
    """

    code: str
    features: Mapping[str, str]
    household: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` people of any one group under `key` (a name in `Candidate.groups`)."""

    key: str
    most: int


class LinkKind(Enum):
    TOGETHER = "together"
    AT_MOST_ONE = "at_most_one"
    EXACTLY_ONE = "exactly_one"


@dataclass(frozen=True, slots=True)
class Link:
    """Two people who are drawn together (both or neither), or of whom at most one or exactly one is drawn."""

    first: str
    second: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Rules:
    """What every panel meets exactly.

    Attributes:
        seats: the size of a panel.
        quotas: at most one per feature and value; a value without a quota is free.
        caps: at most one per key.
        links: pairs of codes of the pool.
        households: whether at most one person of a household may be drawn.
        must: codes of people who are on every panel; they take seats.
        guests: codes of people whom those quotas do not count that say so; whether they are on every panel is up to `must`.
        excluded: codes of people who are on no panel, by a decision that stands outside these rules.
    """

    seats: int
    quotas: tuple[Quota, ...] = ()
    caps: tuple[Cap, ...] = ()
    links: tuple[Link, ...] = ()
    households: bool = False
    must: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WeightedPanel:
    """A panel (codes in ascending order) and the probability with which it is drawn."""

    weight: float
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the leximin order: so many people have this probability."""

    probability: float
    people: int


@dataclass(frozen=True, slots=True)
class Inequality:
    """For every panel, the sum of the coefficients of the people on it is at most `bound`; people not named count 0.

    Of people who are drawn together only the first, in the order of codes, carries a coefficient.
    """

    coefficients: tuple[tuple[str, int], ...]
    bound: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why the outcome is the optimum.

    Attributes:
        levels: the probabilities reached, ascending, without those who cannot be drawn.
        cuts: inequalities beyond the rules that were needed; none means that the optimum of the relaxation, an upper
            bound, is reached by whole panels.
        gap: the largest difference, over all people, between the bound and what the panels give.
    """

    levels: tuple[Level, ...]
    cuts: tuple[Inequality, ...]
    gap: float


@dataclass(frozen=True, slots=True)
class WeightedNumbers:
    """A panel by numbers: how many units it takes of each type that it takes any of, and the weight it is drawn with."""

    weight: float
    taken: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Lottery:
    """Equally likely rows (each a panel, codes ascending) in committed order, row 0 first."""

    rows: tuple[tuple[str, ...], ...]


class Bound(Enum):
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Change:
    """One bound moved: the minimum lowered or the maximum raised, `before` -> `after` (whole people)."""

    feature: str
    value: str
    bound: Bound
    before: int
    after: int

    @property
    def seats(self) -> int:
        return abs(self.after - self.before)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A smallest set of changes that lets the quotas be met; `total` is the sum of their seats.

    `alternatives` are other sets of changes of the same size, up to four.
    """

    changes: tuple[Change, ...]
    total: int
    alternatives: tuple[tuple[Change, ...], ...] = ()


class QuotasCannotBeMet(ValueError):
    """No panel meets all rules.

    Attributes:
        code: always `quotas_cannot_be_met`.
        relaxation: the smallest change of quota bounds after which a panel exists; None if no change of bounds within
            their limits can help, since caps, links, households or the number of seats stand in the way.
    """

    code = "quotas_cannot_be_met"

    def __init__(self, *, relaxation: Relaxation | None) -> None:
        super().__init__("no panel meets all rules")
        self.relaxation = relaxation


class RulesNotUsable(ValueError):
    """The pool or the rules contradict themselves before anything is computed.

    Attributes:
        code: always `rules_not_usable`.
        reason: `seats_negative`, `code_twice`, `code_not_nfc`, `quota_twice`, `quota_crossed`, `quota_negative`,
            `limit_crossed`, `feature_missing`, `cap_twice`, `cap_negative`, `link_unknown`, `link_to_self`,
            `must_unknown`, `guest_unknown`, `excluded_unknown`, `must_and_excluded`.
        about: the code, feature, key or value concerned.
    """

    code = "rules_not_usable"

    def __init__(self, *, reason: str, about: str) -> None:
        super().__init__(f"{reason}: {about}")
        self.reason = reason
        self.about = about
