"""`./obrady select`: a fair lottery from a pool and quotas kept as CSV files."""

import contextlib
import csv
import gc
import io
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from obrady.core.chance import (
    TABLE_SIZES,
    Bundle,
    DiceNotUsable,
    canonical,
    commitment,
    draw_bundle,
    row_from_dice,
    salted_leaves,
)
from obrady.core.selection import (
    ALGORITHMS,
    Candidate,
    Objective,
    Outcome,
    QuotasCannotBeMet,
    Relaxation,
    frozen_document,
    lottery,
    optimal,
    pool_entries,
    rules_document,
    shut_out,
    why_infeasible,
)
from obrady.doors.console.select_input import BadInput, Case, read_case
from obrady.doors.console.select_words import changes_document, facts_document, words_for_infeasible, words_for_outcome

DONE, BAD, INFEASIBLE = 0, 1, 2
PEOPLE_EXPLAINED = 20
MOST_CELLS = 5_000_000
"""People times seats up to which the exact lottery is written person by person; beyond, by numbers per type."""
RESULT_FILES = (
    "probabilities.csv",
    "panels.csv",
    "panels_by_type.csv",
    "types.csv",
    "lottery.csv",
    "result.json",
    "order.csv",
    "bundle.json",
    "timing.json",
)


def select(
    pool: Annotated[Path, typer.Argument(metavar="POOL.csv", help="who may be drawn: id, one column per feature")],
    quotas: Annotated[
        Path, typer.Argument(metavar="QUOTAS.csv", help="feature, value, min, max[, min_flex, max_flex, guests]")
    ],
    seats: Annotated[int, typer.Option(help="how many people are drawn")],
    out: Annotated[Path, typer.Option(help="folder for the results; made if it is not there")],
    cap: Annotated[list[str] | None, typer.Option(metavar="COLUMN=N", help="at most N people with one value")] = None,
    household: Annotated[str | None, typer.Option(metavar="COLUMN", help="at most one person of a household")] = None,
    links: Annotated[
        Path | None, typer.Option(metavar="FILE", help="id_a, id_b, mode: together, one_of_us or exactly_one")
    ] = None,
    must: Annotated[
        Path | None, typer.Option(metavar="FILE", help="id[, guest]: people who are on every panel")
    ] = None,
    exclude: Annotated[
        Path | None, typer.Option(metavar="FILE", help="id[, reason]: people who are on no panel")
    ] = None,
    objective: Annotated[Objective, typer.Option(help="what makes a lottery the best one")] = Objective.LEXIMIN,
    rows: Annotated[int, typer.Option(metavar="1000|10000", help="equally likely rows for the dice")] = 1000,
    dice: Annotated[str | None, typer.Option(metavar="DIGITS", help="the digits thrown, first throw first")] = None,
) -> int:
    """Compute a fair lottery: the best probabilities, the panels behind them and the table that dice choose from.

    Exit status: 0 done, 1 bad use or bad input (nothing is written), 2 the rules cannot be met (result.json says why).
    """
    try:
        chosen = _chosen_row(rows, dice)
        case = read_case(
            pool=pool,
            quotas=quotas,
            seats=seats,
            caps=cap or [],
            household=household,
            links=links,
            must=must,
            exclude=exclude,
        )
        started = _clocks()
        # Nothing here forms cycles, and looking for them among 100,000 people takes a fifth of the time.
        gc.disable()
        try:
            files, status = _optimal(case, objective, rows=rows, dice=dice, chosen=chosen), DONE
        except QuotasCannotBeMet as refusal:
            files, status = _infeasible(case, objective, refusal.relaxation), INFEASIBLE
        finally:
            gc.enable()
        files["timing.json"] = _json(_timing(started))
        _write(out, files)
    except BadInput as error:
        print(f"obrady select: {error}", file=sys.stderr)
        return BAD
    if status == INFEASIBLE:
        print("\n".join(json.loads(files["result.json"])["words"]), file=sys.stderr)
    return status


def _chosen_row(rows: int, dice: str | None) -> int | None:
    if rows not in TABLE_SIZES:
        raise BadInput(f"--rows {rows}: choose 1000 or 10000")
    if dice is None:
        return None
    try:
        return row_from_dice(dice, rows)
    except DiceNotUsable as refusal:
        raise BadInput(f"--dice {dice}: {refusal.expected} digits from 0 to 9 are needed for {rows} rows") from refusal


def _optimal(case: Case, objective: Objective, *, rows: int, dice: str | None, chosen: int | None) -> dict[str, bytes]:
    pool, rules = case.pool, case.rules
    outcome = optimal(pool=pool, rules=rules, objective=objective)
    frozen = canonical(frozen_document(pool=pool, rules=rules))
    seed = commitment(frozen)
    table = lottery(outcome=outcome, rows=rows, seed=seed)
    bundle = draw_bundle(
        fingerprint=seed,
        algorithm=ALGORITHMS[objective],
        rules=rules_document(rules),
        codes=[one.code for one in pool],
        table=table.rows,
        leaves=salted_leaves(frozen, entries=pool_entries(pool)),
    )
    result = _result(outcome, case) | {"fingerprint": seed, "commitment": bundle.commitment, "rows": rows}
    if chosen is not None:
        result |= {"dice": dice, "chosen_row": dice, "chosen": list(bundle.rows[chosen])}
    return _tables(outcome, bundle, pool) | {"result.json": _json(result), "bundle.json": bundle.content}


def _result(outcome: Outcome, case: Case) -> dict[str, object]:
    reasons = shut_out(outcome.unselectable, pool=case.pool, rules=case.rules, most=PEOPLE_EXPLAINED)
    return _head(case, outcome.objective, "optimal") | {
        "minimum": outcome.minimum,
        "unselectable": list(outcome.unselectable),
        "shut_out_by": [{"ids": list(group.codes), "rules": facts_document(group.facts)} for group in reasons],
        "relaxation": [],
        "relaxation_total": 0,
        "cuts": len(outcome.certificate.cuts),
        "words": words_for_outcome(outcome, case.rules, reasons),
    }


def _head(case: Case, objective: Objective, status: str) -> dict[str, object]:
    return {
        "status": status,
        "objective": objective.value,
        "seats": case.rules.seats,
        "people": len(case.pool),
        "must": list(case.rules.must),
        "excluded": [{"id": code, "reason": reason} for code, reason in case.excluded.items()],
    }


def _infeasible(case: Case, objective: Objective, relaxation: Relaxation | None) -> dict[str, bytes]:
    conflict = why_infeasible(pool=case.pool, rules=case.rules)
    result = _head(case, objective, "infeasible") | {
        "minimum": None,
        "unselectable": [],
        "conflict": facts_document(conflict),
        "relaxation": [] if relaxation is None else changes_document(relaxation.changes),
        "relaxation_total": None if relaxation is None else relaxation.total,
        "alternatives": [] if relaxation is None else [changes_document(one) for one in relaxation.alternatives],
        "words": words_for_infeasible(relaxation, conflict, people=len(case.pool), seats=case.rules.seats),
    }
    return {"result.json": _json(result)}


def _tables(outcome: Outcome, bundle: Bundle, pool: Sequence[Candidate]) -> dict[str, bytes]:
    width = len(str(len(bundle.rows) - 1))
    return _exact(outcome, seats=len(bundle.rows[0])) | {
        "probabilities.csv": _csv(
            ("id", "probability"), ((one.code, f"{outcome.probabilities[one.code]:.12f}") for one in pool)
        ),
        "lottery.csv": _csv(
            ("row", "id"), ((f"{row:0{width}d}", code) for row, codes in enumerate(bundle.rows) for code in codes)
        ),
        "order.csv": _csv(("position", "id"), enumerate(bundle.order, start=1)),
    }


def _exact(outcome: Outcome, *, seats: int) -> dict[str, bytes]:
    if len(outcome.probabilities) * seats <= MOST_CELLS:
        by_person = (
            (row, f"{panel.weight:.15f}", code) for row, panel in enumerate(outcome.panels) for code in panel.codes
        )
        return {"panels.csv": _csv(("row", "weight", "id"), by_person)}
    by_type = (
        (row, f"{panel.weight:.15f}", kind, units)
        for row, panel in enumerate(outcome.mixture)
        for kind, units in panel.taken
    )
    members = (
        (kind, unit, code)
        for kind, units in enumerate(outcome.types)
        for unit, codes in enumerate(units)
        for code in codes
    )
    return {
        "panels_by_type.csv": _csv(("row", "weight", "type", "units"), by_type),
        "types.csv": _csv(("type", "unit", "id"), members),
    }


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _json(document: Mapping[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _clocks() -> tuple[float, float]:
    return time.process_time(), time.perf_counter()


def _timing(started: tuple[float, float]) -> dict[str, object]:
    cpu, wall = _clocks()
    return {
        "cpu_seconds": round(cpu - started[0], 3),
        "process_cpu_seconds": round(cpu, 3),
        "wall_seconds": round(wall - started[1], 3),
    }


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    """All files or none; results of an earlier run that do not belong to this one are removed."""
    partial = {name: out / f".{name}.partial" for name in files}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in RESULT_FILES:
            if (out / name).is_dir():
                raise BadInput(f"--out {out}: {name} is a folder there")
        for name, content in files.items():
            partial[name].write_bytes(content)
        for name in RESULT_FILES:
            if name in files:
                partial[name].replace(out / name)
            else:
                (out / name).unlink(missing_ok=True)
    except OSError as error:
        for path in partial.values():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise BadInput(f"--out {out}: cannot be written ({error.strerror or error})") from error
