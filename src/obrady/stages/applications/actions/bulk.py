"""Acts on many applications at once. Each is one act with one ledger line, and each can be undone as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from obrady.stages.applications import rules
from obrady.stages.applications.actions.keeping import settle
from obrady.stages.applications.actions.telling import tell
from obrady.stages.applications.models import Application, BulkAct
from obrady.stages.applications.queries.pairs import waiting_for_a_decision
from obrady.stages.applications.queries.register import register, whole
from obrady.stages.applications.states import (
    CAN_BE_CLEARED,
    CAN_BE_JUDGED,
    ApplicationState,
    BulkIsUndone,
    BulkKind,
    ReasonMissing,
    Verdict,
)
from obrady.stages.ledger.actions import Line, act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters.actions.moving import move_all
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind, LetterState, Move
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import sensitive_answers_of_many

AT_ONCE = 500
Chosen = Mapping[UUID, str]


@dataclass(frozen=True)
class Done:
    """How many it was done to, and the references of those that stayed as they are."""

    bulk: BulkAct | None
    done: int
    left: tuple[str, ...]


def let_in(*, actor: Actor, meeting: Meeting, chosen: Chosen, now: datetime) -> Done:
    """The chosen ones that are complete and wait for no decision become eligible.

    `chosen` holds for each the state that it was shown in: what changed since stays as it is and is named.
    """
    with act(actor=actor, verb="applications.let_in", thing=meeting, rule=rules.can_clear, now=now) as line:
        rows = _locked(meeting, chosen)
        waiting = waiting_for_a_decision(meeting)
        fit = [row for row in rows if _as_shown(row, chosen) and row.state in CAN_BE_CLEARED and row.pk not in waiting]
        before = {str(row.pk): {"state": row.state, "verdict": row.verdict} for row in fit}
        _update([row.pk for row in fit], state=ApplicationState.ELIGIBLE, verdict=Verdict.ELIGIBLE, state_reason="")
        return _noted(BulkKind.LET_IN, actor, meeting, before, rows, line, now=now)


def refuse_many(*, actor: Actor, meeting: Meeting, chosen: Chosen, reason: str, now: datetime) -> Done:
    """The chosen ones cannot take part, for one reason that each is told in a letter somebody looks at first."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing()
    with transaction.atomic():
        with act(actor=actor, verb="applications.refuse_many", thing=meeting, rule=rules.can_judge, now=now) as line:
            rows = _locked(meeting, chosen)
            opened = sensitive_answers_of_many([row.person for row in rows])
            fit, before = [], {}
            for row in rows:
                was = {"state": row.state, "verdict": row.verdict}
                if _as_shown(row, chosen) and _refused(row, reason, opened):
                    fit.append(row)
                    before[str(row.pk)] = was
            Application.objects.bulk_update(fit, ["state", "verdict", "state_reason"], batch_size=200)
            done = _noted(BulkKind.NOT_ELIGIBLE, actor, meeting, before, rows, line, now=now)
        for row in fit:
            tell(
                row, LetterKind.NOT_ELIGIBLE, line.receipt, now=now,
                occasion=str(line.receipt.sequence), review=True, more={"reason": reason},
            )  # fmt: skip
    return done


def assign_many(
    *,
    actor: Actor,
    meeting: Meeting,
    chosen: Chosen,
    to: StaffAccount | None,
    now: datetime,
    seen: Mapping[UUID, str] | None = None,
) -> Done:
    """Into one colleague's hands, or nobody's, whatever state they are in.

    `seen` holds for each the key of whom the list showed it with (empty: nobody); what a colleague took since stays
    theirs and is named.
    """
    wanted = str(to.pk) if to else ""
    with act(actor=actor, verb="applications.assign_many", thing=meeting, rule=rules.can_see_queue, now=now) as line:
        rows = [row for row in _locked(meeting, chosen, also_frozen=True) if _hands(row) != wanted]
        fit = [row for row in rows if seen is None or _hands(row) == seen.get(row.pk, "")]
        before = {str(row.pk): {"assignee": _hands(row), "to": wanted} for row in fit}
        _update([row.pk for row in fit], assignee=to)
        line.facts["to"] = wanted
        return _noted(BulkKind.ASSIGN, actor, meeting, before, rows, line, now=now)


def _hands(row: Application) -> str:
    return str(row.assignee_id or "")


def undo_bulk(*, actor: Actor, bulk: BulkAct, now: datetime) -> Done:
    """Everything as it was before, but for what somebody changed since or whose letter has left; these are named."""
    rule = rules.can_judge if bulk.kind == BulkKind.NOT_ELIGIBLE else rules.can_clear
    with act(actor=actor, verb="applications.undo_bulk", thing=bulk.meeting, rule=rule, now=now) as line:
        line.about = bulk.about
        if not BulkAct.objects.filter(pk=bulk.pk, undone_at=None).update(undone_at=now):
            raise BulkIsUndone()
        before = {UUID(key): was for key, was in bulk.items.items()}
        rows = _locked(bulk.meeting, before, also_frozen=bulk.kind == BulkKind.ASSIGN)
        match BulkKind(bulk.kind):
            case BulkKind.ASSIGN:
                undone = _hand_back(rows, before)
            case BulkKind.LET_IN:
                undone = _take_out(rows, before, ApplicationState.ELIGIBLE)
            case BulkKind.NOT_ELIGIBLE:
                untold = _without_letter_out(rows, bulk)
                undone = _take_out(untold, before, ApplicationState.NOT_ELIGIBLE)
                _cancel_letters(undone, bulk)
        left = _references(row for row in rows if row not in undone)
        line.facts.update(kind=str(bulk.kind), undone=len(undone), left=len(left))
    bulk.refresh_from_db()
    return Done(bulk=bulk, done=len(undone), left=left)


def note_clearing(*, actor: Actor, meeting: Meeting, keys: Sequence[UUID], now: datetime) -> BulkAct | None:
    """Part of letting all complete ones in: remembered, so that it can be undone."""
    before = {str(key): {"state": ApplicationState.COMPLETE, "verdict": Verdict.NONE} for key in keys}
    return _remembered(BulkKind.LET_IN, actor, meeting, before, now=now)


def _locked(meeting: Meeting, chosen: Iterable[UUID], *, also_frozen: bool = False) -> list[Application]:
    keys = list(chosen)
    found: list[Application] = []
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        list(Application.objects.select_for_update().filter(pk__in=part).order_by("pk").values_list("pk"))
        rows = register(meeting).filter(pk__in=part).order_by("pk")
        found += rows if also_frozen else rows.filter(locked_at=None)
    return found


def _as_shown(row: Application, chosen: Chosen) -> bool:
    return chosen[row.pk] in ("", row.state)


def _refused(row: Application, reason: str, opened: Mapping[str, Mapping[str, object]]) -> bool:
    if row.state not in CAN_BE_JUDGED or row.state == ApplicationState.NOT_ELIGIBLE:
        return False
    row.verdict, row.state_reason = Verdict.NOT_ELIGIBLE, reason
    return settle(row, whole(row, opened[str(row.person_id)]).record) == ApplicationState.NOT_ELIGIBLE


def _update(keys: Sequence[UUID], **fields: object) -> None:
    for start in range(0, len(keys), AT_ONCE):
        Application.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(**fields)


def _noted(
    kind: BulkKind,
    actor: Actor,
    meeting: Meeting,
    before: Mapping[str, Mapping[str, str]],
    rows: Iterable[Application],
    line: Line,
    *,
    now: datetime,
) -> Done:
    bulk = _remembered(kind, actor, meeting, before, now=now)
    left = _references(row for row in rows if str(row.pk) not in before)
    line.facts.update(done=len(before), left=len(left), bulk=str(bulk.pk) if bulk else "")
    return Done(bulk=bulk, done=len(before), left=left)


def _remembered(
    kind: BulkKind, actor: Actor, meeting: Meeting, before: Mapping[str, Mapping[str, str]], *, now: datetime
) -> BulkAct | None:
    if not before:
        return None
    return BulkAct.objects.create(meeting=meeting, kind=kind, items=before, done_by=actor.name, done_at=now)


def _references(rows: Iterable[Application]) -> tuple[str, ...]:
    return tuple(sorted(row.reference for row in rows))


def _hand_back(rows: Sequence[Application], before: Mapping[UUID, Mapping[str, str]]) -> list[Application]:
    """Only those that are still in the hands that the act gave them into."""
    accounts = {str(key) for key in StaffAccount.objects.values_list("pk", flat=True)}
    fit = [row for row in rows if _hands(row) == before[row.pk]["to"]]
    for row in fit:
        was = before[row.pk]["assignee"]
        row.assignee_id = UUID(was) if was in accounts else None
    Application.objects.bulk_update(fit, ["assignee"], batch_size=200)
    return fit


def _take_out(
    rows: Sequence[Application], before: Mapping[UUID, Mapping[str, str]], made: ApplicationState
) -> list[Application]:
    """Only those that are still as the act left them."""
    fit = [row for row in rows if row.state == made]
    opened = sensitive_answers_of_many([row.person for row in fit])
    for row in fit:
        row.verdict, row.state_reason = Verdict(before[row.pk]["verdict"]), ""
        settle(row, whole(row, opened[str(row.person_id)]).record)
    Application.objects.bulk_update(fit, ["state", "verdict", "state_reason"], batch_size=200)
    return fit


def _letters_of(rows: Iterable[Application], bulk: BulkAct):
    return Letter.objects.filter(
        about__in=[row.about for row in rows], kind=LetterKind.NOT_ELIGIBLE, created_at=bulk.done_at
    )


def _without_letter_out(rows: Sequence[Application], bulk: BulkAct) -> list[Application]:
    out = set(_letters_of(rows, bulk).exclude(state=LetterState.DRAFT).values_list("about", flat=True))
    return [row for row in rows if row.about not in out]


def _cancel_letters(rows: Iterable[Application], bulk: BulkAct) -> None:
    keys = list(_letters_of(rows, bulk).filter(state=LetterState.DRAFT).values_list("pk", flat=True))
    move_all(Letter.objects.filter(pk__in=keys), Move.CANCEL)
