from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from obrady.core.forms import ApplicationRecord, FormDefinition, derive_features
from obrady.stages.applications.models import ApplicantLink, Application, Form
from obrady.stages.applications.queries.bodies import spellings_to_nod
from obrady.stages.applications.queries.forms import current_form, definition_of, sensitive_questions
from obrady.stages.applications.queries.links import IN_REGISTER, links_to_decide
from obrady.stages.applications.queries.pairs import undecided
from obrady.stages.applications.queries.register import register, whole
from obrady.stages.applications.states import ApplicationState, LinkState
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import sensitive_answers_of_many
from obrady.workshop.territory import gminas


@dataclass(frozen=True)
class PoolMember:
    """One who may be drawn: by `features` and `organisation_key` only, never by name."""

    application_id: UUID
    reference: str
    features: Mapping[str, str]
    organisation_key: str


@dataclass(frozen=True)
class Hindrances:
    """What a person should decide before the pool is frozen; none of it stops anybody by itself."""

    open_pairs: int
    received: int
    incomplete: int
    complete: int
    spellings: int
    links: int
    links_outside: int

    @property
    def total(self) -> int:
        return self.open_pairs + self.incomplete + self.complete + self.spellings + self.links + self.received


@dataclass(frozen=True)
class Pool:
    """Those who may be drawn, in the order of arrival, and who belongs together: (one, other, mode)."""

    members: tuple[PoolMember, ...]
    links: tuple[tuple[UUID, UUID, str], ...]
    hindrances: Hindrances


def pool(meeting: Meeting) -> Pool:
    """The eligible with their features; the number of queries does not grow with them."""
    form = current_form(meeting)
    eligible = register(meeting).filter(state=ApplicationState.ELIGIBLE, person__erased_at=None)
    rows = list(eligible.order_by("received_at", "reference"))
    members = members_of(definition_of(form), rows) if form else ()
    links, outside = links_among(meeting, {member.application_id for member in members})
    return Pool(members=members, links=links, hindrances=hindrances(meeting, outside))


def members_of(definition: FormDefinition, rows: list[Application]) -> tuple[PoolMember, ...]:
    opened = sensitive_answers_of_many([row.person for row in rows])
    return tuple(
        PoolMember(
            application_id=row.pk,
            reference=row.reference,
            features=features_of(definition, whole(row, opened[str(row.person_id)]).record),
            organisation_key=organisation_key(row),
        )
        for row in rows
    )


def features_of(definition: FormDefinition, record: ApplicationRecord) -> dict[str, str]:
    """Only answers that recruitment may use take part; without its consent a sensitive one is not among them."""
    used = {question.key for question in definition.questions if question.used_in_recruitment}
    answers = {key: answer for key, answer in record.answers.items() if key in used}
    return derive_features(definition, answers, record.consents, gminas())


def sensitive_features(form: Form) -> frozenset[str]:
    """The features that follow from answers which are sealed and forgotten early."""
    definition = definition_of(form)
    return frozenset(one.key for one in definition.features if one.source in sensitive_questions(definition))


def organisation_key(row: Application) -> str:
    """An organisation that no person has unified counts as one of its own."""
    if row.spelling is None:
        return f"self:{row.pk}"
    return row.spelling.body.key if row.spelling.body else f"spelling:{row.spelling.pk}"


def links_among(meeting: Meeting, inside: set[UUID]) -> tuple[tuple[tuple[UUID, UUID, str], ...], int]:
    """Confirmed links by the records that were kept, each once; and how many lead out of the pool."""
    confirmed = ApplicantLink.objects.filter(IN_REGISTER, meeting=meeting, state=LinkState.CONFIRMED)
    rows = confirmed.order_by("pk").values_list("a_id", "a__merged_into", "b_id", "b__merged_into", "mode")
    order, found, outside = count(), {}, 0
    for a, a_root, b, b_root, mode in rows:
        one, other = a_root or a, b_root or b
        if one == other:
            continue
        if one in inside and other in inside:
            found.setdefault((frozenset((one, other)), mode), (next(order), one, other))
        elif one in inside or other in inside:
            outside += 1
    ordered = sorted((place, one, other, mode) for (_, mode), (place, one, other) in found.items())
    return tuple((one, other, mode) for _, one, other, mode in ordered), outside


def hindrances(meeting: Meeting, links_outside: int) -> Hindrances:
    states = list(register(meeting).values_list("state", flat=True))
    return Hindrances(
        open_pairs=undecided(meeting).count(),
        received=states.count(ApplicationState.RECEIVED),
        incomplete=states.count(ApplicationState.INCOMPLETE),
        complete=states.count(ApplicationState.COMPLETE),
        spellings=spellings_to_nod(meeting).count(),
        links=links_to_decide(meeting).count(),
        links_outside=links_outside,
    )
