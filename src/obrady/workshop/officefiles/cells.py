"""Cells that a spreadsheet would take for a formula, made text; and back."""

import re
import unicodedata

# A number to call is no formula: letters, which functions need, cannot occur in it.
_TELEPHONE = re.compile(r"\+\d[\d ().\-/\u00a0]{3,30}")
_FORMULA_SIGNS = frozenset("=+-@\u2212")


def harmless(text: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would compute it; telephone numbers stay as they are.
    `armed` takes the apostrophe away again, also from text that had one of its own."""
    return f"'{text}" if _needs_apostrophe(text) else text


def armed(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if cell.startswith("'") and _needs_apostrophe(cell[1:]) else cell


def _needs_apostrophe(text: str) -> bool:
    bare = text.lstrip("'")
    if not bare or _TELEPHONE.fullmatch(bare):
        return False
    if bare[0] in "\t\r\n":
        return True
    first = next((mark for mark in bare if not mark.isspace() and unicodedata.category(mark) not in ("Cf", "Cc")), "")
    return unicodedata.normalize("NFKC", first)[:1] in _FORMULA_SIGNS and bool(first)
