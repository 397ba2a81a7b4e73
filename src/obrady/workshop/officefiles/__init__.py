"""CSV and XLSX files as offices make and open them: read with every fault named by row and column; written so that no
cell is a formula. `read_csv` takes only what is exactly right, `read_sheet` whatever an office has."""

from .cells import armed, harmless
from .encodings import ENCODINGS
from .reading import FileFault, FileRefused, Table, read_csv
from .sheets import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, Sheet, SheetRow, read_sheet
from .writing import csv_lines, write_csv, write_files, write_xlsx

__all__ = [
    "ENCODINGS",
    "LARGEST_FILE",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "FileFault",
    "FileRefused",
    "Sheet",
    "SheetRow",
    "Table",
    "armed",
    "csv_lines",
    "harmless",
    "read_csv",
    "read_sheet",
    "write_csv",
    "write_files",
    "write_xlsx",
]
