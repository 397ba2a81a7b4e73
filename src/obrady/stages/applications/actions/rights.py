"""Rights over one's own data: a copy, a consent taken back or given again. Each is told in a letter and is a thread."""

from datetime import datetime
from typing import Any

from django.db import transaction

from obrady.core.forms import AnswerFault
from obrady.stages.applications import rules
from obrady.stages.applications.actions.correcting import channel_of, kept, take_back_consents
from obrady.stages.applications.actions.keeping import note_consents, settle
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.register import same_human, status_url, whole
from obrady.stages.applications.states import AnswersNeedMending
from obrady.stages.intake.actions.answering import Settled, settle_right
from obrady.stages.intake.actions.copies import make_data_link
from obrady.stages.intake.actions.threads import refuse_too_many
from obrady.stages.intake.states import Direction, Right, ThreadChannel
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.rules import is_anyone
from obrady.stages.ledger.states import VISITOR, Actor, ActorKind
from obrady.stages.letters.actions import write
from obrady.stages.letters.states import LetterKind
from obrady.stages.people.models import Person
from obrady.stages.people.registry import copy_of
from obrady.stages.people.rules import can_export
from obrady.workshop.links import public_address

# What a private link alone may show: it can be forwarded. Letters are not among it, because one may hold the link that
# opens the rest. What a later room holds is not shown until somebody says so here.
SHOWN_BY_LINK = frozenset(
    {
        "people.Person",
        "people.Consent",
        "applications.Application",
        "applications.ApplicantLink",
        "intake.Thread",
        "intake.ThreadEntry",
    }
)
Copy = dict[str, list[dict[str, Any]]]


def people_of(person: Person) -> list[Person]:
    """The records that decisions say are one human's; themselves first."""
    return list({one.pk: one for one in [person, *(row.person for row in same_human(person))]}.values())


def shown_by_link(person: Person) -> Copy:
    """Part of a larger act; without the notes that colleagues wrote for each other."""
    copy = copy_of(people_of(person), only=SHOWN_BY_LINK)
    said = copy.get("intake.ThreadEntry", [])
    return {**copy, "intake.ThreadEntry": [row for row in said if row["said_by"] != Direction.NOTE]}


def small_copy(*, actor: Actor, application: Application, now: datetime) -> Copy:
    """What the private link shows, to take away."""
    with act(actor=actor, verb="applications.small_copy", thing=application, rule=rules.is_own, now=now) as line:
        copy = shown_by_link(application.person)
        line.facts["rows"] = sum(map(len, copy.values()))
    return copy


def whole_copy(*, person: Person, about: str, now: datetime) -> Copy:
    """For whoever proved that the address on record is theirs."""
    with act(actor=VISITOR, verb="applications.whole_copy", thing=person, rule=is_anyone, now=now, about=about) as line:
        copy = copy_of(people_of(person))
        line.facts["rows"] = sum(map(len, copy.values()))
    return copy


def office_copy(
    *, actor: Actor, application: Application, channel: ThreadChannel, words: Settled, now: datetime
) -> Copy:
    """Everything, on paper or as a file, for somebody who asked at the office or on the telephone."""
    verb = "applications.office_copy"
    with act(actor=actor, verb=verb, thing=application, rule=can_export, now=now) as line:
        copy = copy_of(people_of(application.person))
        _settled(actor, application, Right.ACCESS, words, channel, spoken=True, now=now)
        line.facts["rows"] = sum(map(len, copy.values()))
    return copy


def send_data_link(*, actor: Actor, application: Application, words: Settled, now: datetime) -> None:
    """A link to the whole copy, to the address on record: the words of the thread do not hold it."""
    with act(actor=actor, verb="applications.send_data_link", thing=application, rule=rules.is_own, now=now):
        refuse_too_many(actor, application.meeting, now=now)
        person = application.person
        token = make_data_link(person, now=now)
        write(
            meeting=application.meeting, person=person, kind=LetterKind.CONFIRM, about=application.about,
            placeholders={"confirm_url": public_address(f"/d/{token}/", language=person.language), "reference": application.reference},
            occasion=f"copy:{token[:8]}", now=now,
        )  # fmt: skip
        _settled(actor, application, Right.ACCESS, words, ThreadChannel.PAGE, spoken=True, now=now)


def take_back_and_tell(
    *, actor: Actor, application: Application, key: str, channel: ThreadChannel, words: Settled, now: datetime
) -> None:
    application = kept(application)
    with transaction.atomic():
        take_back_consents(actor=actor, application=application, keys=[key], now=now)
        _settled(actor, application, Right.CONSENT, words, channel, now=now)


def give_and_tell(
    *, actor: Actor, application: Application, key: str, channel: ThreadChannel, words: Settled, now: datetime
) -> None:
    """Given again: what was deleted does not come back by itself, and a frozen pool stays as it is."""
    application = kept(application)
    with act(actor=actor, verb="applications.give_consent", thing=application, rule=rules.can_correct, now=now) as line:
        Application.objects.select_for_update().get(pk=application.pk)
        application.refresh_from_db()
        held = whole(application)
        if key not in {consent.key for consent in held.definition.consents if consent.withdrawable}:
            raise AnswersNeedMending({key: AnswerFault(code="unknown_consent")})
        application.consents = {**application.consents, key: True}
        if application.locked_at is None:
            settle(application, whole(application).record)
        application.save(update_fields=["consents", "state", "verdict"])
        taken_by = actor.name if actor.kind is ActorKind.STAFF else ""
        note_consents(application, {key: True}, channel=channel_of(actor), taken_by=taken_by, now=now)
        _settled(actor, application, Right.CONSENT, words, channel, now=now)
        line.facts.update(consents=1, by=str(actor.kind))


def _settled(
    actor: Actor,
    application: Application,
    right: Right,
    words: Settled,
    channel: ThreadChannel,
    *,
    spoken: bool = False,
    now: datetime,
) -> None:
    settle_right(
        actor=actor, meeting=application.meeting, person=application.person, about=application.about, right=right,
        words=words, channel=channel, page_url=status_url(application), spoken=spoken, now=now,
    )  # fmt: skip
