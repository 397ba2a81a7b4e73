import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from rules import Predicate

from obrady.core.forms import ApplicationRecord
from obrady.stages.applications import rules
from obrady.stages.applications.actions.keeping import (
    accepts_notice,
    checked,
    note_consents,
    put,
    refuse_gaps,
    refuse_nobody,
    settle,
)
from obrady.stages.applications.actions.linking import propose_links
from obrady.stages.applications.actions.pairing import propose_pairs
from obrady.stages.applications.actions.spelling import file_spelling, propose_body
from obrady.stages.applications.actions.telling import tell_received
from obrady.stages.applications.models import Application, Form
from obrady.stages.applications.queries.forms import current_form, definition_of
from obrady.stages.applications.queries.register import receipt_of, token_of, whole
from obrady.stages.applications.states import Channel, MeetingIsCancelled, NoForm, WindowIsClosed
from obrady.stages.ledger.actions import NotAllowed, act
from obrady.stages.ledger.queries import Receipt
from obrady.stages.ledger.states import Actor, ActorKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import is_cancelled
from obrady.stages.meetings.states import Window, window
from obrady.stages.outreach.actions import applied
from obrady.stages.people.actions import new_person
from obrady.workshop.links import hash_of_token

# Read out on the telephone and written by hand: no 0 and O, no 1, I and L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TRIES = 5
SHORTEST_KEY = 8


@dataclass(frozen=True)
class Submitted:
    """What whoever applied is told; a repeat of the same submission is told the same."""

    application: Application
    token: str
    receipt: Receipt
    is_repeat: bool


@dataclass(frozen=True)
class Arrival:
    """How and when an application came."""

    actor: Actor
    meeting: Meeting
    channel: Channel
    language: str
    received_at: datetime
    taken_by: str
    proven: bool
    idempotency_key: str
    invitation: str = ""


def submit(
    *,
    actor: Actor,
    meeting: Meeting,
    channel: str,
    language: str,
    answers: Mapping[str, object],
    consents: Mapping[str, bool],
    idempotency_key: str,
    proven: bool = False,
    taken_by: str = "",
    complete_later: bool = False,
    received_at: datetime | None = None,
    invitation: str = "",
    now: datetime,
) -> Submitted:
    """Take one application into the register, whichever way it came; acknowledged means it is on disk.

    The same key again gives the same answer and changes nothing. `complete_later` is for the office only;
    `received_at` too, for paper that lay on a desk before it was typed in. `invitation` is the secret part of a
    personal link to apply: only that it was used is noted, and a link that leads nowhere harms nothing.
    """
    channel = Channel(channel)
    if not may_submit(channel).test(actor, meeting):
        raise NotAllowed("applications.submit")
    if len(idempotency_key) < SHORTEST_KEY:
        raise ValueError("an idempotency key must be given, and hard to guess")
    if repeat := submitted_before(meeting, idempotency_key):
        return repeat
    form, record = take(meeting, channel, answers, consents, complete_later=complete_later, now=now)
    arrival = Arrival(
        actor=actor,
        meeting=meeting,
        channel=channel,
        language=language,
        received_at=now if channel is Channel.WEB or received_at is None else min(received_at, now),
        taken_by=taken_by or (actor.name if actor.kind is ActorKind.STAFF else ""),
        proven=proven,
        idempotency_key=idempotency_key,
        invitation=invitation,
    )
    for _ in range(TRIES):
        try:
            return write_down(arrival, form, record, now=now)
        except IntegrityError:
            # Another copy of this very submission was faster, or the random reference is taken.
            if repeat := submitted_before(meeting, idempotency_key):
                return repeat
    raise RuntimeError("no free reference was found")


def may_submit(channel: Channel) -> Predicate:
    return rules.can_apply if channel is Channel.WEB else rules.can_take_applications


def take(
    meeting: Meeting,
    channel: Channel,
    answers: Mapping[str, object],
    consents: Mapping[str, bool],
    *,
    complete_later: bool,
    now: datetime,
) -> tuple[Form, ApplicationRecord]:
    if is_cancelled(meeting):
        raise MeetingIsCancelled
    state = window(opens_at=meeting.opens_at, closes_at=meeting.closes_at, now=now)
    if channel is Channel.WEB and state is not Window.OPEN:
        raise WindowIsClosed(window=str(state), opens_at=meeting.opens_at, closes_at=meeting.closes_at)
    form = current_form(meeting)
    if form is None:
        raise NoForm(meeting=meeting.slug)
    definition = definition_of(form)
    is_thin = complete_later and channel is not Channel.WEB
    blank = ApplicationRecord(key="", received_at=now, answers={}, consents={})
    record = checked(definition, answers, consents, over=blank, completing=not is_thin).over(blank)
    if is_thin:
        refuse_nobody(definition, record)
    else:
        refuse_gaps(definition, record)
    return form, record


def submitted_before(meeting: Meeting, idempotency_key: str) -> Submitted | None:
    found = (
        Application.objects.filter(meeting=meeting, idempotency_key=idempotency_key)
        .select_related("meeting__organisation", "person", "form", "batch")
        .first()
    )
    receipt = receipt_of(found) if found else None
    if found is None or receipt is None:
        return None
    return Submitted(application=found, token=token_of(found), receipt=receipt, is_repeat=True)


def write_down(arrival: Arrival, form: Form, record: ApplicationRecord, *, now: datetime) -> Submitted:
    meeting = arrival.meeting
    with transaction.atomic():
        application = Application(
            meeting=meeting,
            form=form,
            reference=new_reference(),
            channel=arrival.channel,
            language=arrival.language,
            received_at=arrival.received_at,
            taken_by=arrival.taken_by,
            proven=arrival.proven,
            idempotency_key=arrival.idempotency_key,
        )
        if accepts_notice(definition_of(form), record.consents):
            application.notice_version = definition_of(form).notice.version
        with act(
            actor=arrival.actor,
            verb="applications.submit",
            thing=meeting,
            rule=may_submit(arrival.channel),
            now=now,
            about=application.about,
        ) as line:
            enter(application, record, now=now)
            refuse_cancelled_meanwhile(meeting)
            note_consents(application, record.consents, channel=arrival.channel, taken_by=arrival.taken_by, now=now)
            propose_body(application.spelling)
            propose_pairs(application, now=now)
            propose_links(application)
            applied(token=arrival.invitation, application_about=application.about, meeting=meeting, now=now)
            line.facts.update(channel=str(arrival.channel), state=str(application.state), form=form.version)
        entered = whole(application)
        tell_received(application, entered.definition, entered.gaps, line.receipt, now=now)
    return Submitted(application=application, token=token_of(application), receipt=line.receipt, is_repeat=False)


def refuse_cancelled_meanwhile(meeting: Meeting) -> None:
    """Looked at after the row is in: it holds its meeting, so a cancellation either came before, or waits for this."""
    if is_cancelled(Meeting.objects.only("state").get(pk=meeting.pk)):
        raise MeetingIsCancelled


def enter(application: Application, record: ApplicationRecord, *, now: datetime) -> None:
    """Part of a larger act: a new application with its new person, answers, search columns and state."""
    application.person = new_person(
        organisation=application.meeting.organisation, language=application.language, now=now
    )
    application.link_hash = hash_of_token(token_of(application))
    put(application, record)
    file_spelling(application)
    settle(application, replace(record, received_at=application.received_at))
    application.save(force_insert=True)


def new_reference() -> str:
    signs = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"{signs[:3]}-{signs[3:]}"
