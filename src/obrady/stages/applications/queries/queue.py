from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, When

from obrady.core.likeness import email_key, folded
from obrady.stages.applications.models import ApplicantLink, Application
from obrady.stages.applications.queries.bodies import spellings_to_nod
from obrady.stages.applications.queries.links import links_to_decide
from obrady.stages.applications.queries.pairs import undecided
from obrady.stages.applications.queries.register import VISIBLE, register
from obrady.stages.applications.states import RUNNING, ApplicationState, Channel, LinkState, Problem
from obrady.stages.meetings.models import Meeting

FEWEST_DIGITS = 3


NOBODY = "nobody"
OLDEST = "oldest"


def queue(
    meeting: Meeting,
    *,
    search: str = "",
    channel: str = "",
    state: str = "",
    problem: str = "",
    language: str = "",
    assignee: str = "",
    order: str = "",
) -> QuerySet[Application]:
    """The list of all channels, the latest first (or the `oldest`); each row with `has_open_pair`.

    `assignee` is the key of an account, or `nobody`.
    """
    rows = register(meeting).annotate(has_open_pair=in_open_pair(meeting))
    if search.strip():
        rows = rows.filter(found_by(search))
    if channel in set(Channel):
        rows = rows.filter(channel=channel)
    if state in set(ApplicationState):
        rows = rows.filter(state=state)
    if problem in set(Problem):
        rows = rows.filter(PROBLEMS[Problem(problem)])
    if language:
        rows = rows.filter(language=language)
    if assignee:
        rows = rows.filter(assignee=None if assignee == NOBODY else _key(assignee))
    return rows.order_by("received_at", "pk") if order == OLDEST else rows.order_by("-received_at", "-pk")


def _key(text: str) -> UUID:
    """What is no key at all is nobody's."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def in_open_pair(meeting: Meeting) -> Case:
    """Asked once of the few open pairs, not of each row. A merged record's open pair is about the record that was kept."""
    ends = undecided(meeting).order_by().values_list("a_id", "a__merged_into_id", "b_id", "b__merged_into_id")
    keys = {key for pair in ends for key in pair if key}
    return Case(When(pk__in=keys, then=True), default=False, output_field=BooleanField())


PROBLEMS: Mapping[Problem, Q] = {
    Problem.DUPLICATE: Q(has_open_pair=True),
    Problem.MISSING: Q(state=ApplicationState.INCOMPLETE),
    Problem.UNPROVEN: Q(channel=Channel.WEB, proven=False, batch=None),
    Problem.SPELLING: Q(state__in=RUNNING, spelling__isnull=False, spelling__body=None),
    Problem.LINK: Q(
        Exists(ApplicantLink.objects.filter(Q(a=OuterRef("pk")) | Q(b=OuterRef("pk")), state=LinkState.PROPOSED))
    ),
}


def found_by(search: str) -> Q:
    """Name, organisation or reference in any spelling, a telephone with or without +48, or part of an e-mail."""
    words = Q()
    for word in folded(search).split():
        words &= Q(search_text__contains=word)
    found = words if words else Q(pk__in=[])
    digits = "".join(sign for sign in search if sign.isdigit())
    if len(digits) >= FEWEST_DIGITS and not any(sign.isalpha() for sign in search):
        national = digits.removeprefix("00").removeprefix("48") if len(digits) > 9 else digits
        found |= Q(search_text__contains=national)
    if "@" in search:
        found |= Q(email_key__contains=email_key(search) or search.strip().lower())
    return found


@dataclass(frozen=True)
class Counts:
    """How many there are, by channel and state, and how many wait for somebody."""

    table: Mapping[str, Mapping[str, int]]
    by_channel: Mapping[str, int]
    by_state: Mapping[str, int]
    total: int
    open_pairs: int
    spellings: int
    links: int
    unproven: int


def counts(meeting: Meeting) -> Counts:
    kinds = Application.objects.filter(VISIBLE, meeting=meeting).order_by()
    kinds = kinds.annotate(came=Case(When(batch=None, then=True), default=False, output_field=BooleanField()))
    table = {str(channel): {str(state): 0 for state in ApplicationState} for channel in Channel}
    unproven = 0
    for channel, state, proven, came, number in kinds.values_list("channel", "state", "proven", "came").annotate(
        number=Count("*")
    ):
        table[channel][state] += number
        unproven += number if came and not proven and channel == Channel.WEB else 0
    return Counts(
        table=table,
        by_channel={channel: sum(states.values()) for channel, states in table.items()},
        by_state={str(state): sum(states[state] for states in table.values()) for state in ApplicationState},
        total=sum(sum(states.values()) for states in table.values()),
        open_pairs=undecided(meeting).count(),
        spellings=spellings_to_nod(meeting).count(),
        links=links_to_decide(meeting).count(),
        unproven=unproven,
    )
