"""Where a function or a file has grown past what a reader holds in mind. The guides are 40 and 400 lines; this is the ceiling."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import ROOT

LONGEST_FUNCTION = 60
LONGEST_FILE = 450


def sources() -> Iterator[Path]:
    for folder in ("src", "tools"):
        yield from (file for file in (ROOT / folder).rglob("*.py") if "migrations" not in file.parts)


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring, which may be as long as its mathematics needs."""
    first, *rest = function.body
    has_docstring = ast.get_docstring(function) is not None and rest
    start = rest[0].lineno if has_docstring else first.lineno
    return (function.end_lineno or start) - start + 1


def test_no_file_is_too_long() -> None:
    lengths = {file.relative_to(ROOT): len(file.read_text(encoding="utf-8").splitlines()) for file in sources()}
    assert {str(file): length for file, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    too_long = {
        f"{file.relative_to(ROOT)}: {node.name}": length_of(node)
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length_of(node) > LONGEST_FUNCTION
    }
    assert too_long == {}
