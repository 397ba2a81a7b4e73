"""One person, several records: merge with trace, keep both, undo.

Nothing is lost by a merge: every record keeps its person and answers, and the kept one's own record is sealed away
before its blanks are filled. After each decision the records concerned are put together anew from their own
records, so that undoing the last decision gives back exactly what was there.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from obrady.core.forms import ApplicationRecord, joined, kept_record, merged_answers
from obrady.stages.applications import rules
from obrady.stages.applications.actions.keeping import Typed, put, settle
from obrady.stages.applications.actions.spelling import file_spelling
from obrady.stages.applications.models import Application, DuplicatePair, OwnRecord
from obrady.stages.applications.queries.forms import definition_of, window_of
from obrady.stages.applications.queries.pairs import last_decision
from obrady.stages.applications.queries.register import plain, whole
from obrady.stages.applications.states import ApplicationIsLocked, NothingToUndo, PairIsDecided, PairState
from obrady.stages.ledger.actions import Line, act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.actions import copy_consents, drop_consents
from obrady.stages.people.models import Person
from obrady.stages.people.queries import person_key
from obrady.workshop import sealing


def merge_pair(*, actor: Actor, pair: DuplicatePair, now: datetime) -> Application:
    """These two are one person's: gives the record that is kept, its blanks filled from the others."""
    with _decision(actor, "applications.merge_pair", pair.meeting, pair.about, now) as line:
        _decide(pair, PairState.MERGED, actor, line, now=now)
        kept = regroup(pair)
        line.facts["kept"] = str(kept.pk)
    return kept


def keep_both(*, actor: Actor, pair: DuplicatePair, now: datetime) -> DuplicatePair:
    """These are two people."""
    with _decision(actor, "applications.keep_both", pair.meeting, pair.about, now) as line:
        _decide(pair, PairState.TWO_PEOPLE, actor, line, now=now)
    return pair


def undo_last_decision(*, actor: Actor, meeting: Meeting, now: datetime) -> DuplicatePair:
    """Open the pair that was decided last; records that it brought together are as they were before."""
    with _decision(actor, "applications.undo_decision", meeting, "", now) as line:
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        pair = last_decision(meeting)
        if pair is None:
            raise NothingToUndo(meeting=meeting.slug)
        was, number = pair.state, pair.decision
        pair.state, pair.decision, pair.decided_at, pair.decided_by = PairState.OPEN, None, None, ""
        pair.save(update_fields=["state", "decision", "decided_at", "decided_by"])
        if was == PairState.MERGED:
            regroup(pair)
        line.about = pair.about
        line.facts.update(a=str(pair.a_id), b=str(pair.b_id), was=str(was), decision=number)
    return pair


def _decision(actor: Actor, verb: str, meeting: Meeting, about: str, now: datetime):
    return act(actor=actor, verb=verb, thing=meeting, rule=rules.can_decide_pairs, now=now, about=about)


def _decide(pair: DuplicatePair, state: PairState, actor: Actor, line: Line, *, now: datetime) -> None:
    Meeting.objects.select_for_update().get(pk=pair.meeting_id)
    last = DuplicatePair.objects.filter(meeting=pair.meeting_id).aggregate(last=Max("decision"))["last"]
    number = (last or 0) + 1
    changed = DuplicatePair.objects.filter(pk=pair.pk, state=PairState.OPEN).update(
        state=state, decision=number, decided_at=now, decided_by=actor.name
    )
    pair.refresh_from_db()
    if not changed:
        raise PairIsDecided(state=pair.state)
    line.facts.update(a=str(pair.a_id), b=str(pair.b_id), decision=number)


@dataclass(frozen=True)
class Member:
    """One record of a group: as it stands, and what it said itself."""

    application: Application
    own: ApplicationRecord
    sealed: OwnRecord | None
    added_consents: tuple[int, ...]
    language: str


def regroup(pair: DuplicatePair) -> Application:
    """Put everybody whom the pair touches together anew; gives the kept record of the pair's first application."""
    members = _members(pair)
    decided = DuplicatePair.objects.filter(meeting=pair.meeting_id, state=PairState.MERGED, a__in=members)
    groups = joined([*decided.values_list("a_id", "b_id"), *([key] for key in members)])
    kept_of: dict[UUID, Application] = {}
    for group in groups:
        kept = _put_together([members[key] for key in group])
        kept_of |= dict.fromkeys(group, kept)
    return kept_of[pair.a_id]


def _members(pair: DuplicatePair) -> dict[UUID, Member]:
    links = DuplicatePair.objects.filter(meeting=pair.meeting_id, state=PairState.MERGED).values_list("a_id", "b_id")
    groups = joined([*links, (pair.a_id, pair.b_id)])
    keys = next(group for group in groups if pair.a_id in group)
    rows = Application.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    rows = [*rows]
    if locked := next((row for row in rows if row.locked_at is not None), None):
        raise ApplicationIsLocked(reference=locked.reference)
    return {row.pk: _member(row) for row in rows}


def _member(application: Application) -> Member:
    sealed = OwnRecord.objects.filter(application=application).first()
    now_said = whole(application).record
    if sealed is None:
        return Member(application, now_said, None, (), application.language)
    payload = opened_own_record(sealed, application.person)
    own = replace(now_said, answers=plain(payload["answers"]), consents=payload["consents"])
    return Member(application, own, sealed, tuple(payload["added_consents"]), payload["language"])


def _put_together(group: Sequence[Member]) -> Application:
    first = group[0].application
    definition, window = definition_of(first.form_in_force), window_of(first.meeting)
    kept_key = kept_record(definition, [member.own for member in group], window).key
    kept = next(member for member in group if member.own.key == kept_key)
    others = [member for member in group if member is not kept]
    for member in group:
        _give_back(member)
    _fill(kept, merged_answers(definition, kept.own, [member.own for member in others]), others)
    for member in others:
        member.application.merged_into = kept.application
        settle(member.application, member.own)
        member.application.save()
    return kept.application


def _give_back(member: Member) -> None:
    """A record as its person made it."""
    application = member.application
    application.merged_into = None
    if member.sealed is None:
        return
    secret = [question.key for question in definition_of(application.form_in_force).questions if question.sensitive]
    application.language = member.language
    put(application, member.own, before=secret)
    drop_consents(application.person, member.added_consents)
    member.sealed.delete()


def _fill(kept: Member, filled: ApplicationRecord, others: Sequence[Member]) -> None:
    application = kept.application
    if (filled.answers, filled.consents) != (kept.own.answers, kept.own.consents):
        language = application.language
        added = _added_consents(kept, others)
        put(application, filled)
        seal_own_record(application, kept.own, added_consents=added, language=language)
    file_spelling(application)
    settle(application, filled)
    application.save()


def _added_consents(kept: Member, others: Sequence[Member]) -> list[int]:
    """The proof of a consent that another record brought, noted at the kept person too."""
    known, added = set(kept.own.consents), []
    for other in sorted(others, key=lambda member: (member.own.received_at, member.own.key)):
        new = set(other.own.consents) - known
        added += copy_consents(source=other.application.person, target=kept.application.person, keys=new)
        known |= new
    return added


def seal_own_record(
    application: Application, own: ApplicationRecord, *, added_consents: Iterable[int], language: str
) -> None:
    payload = {
        "answers": {key: list(answer) if isinstance(answer, tuple) else answer for key, answer in own.answers.items()},
        "consents": dict(own.consents),
        "added_consents": list(added_consents),
        "language": language,
    }
    key = person_key(application.person)
    text = json.dumps(payload, ensure_ascii=False).encode()
    sealed = sealing.seal(key, text, place=own_record_place(application))
    OwnRecord.objects.update_or_create(application=application, defaults={"sealed": sealed})


def opened_own_record(row: OwnRecord, person: Person) -> dict:
    return json.loads(sealing.unseal(person_key(person), row.sealed, place=own_record_place(row.application)))


def own_record_of(application: Application, payload: Mapping) -> ApplicationRecord:
    return ApplicationRecord(
        key=application.reference,
        received_at=application.received_at,
        answers=plain(payload["answers"]),
        consents=payload["consents"],
    )


def own_record_place(application: Application) -> str:
    return f"applications_ownrecord:{application.pk}:sealed"


def change_own_record(application: Application, typed: Typed, before: Mapping[str, object]) -> None:
    """What a person corrects after a merge is their own word: an undo gives it back as corrected."""
    row = OwnRecord.objects.filter(application=application).first()
    if row is None:
        return
    payload = opened_own_record(row, application.person)
    for key, answer in typed.answers.items():
        if answer != before.get(key):
            payload["answers"].pop(key, None)
            if answer is not None:
                payload["answers"][key] = answer
    own = own_record_of(application, payload)
    own = replace(own, consents={**own.consents, **typed.consents})
    seal_own_record(application, own, added_consents=payload["added_consents"], language=payload["language"])
