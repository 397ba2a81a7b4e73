"""The trial of an import: what each row would become, counted; faults by row and column."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict

from obrady.core.forms import FormDefinition, RowFault, state_of
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.forms import window_of
from obrady.stages.applications.queries.import_rows import Understood
from obrady.stages.applications.queries.register import VISIBLE
from obrady.stages.meetings.models import Meeting

PREVIEWED = 5
MOST_FAULTS = 5_000
LONGEST_SHOWN = 300


class Trying:
    """Rows come in their order; nothing is written."""

    def __init__(self, meeting: Meeting, definition: FormDefinition) -> None:
        self.definition, self.window = definition, window_of(meeting)
        known = Application.objects.filter(VISIBLE, meeting=meeting).values_list("reference", "idempotency_key")
        self.references, self.keys = {one for one, _ in known}, {key for _, key in known}
        self.rows = self.faulty = self.new = self.known = self.unkept = self.faults_found = 0
        self.states: Counter[str] = Counter()
        self.channels: Counter[str] = Counter()
        self.faults: list[RowFault] = []
        self.unkept_cells: list[tuple[int, str]] = []
        self.left_out: list[int] = []
        self.again: dict[int, int] = {}
        self.preview: list[dict] = []

    def add(self, row: Understood) -> None:
        self.rows += 1
        if row.record is None:
            return self._refuse(row)
        reference = row.record.reference
        if row.idempotency_key in self.keys or (row.has_own_reference and reference in self.references):
            self.known += 1
            self.left_out.append(row.row)
            self._show(row, "known")
            return None
        state = state_of(
            self.definition, row.record.application, self.window, merged=False, not_eligible=False, cleared=False
        )
        if "-" in row.identity:
            self.again[row.row] = int(row.identity.partition("-")[0])
        self.new += 1
        self.unkept += bool(row.unkept)
        self.unkept_cells += [(row.row, key) for key in row.unkept][: MOST_FAULTS - len(self.unkept_cells)]
        self.states[str(state)] += 1
        self.channels[str(row.record.office["channel"])] += 1
        self._show(row, str(state))
        return None

    def _refuse(self, row: Understood) -> None:
        self.faulty += 1
        self.left_out.append(row.row)
        self.faults_found += len(row.faults)
        self.faults += row.faults[: MOST_FAULTS - len(self.faults)]
        self._show(row, "faulty")

    def _show(self, row: Understood, state: str) -> None:
        if len(self.preview) < PREVIEWED:
            cells = {key: text[:LONGEST_SHOWN] for key, text in row.cells.items() if text}
            faulty = sorted({fault.column for fault in row.faults})
            self.preview.append({"row": row.row, "state": state, "cells": cells, "faulty": faulty})

    def counts(self) -> Mapping[str, object]:
        return {
            "rows": self.rows,
            "new": self.new,
            "known": self.known,
            "faulty": self.faulty,
            "faults": self.faults_found,
            "unkept": self.unkept,
            "states": dict(self.states),
            "channels": dict(self.channels),
        }

    def to_json(self) -> dict:
        faults = [list(asdict(fault).values()) for fault in self.faults]
        return {
            "faults": faults,
            "unkept": self.unkept_cells,
            "left_out": self.left_out,
            "again": self.again,
            "preview": self.preview,
        }
