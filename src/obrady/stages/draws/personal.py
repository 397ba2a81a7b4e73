"""What this room holds of a person: a random code, a chance, a place, and sealed features of the frozen pool."""

from datetime import datetime
from typing import Any

from obrady.stages.applications.queries import same_human, sensitive_features
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws.actions.freezing import sealed_entry
from obrady.stages.draws.models import Mark, MemberRecord, PersonDecision, PoolMember, Sheet
from obrady.stages.draws.queries.finding import Entry, entries_of, published_draw
from obrady.stages.draws.queries.methods import facts_of, steps_of
from obrady.stages.draws.queries.records import opened
from obrady.stages.people.models import Person
from obrady.stages.people.registry import UNTIL_DECIDED, Holding, register


def _rows(person: Person):
    return PoolMember.objects.filter(application__person=person).select_related("draw__meeting", "application__person")


def _export(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "draw": f"{row.draw.meeting.slug} {row.draw.kind} {row.draw.number}",
            "code": row.code,
            "features": dict(entries_of(row.draw, [row])[row.code].features),
            "chance": row.chance,
            "drawn": row.is_drawn,
            "reserve_position": row.reserve_position,
        }
        for row in _rows(person).order_by("pk")
    ]


def _let_go(person: Person) -> int:
    """Code and chance are public and stay, as the proof needs them; nothing leads from them to a person any more."""
    rows = PoolMember.objects.filter(application__person=person)
    return rows.update(application=None, sealed_entry=None)


def _may_have_a_place(person: Person) -> bool:
    """Whether this person got a place that they did not give back, or may still get one: nothing is published yet."""
    running = [row for row in same_human(person) if row.state == ApplicationState.ELIGIBLE]
    results = {row.pk: published_draw(row.meeting) for row in running}
    places = PoolMember.objects.filter(application__in=running, draw__in=[draw for draw in results.values() if draw])
    return None in results.values() or places.filter(is_drawn=True).exists()


def _kept_until(person: Person) -> datetime | None:
    """How long the papers of a grant are kept follows from the end of its task, which a person has to say."""
    return UNTIL_DECIDED if _may_have_a_place(person) else None


def _forget_sensitive(person: Person) -> int:
    """Every sealed entry, of rehearsals and abandoned draws too, is sealed anew without what has to be forgotten."""
    changed = 0
    for row in _rows(person).exclude(sealed_entry=None).select_related("application__form", "application__follows"):
        entry = entries_of(row.draw, [row])[row.code]
        forms = (row.application.form, row.application.form_in_force)
        kept = entry.features.keys() - frozenset().union(*(sensitive_features(form) for form in forms))
        if kept != entry.features.keys():
            features = {key: entry.features[key] for key in entry.features if key in kept}
            row.sealed_entry = sealed_entry(row, Entry(features=features, groups=entry.groups))
            row.save(update_fields=["sealed_entry"])
            changed += 1
    return changed


def _decisions(person: Person):
    return PersonDecision.objects.filter(application__person=person)


def _export_decisions(person: Person) -> list[dict[str, Any]]:
    rows = _decisions(person).select_related("draw__meeting").order_by("pk")
    return [
        {
            "draw": f"{row.draw.meeting.slug} {row.draw.kind} {row.draw.number}",
            "decision": row.decision,
            "reason": row.reason,
            "decided_at": row.decided_at.isoformat(),
        }
        for row in rows
    ]


def _delete_decisions(person: Person) -> int:
    return _decisions(person).delete()[0]


def _records(person: Person):
    return MemberRecord.objects.filter(member__application__person=person).select_related(
        "member__draw__meeting", "member__application__person"
    )


def _export_records(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "code": row.member.code,
            "looked_at": opened(row.member, row.sealed),
            "why": opened(row.member, row.sealed_reasons, what=":why"),
        }
        for row in _records(person).order_by("pk")
    ]


def _let_records_go(person: Person) -> int:
    rows = MemberRecord.objects.filter(member__application__person=person)
    return rows.update(sealed=None, sealed_reasons=None)


def _forget_reasons(person: Person) -> int:
    """A reason may name an answer that has to be forgotten; which step put somebody out stays with the result."""
    keys = {key for row in same_human(person) for key in sensitive_features(row.form_in_force)}
    named = [row for row in _records(person) if keys & set(facts_of(steps_of(row.member.draw)))]
    return MemberRecord.objects.filter(pk__in=[row.pk for row in named]).update(sealed_reasons=None)


def _sheets(person: Person):
    return Sheet.objects.filter(application__person=person)


def _export_sheets(person: Person) -> list[dict[str, Any]]:
    """Points and their reasons are about this person; who of the team gave them is not."""
    return [
        {
            "slot": row.slot,
            "state": row.state,
            "reason": row.reason,
            "points": {mark.criterion.key: [mark.points, mark.reason] for mark in row.marks.all()},
        }
        for row in _sheets(person).prefetch_related("marks__criterion").order_by("pk")
    ]


def _delete_sheets(person: Person) -> int:
    count = _sheets(person).count()
    _sheets(person).delete()
    return count


def _export_marks(person: Person) -> list[dict[str, Any]]:
    """They stand with their sheets."""
    return []


def _delete_marks(person: Person) -> int:
    return Mark.objects.filter(sheet__application__person=person).delete()[0]


def declare() -> None:
    register(
        Holding(
            model=Sheet,
            personal_fields=("application", "slot", "state", "reason"),
            export=_export_sheets,
            blank=_delete_sheets,
            erase=_delete_sheets,
            keep_until=_kept_until,
        )
    )
    register(
        Holding(
            model=Mark,
            personal_fields=("sheet", "criterion", "points", "reason"),
            export=_export_marks,
            blank=_delete_marks,
            erase=_delete_marks,
            keep_until=_kept_until,
        )
    )
    register(
        Holding(
            model=PersonDecision,
            personal_fields=("application", "decision", "is_guest", "reason"),
            export=_export_decisions,
            blank=_delete_decisions,
            erase=_delete_decisions,
            keep_until=_kept_until,
        )
    )
    register(
        Holding(
            model=PoolMember,
            personal_fields=("application", "code", "sealed_entry", "chance", "is_drawn", "reserve_position"),
            export=_export,
            blank=_let_go,
            erase=_let_go,
            keep_until=_kept_until,
            forget_sensitive=_forget_sensitive,
        )
    )
    register(
        Holding(
            model=MemberRecord,
            personal_fields=("member", "sealed", "sealed_reasons"),
            export=_export_records,
            blank=_let_records_go,
            erase=_let_records_go,
            keep_until=_kept_until,
            forget_sensitive=_forget_reasons,
        )
    )
