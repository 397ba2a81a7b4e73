"""Writing CSV files for people who open them in a spreadsheet, and several files at once or none."""

import csv
import errno
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .cells import harmless

Cell = str | int | float | None


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 without a mark, commas, CRLF. Text is made harmless; numbers (not text that looks like one) stay numbers."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return written.getvalue().encode("utf-8")


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts all files into the folder, made if needed. Each is written aside first and renamed at the end, so that a full
    disk or a kill leaves no half file; a folder where a file has to go stops all (IsADirectoryError)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in files:
        if (folder / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder stands where a file has to go", str(folder / name))
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as aside:
        for name, content in files.items():
            with (Path(aside) / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name in files:
            (Path(aside) / name).replace(folder / name)
