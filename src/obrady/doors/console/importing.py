"""`./obrady import applications`: a register kept as a CSV file, taken into the register of a meeting."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from obrady.core.forms import RowFault
from obrady.doors.console.main import start_django
from obrady.doors.console.queue import FAULT_WORDS, MOST_FAULTS_SHOWN, Refused
from obrady.workshop.officefiles import FileFault, FileRefused, Table, read_csv

if TYPE_CHECKING:
    from obrady.stages.applications.actions import ImportOutcome

DONE, BAD_INPUT = 0, 1
WORDS = FAULT_WORDS | {"reference_exists": "{reference} is in the register already"}


def applications(
    file: Annotated[Path, typer.Argument(help="the register, a CSV file: one column per question and consent")],
    meeting: Annotated[str, typer.Option(help="the meeting's short name, as in its address /m/NAME/")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only check; write nothing")] = False,
    good_rows_only: Annotated[
        bool, typer.Option("--good-rows-only", help="take the rows without faults, leave the others out")
    ] = False,
) -> int:
    """Take applications from a CSV file into a meeting's register: all of them at one moment, or none.

    Every fault is named by row (1 = header) and column; with any fault nothing is written, unless --good-rows-only.
    People may go on applying meanwhile.
    """
    start_django()
    try:
        table = read_table(file, good_rows_only=good_rows_only)
        outcome = take(table, meeting, dry_run=dry_run, good_rows_only=good_rows_only)
    except Refused as refusal:
        tell(refusal.lines)
        tell(["Nothing was written."])
        return BAD_INPUT
    except OSError as error:
        tell([f"{error.filename or file}: {error.strerror or error}", "Nothing was written."])
        return BAD_INPUT
    found: list[FileFault | RowFault] = [*table.faults, *outcome.faults]
    faults = sorted(found, key=lambda fault: (fault.row, fault.column))
    tell(located(file, fault) for fault in faults[:MOST_FAULTS_SHOWN])
    if len(faults) > MOST_FAULTS_SHOWN:
        tell([f"… and {len(faults) - MOST_FAULTS_SHOWN} more"])
    tell(summary(outcome, dry_run=dry_run))
    refused = faults and (dry_run or not outcome.imported) and not (dry_run and good_rows_only)
    return BAD_INPUT if refused else DONE


def read_table(file: Path, *, good_rows_only: bool) -> Table:
    """A header with nothing under it is a file exported too early, not an import of nobody."""
    try:
        table = read_csv(file.read_bytes(), good_rows_only=good_rows_only)
    except FileRefused as refusal:
        raise Refused(located(file, fault) for fault in refusal.faults) from None
    if not any(cell.strip() for row in table.rows for cell in row.values()) and not table.faults:
        raise Refused([f"{file}: the file has a header and no rows; was it exported before anybody applied?"])
    return table


def take(table: Table, slug: str, *, dry_run: bool, good_rows_only: bool) -> "ImportOutcome":
    from django.db.utils import OperationalError, ProgrammingError

    from obrady.stages.applications.actions import import_applications
    from obrady.stages.applications.states import ImportOvertaken, NoForm
    from obrady.stages.ledger.states import CONSOLE
    from obrady.stages.meetings.queries import meeting_with_slug
    from obrady.workshop import clock

    try:
        meeting = meeting_with_slug(slug)
    except (OperationalError, ProgrammingError) as error:
        raise Refused([f"there is no register yet ({error}); start ./obrady run once"]) from None
    if meeting is None:
        raise Refused([f"--meeting: there is no meeting {slug!r}"])
    try:
        return import_applications(
            actor=CONSOLE,
            meeting=meeting,
            rows=table.rows,
            columns=table.columns,
            good_rows_only=good_rows_only,
            dry_run=dry_run,
            now=clock.now(),
        )
    except NoForm:
        raise Refused([f"--meeting: {slug} has no published form yet"]) from None
    except ImportOvertaken:
        raise Refused([f"another import into {slug} was started and took the place of this one"]) from None


def summary(outcome: "ImportOutcome", *, dry_run: bool) -> list[str]:
    rows = f"{outcome.rows} rows read, {outcome.good_rows} without faults"
    if dry_run:
        return [f"{rows}. Dry run: nothing was written."]
    if not outcome.imported:
        return [f"{rows}.", "Nothing was written."]
    return [
        f"{rows}, {outcome.imported} applications are in the register now.",
        f"by channel: {listed(outcome.by_channel)}",
        f"by state: {listed(outcome.by_state)}",
        f"ledger: {outcome.receipt}",
    ]


def listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))


def located(path: Path, fault: RowFault | FileFault) -> str:
    row = f", row {fault.row}" if fault.row else ""
    column = f", column {fault.column}" if fault.column else ""
    return f"{path}{row}{column}: {WORDS[fault.code].format(**fault.params)}"


def tell(lines: Iterable[str]) -> None:
    encoding = sys.stderr.encoding or "utf-8"
    for line in lines:
        print(line.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)
