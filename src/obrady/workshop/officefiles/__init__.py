"""CSV files as offices make and open them: read strictly, every fault with row and column; written so that no cell is
a formula."""

from .cells import armed, harmless
from .reading import FileFault, FileRefused, Table, read_csv
from .writing import write_csv, write_files

__all__ = ["FileFault", "FileRefused", "Table", "armed", "harmless", "read_csv", "write_csv", "write_files"]
