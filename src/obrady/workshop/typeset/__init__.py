"""PDFs and pictures of pages from a Typst template and plain data, in a child process with limits.

What people typed reaches the template as data only (`json("data.json")`), never as markup. The child sees the files that
it is given and the house's fonts; it loads no packages and no fonts of the machine. Same input, same bytes.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

FONTS = Path(__file__).with_name("fonts")
CHILD = Path(__file__).with_name("child.py")
LONGEST = 60
MOST_MEMORY = 2 * 1024**3
PIXELS_PER_INCH = 96
# Another compiler or another font may set the same sheet differently.
MADE_WITH = "typst-0.15 fonts-1"


class Output(StrEnum):
    PDF = "pdf"
    PNG = "png"


class CannotBeTypeset(Exception):
    """`code` is too_long, too_big or template: the time, the memory, or a fault of ours."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Sheet:
    """A template, the data that it reads, and the pictures that the data names."""

    template: str
    data: Mapping[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same for the same sheet, in whatever process and order."""
        marks = {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}
        text = json.dumps([MADE_WITH, self.template, self.data, marks], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def typeset(
    sheet: Sheet, output: Output = Output.PDF, *, pixels_per_inch: int = PIXELS_PER_INCH, longest: float = LONGEST
) -> bytes:
    """The PDF of the whole sheet, or the picture of its first page."""
    with tempfile.TemporaryDirectory(prefix="obrady-typeset-") as name:
        folder = Path(name)
        for file, content in sheet.files.items():
            (folder / Path(file).name).write_bytes(content)
        (folder / "sheet.typ").write_text(sheet.template, encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(sheet.data, ensure_ascii=False), encoding="utf-8")
        _run(folder, output, pixels_per_inch, longest)
        return (folder / f"sheet.{output}").read_bytes()


def _run(folder: Path, output: Output, pixels_per_inch: int, longest: float) -> None:
    (folder / "packages").mkdir()
    limits = [str(MOST_MEMORY), str(int(longest) + 1)]
    command = [sys.executable, "-I", "-B", str(CHILD), str(folder), str(FONTS), output, str(pixels_per_inch), *limits]
    # A proxy that answers nobody: even a template that asked for a package would get none.
    nowhere = "http://127.0.0.1:9"
    surroundings = {"PATH": "", "HOME": str(folder), "HTTPS_PROXY": nowhere, "HTTP_PROXY": nowhere, "NO_COLOR": "1"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=longest, check=False
        )
    except subprocess.TimeoutExpired:
        raise CannotBeTypeset("too_long") from None
    if done.returncode == 3:
        raise CannotBeTypeset("template", done.stderr.strip()[-2000:])
    if done.returncode != 0:
        raise CannotBeTypeset("too_long" if done.returncode == -24 else "too_big", done.stderr.strip()[-500:])
