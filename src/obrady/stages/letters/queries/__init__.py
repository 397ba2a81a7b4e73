"""What can be asked of letters: their words (`wording`), the outbox (`outbox`), one letter made ready (`enclosure`)."""

from obrady.stages.letters.queries.outbox import (
    WaitingCounts,
    demo_post,
    letters_about,
    letters_of,
    waiting_counts,
)
from obrady.stages.letters.queries.wording import (
    CannotBeFilled,
    Filled,
    Stationery,
    Wording,
    default_wording,
    filled,
    own_template,
    placeholders_in,
    sketched,
    stationery,
    unknown_placeholders,
    values_of,
)

__all__ = [
    "CannotBeFilled",
    "Filled",
    "Stationery",
    "WaitingCounts",
    "Wording",
    "default_wording",
    "demo_post",
    "filled",
    "letters_about",
    "letters_of",
    "own_template",
    "placeholders_in",
    "sketched",
    "stationery",
    "unknown_placeholders",
    "values_of",
    "waiting_counts",
]
