"""The registry of personal data: each room says what it holds of a person, and these verbs run over all of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from obrady.stages.people.models import Person


@dataclass(frozen=True)
class Holding:
    """What one model holds of a person.

    `export` gives plain values for the person's copy; `blank` empties the personal parts but keeps the row where
    counts need it; `erase` removes it. `personal_fields` names every field with personal data, for the page and
    for the completeness test. `keep_until` answers when retention ends, or None for "as long as the person is kept".
    """

    model: type[Model]
    personal_fields: tuple[str, ...]
    export: Callable[[Person], list[dict[str, Any]]]
    blank: Callable[[Person], int]
    erase: Callable[[Person], int]
    keep_until: Callable[[Person], datetime | None] = field(default=lambda person: None)


_holdings: dict[type[Model], Holding] = {}


def register(holding: Holding) -> None:
    _holdings[holding.model] = holding


def holdings() -> tuple[Holding, ...]:
    """Latest stage first, so that erasing never meets a protected row."""
    return tuple(reversed(_holdings.values()))
