"""The registry of personal data: each room says what it holds of a person, and these verbs run over all of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.people import rules
from obrady.stages.people.models import Person

# For `keep_until`: no clock ends this, only a person's decision.
UNTIL_DECIDED = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Holding:
    """What one model holds of a person.

    `export` gives plain values for the person's copy; `blank` empties the personal parts but keeps the row where
    counts need it; `erase` removes it. `personal_fields` names every field with personal data, for the page and
    for the completeness test. `keep_until` answers when retention ends, or None for "as long as the person is kept";
    the latest answer of all rooms holds. `forget_sensitive` destroys what is promised to be gone early, and only that.
    """

    model: type[Model]
    personal_fields: tuple[str, ...]
    export: Callable[[Person], list[dict[str, Any]]]
    blank: Callable[[Person], int]
    erase: Callable[[Person], int]
    keep_until: Callable[[Person], datetime | None] = field(default=lambda person: None)
    forget_sensitive: Callable[[Person], int] = field(default=lambda person: 0)


_holdings: dict[type[Model], Holding] = {}


def register(holding: Holding) -> None:
    _holdings[holding.model] = holding


def holdings() -> tuple[Holding, ...]:
    """Latest stage first, so that erasing never meets a protected row."""
    return tuple(reversed(_holdings.values()))


# The verbs over all holdings. Their ledger lines hold the person's opaque key and counts, nothing else: once the rows
# are gone, the key leads to nobody.


def export_person(*, actor: Actor, person: Person, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Everything that is held of one person, by model: what they get when they ask for a copy."""
    with act(actor=actor, verb="people.export_person", thing=person, rule=rules.can_export, now=now) as line:
        copy = copy_of([person])
        line.facts["rows"] = {label: len(rows) for label, rows in copy.items() if rows}
    return copy


def copy_of(people: Sequence[Person], *, only: frozenset[str] | None = None) -> dict[str, list[dict[str, Any]]]:
    """The same for the records of one human, each row once; `only` these models. Part of a larger act."""
    copy: dict[str, list[dict[str, Any]]] = {}
    for holding in reversed(holdings()):
        label = holding.model._meta.label
        if only is None or label in only:
            rows = [row for person in people for row in holding.export(person)]
            copy[label] = [row for place, row in enumerate(rows) if row not in rows[:place]]
    return copy


def blank_person(*, actor: Actor, person: Person, now: datetime) -> None:
    """Names, contacts and answers go, and the key with them; rows stay where counts need them."""
    with act(actor=actor, verb="people.blank_person", thing=person, rule=rules.can_erase, now=now) as line:
        line.facts["rows"] = _counted(person, lambda holding: holding.blank(person))
        Person.objects.filter(pk=person.pk).update(erased_at=now)
    person.refresh_from_db()


def erase_person(*, actor: Actor, person: Person, now: datetime) -> None:
    """Every row goes, the latest stage first; whatever asks for this person afterwards finds nobody."""
    with act(actor=actor, verb="people.erase_person", thing=person, rule=rules.can_erase, now=now) as line:
        line.facts["rows"] = _counted(person, lambda holding: holding.erase(person))


def retention_end(person: Person) -> datetime | None:
    """When the last room lets go of this person; None when no room has a term for them."""
    return max((end for holding in holdings() if (end := holding.keep_until(person))), default=None)


def forget_sensitive(*, actor: Actor, thing: Any, people: Sequence[Person], now: datetime) -> None:
    """Sensitive answers of these people and every copy of them go; all else stays. One line for all of them."""
    with act(actor=actor, verb="people.forget_sensitive", thing=thing, rule=rules.can_erase, now=now) as line:
        locked = list(Person.objects.select_for_update().filter(pk__in=[person.pk for person in people]).order_by("pk"))
        rows: Counter[str] = Counter()
        for person in locked:
            rows.update(_counted(person, lambda holding, person=person: holding.forget_sensitive(person)))
        Person.objects.filter(pk__in=[person.pk for person in locked]).update(sensitive_gone_at=now)
        line.facts.update(people=len(locked), rows=dict(rows))


def _counted(person: Person, verb: Callable[[Holding], int]) -> dict[str, int]:
    counts = {holding.model._meta.label: verb(holding) for holding in holdings()}
    return {label: count for label, count in counts.items() if count}
