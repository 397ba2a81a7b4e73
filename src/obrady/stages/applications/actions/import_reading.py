"""What is noted of a file's columns while it is read: how much stands in them, and which different texts."""

from collections import Counter
from collections.abc import Iterable, Sequence

from obrady.stages.applications.queries.import_targets import ColumnRead
from obrady.workshop.officefiles import SheetRow

MOST_VALUES = 400
LONGEST_VALUE = 300
EXAMPLES = 3


class Reading:
    """Bounded, however large the file: a column with many different or long texts keeps examples only."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.names = tuple(columns)
        self.filled = [0] * len(columns)
        self.values: list[Counter[str] | None] = [Counter() for _ in columns]
        self.examples: list[list[str]] = [[] for _ in columns]
        self.rows = self.odd = 0

    def add(self, rows: Iterable[SheetRow]) -> None:
        for row in rows:
            self.rows += 1
            self.odd += row.fault is not None
            for place, cell in enumerate(row.cells):
                if text := cell.strip():
                    self._note(place, text)

    def _note(self, place: int, text: str) -> None:
        self.filled[place] += 1
        if len(self.examples[place]) < EXAMPLES and text[:LONGEST_VALUE] not in self.examples[place]:
            self.examples[place].append(text[:LONGEST_VALUE])
        counter = self.values[place]
        if counter is not None:
            counter[text] += 1
            if len(counter) > MOST_VALUES or len(text) > LONGEST_VALUE:
                self.values[place] = None

    def columns(self) -> list[ColumnRead]:
        return [
            ColumnRead(name, self.filled[place], self.values[place], tuple(self.examples[place]))
            for place, name in enumerate(self.names)
        ]

    def to_json(self) -> list[dict]:
        return [
            {"name": name, "filled": self.filled[place], "values": self.values[place], "examples": self.examples[place]}
            for place, name in enumerate(self.names)
        ]
