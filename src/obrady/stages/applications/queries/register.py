"""The register: which applications there are, and one application as core/forms sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import compare_digest

from django.db.models import Prefetch, Q, QuerySet

from obrady.core.forms import Answer, ApplicationRecord, FormDefinition, Gap, missing_answers
from obrady.stages.applications.models import Application, Form, ImportBatch
from obrady.stages.applications.queries.forms import definition_of
from obrady.stages.applications.states import Channel
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.queries import Receipt
from obrady.stages.ledger.states import Actor, ActorKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import Person
from obrady.stages.people.queries import names_of_actors, sensitive_answers
from obrady.workshop.links import hash_of_token, public_address, token_for

# Asked of the few batches that are not finished, so that no row has to be joined with its batch.
VISIBLE = ~Q(batch__in=ImportBatch.objects.filter(visible_at=None).order_by().values("pk"))
# Form and meeting are large and the same for many rows: they are read once for all of them.
WITH_FORM = Prefetch("form", Form.objects.all())
WITH_MEETING = Prefetch("meeting", Meeting.objects.select_related("organisation"))


def visible(prefix: str) -> Q:
    """The condition VISIBLE for rows that point at an application by `prefix`."""
    return Q(**{f"{prefix}__batch": None}) | Q(**{f"{prefix}__batch__visible_at__isnull": False})


def register(meeting: Meeting) -> QuerySet[Application]:
    """Every application of the meeting, all channels; rows of an import that is not finished do not exist yet."""
    rows = Application.objects.filter(VISIBLE, meeting=meeting).select_related(
        "person", "spelling__body", "merged_into", "assignee"
    )
    return rows.prefetch_related(WITH_MEETING, WITH_FORM, "follows")


def application_with_reference(meeting: Meeting, reference: str) -> Application | None:
    return register(meeting).filter(reference=reference).first()


def token_of(application: Application) -> str:
    """The secret part of the private address: it follows from the installation's key, the database holds only a hash."""
    return token_for(b"obrady application link", application.id.bytes)


def application_with_token(token: str) -> Application | None:
    """The application of a private link; anything else is None, whatever was wrong with it."""
    wanted = hash_of_token(token)
    found = (
        Application.objects.filter(VISIBLE, link_hash=wanted)
        .select_related("meeting__organisation", "person", "form", "follows", "merged_into")
        .first()
    )
    return found if found and compare_digest(found.link_hash, wanted) else None


def status_url(application: Application, *, language: str = "") -> str:
    return public_address(f"/z/{token_of(application)}/", language=language or application.person.language)


def applicant(application: Application) -> Actor:
    """Whoever holds the private link of this application, as an actor."""
    return Actor(kind=ActorKind.APPLICANT, key=str(application.pk))


def receipt_of(application: Application) -> Receipt | None:
    """The ledger's head when this application was taken in."""
    abouts = [application.about] + ([application.batch.about] if application.batch else [])
    entry = (
        Entry.objects.filter(about__in=abouts, verb__in=("applications.submit", "applications.import"))
        .order_by("sequence")
        .first()
    )
    return Receipt(sequence=entry.sequence, hash=entry.hash) if entry else None


def plain(answers: Mapping[str, object]) -> dict[str, Answer]:
    """Answers as they lie in JSON, in the shape that core/forms knows: lists become tuples."""
    return {key: tuple(value) if isinstance(value, list) else str(value) for key, value in answers.items()}


@dataclass(frozen=True)
class Whole:
    """One application with its sensitive answers opened."""

    application: Application
    definition: FormDefinition
    record: ApplicationRecord

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return missing_answers(self.definition, self.record.answers, self.record.consents)


def whole(application: Application, opened: Mapping[str, object] | None = None) -> Whole:
    """`opened` are the sensitive answers where the caller has them already."""
    secret = sensitive_answers(application.person) if opened is None else opened
    return Whole(
        application=application,
        definition=definition_of(application.form_in_force),
        record=ApplicationRecord(
            key=application.reference,
            received_at=application.received_at,
            answers={**plain(application.answers), **plain(secret)},
            consents=dict(application.consents),
            withdrawn_at=application.withdrawn_at,
        ),
    )


def may_correct_until_closing(application: Application, *, now: datetime) -> bool:
    """Whether the person may still change or take back anything themselves; see `actions.correct`."""
    closes_at = application.meeting.closes_at
    is_open = closes_at is None or now <= closes_at
    return is_open and application.locked_at is None and application.merged_into_id is None


def unproven_since(meeting: Meeting, moment: datetime) -> int:
    """How many applications came over the web since then without a proof that a person sent them."""
    return Application.objects.filter(
        meeting=meeting, channel=Channel.WEB, proven=False, batch=None, received_at__gte=moment
    ).count()


def gaps_of(application: Application) -> tuple[Gap, ...]:
    return whole(application).gaps


def missing_in_words(definition: FormDefinition, gaps: Iterable[Gap], *, language: str) -> str:
    """The missing answers by the names that the form gives them, one a line; e-mail or telephone in one line."""
    labels = {question.key: question.label for question in definition.questions}
    labels |= {consent.key: consent.label for consent in definition.consents}
    fallback = definition.languages[0]
    keys = [gap.key for gap in gaps]
    either = [key for key in keys if key in ("email", "phone")]
    lines = []
    for key in keys:
        joined = either if key in either else [key]
        if joined[0] == key:
            lines.append(" / ".join(labels[one].get(language) or labels[one][fallback] for one in joined))
    return "\n".join(f"– {line}" for line in lines)


def names_of_takers(applications: Iterable[Application]) -> dict[str, str]:
    """Names of the team behind `taken_by` such as "staff:<key>"; codes of an import are left out."""
    return names_of_actors({application.taken_by for application in applications})


def same_human(person: Person) -> list[Application]:
    """All applications that decisions say are this person's, merged ones included."""
    own = list(Application.objects.filter(person=person))
    roots = {application.merged_into_id or application.pk for application in own}
    rows = Application.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots))
    return list(rows.select_related("person", "meeting"))
