"""Who acts and where: plain values that every stage's rules and actions are handed."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    COORDINATOR = "coordinator"
    OFFICE = "office"
    FACILITATOR = "facilitator"
    OBSERVER = "observer"


class ActorKind(StrEnum):
    STAFF = "staff"
    APPLICANT = "applicant"
    VISITOR = "visitor"
    CONSOLE = "console"
    WORKER = "worker"


@dataclass(frozen=True)
class Scope:
    """The organisation, and the meeting within it if there is one, that a thing belongs to (keys as text)."""

    organisation: str
    meeting: str | None = None


@dataclass(frozen=True)
class Grant:
    """A role in an organisation; narrowed to one meeting when `meeting` is given."""

    role: Role
    organisation: str
    meeting: str | None = None

    def covers(self, scope: Scope) -> bool:
        return self.organisation == scope.organisation and self.meeting in (None, scope.meeting)


@dataclass(frozen=True)
class Actor:
    """An opaque key and the roles that the door loaded; `holds` is all that a rule may ask.

    An applicant's key is the key of the one application whose private link was shown.
    """

    kind: ActorKind
    key: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else str(self.kind)

    def holds(self, roles: frozenset[Role], scope: Scope) -> bool:
        if self.kind in (ActorKind.CONSOLE, ActorKind.WORKER):
            return True
        return any(grant.role in roles and grant.covers(scope) for grant in self.grants)


CONSOLE = Actor(kind=ActorKind.CONSOLE)
WORKER = Actor(kind=ActorKind.WORKER)
VISITOR = Actor(kind=ActorKind.VISITOR)


class Break(StrEnum):
    """In which way a line does not follow from the one before."""

    GAP = "gap"
    OTHER_PARENT = "other_parent"
    CHANGED = "changed"
    END_MISSING = "end_missing"
