"""In which encoding and with which separator a CSV file was written: looked at, never asked."""

import codecs
import csv
import io
import re
from collections.abc import Sequence

UNDECODED = re.compile("[\udc80-\udcff]")
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
SEPARATORS = (",", ";", "\t", "|")
# Polish letters that the two old encodings put in different places: ą Ą ś Ś ź Ź.
ONLY_WINDOWS_1250 = frozenset(b"\xb9\xa5\x9c\x8c\x9f\x8f")
ONLY_ISO_8859_2 = frozenset(b"\xb1\xa1\xb6\xa6\xbc\xac")
# What can be asked for where the guess is wrong.
ENCODINGS = ("utf-8", "cp1250", "iso-8859-2", "cp1251")
_CHUNK = 1 << 20
_LOOKED_AT = 200_000
_LINES_COMPARED = 30


def guessed_encoding(data: bytes) -> str:
    """A name that Python knows. A file in UTF-8 with few broken places stays one: only those rows are wrong."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    good, bad = _beyond_ascii(data)
    if not bad or good > 4 * bad:
        return "utf-8"
    windows = sum(data.count(byte) for byte in ONLY_WINDOWS_1250)
    iso = sum(data.count(byte) for byte in ONLY_ISO_8859_2)
    return "iso-8859-2" if iso > windows else "cp1250"


def _beyond_ascii(data: bytes) -> tuple[int, int]:
    """How many signs beyond ASCII are right in UTF-8, and how many bytes are not."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    good = bad = 0
    for start in range(0, len(data), _CHUNK):
        text = decoder.decode(data[start : start + _CHUNK], final=start + _CHUNK >= len(data))
        if text.isascii():
            continue
        broken = len(UNDECODED.findall(text))
        bad += broken
        good += sum(sign > "\x7f" for sign in text) - broken
    return good, bad


def guessed_separator(text: str) -> str:
    """The one that cuts most lines into as many cells as the header; a comma where there is one column only."""
    best, found = (0, 0), ","
    for separator in SEPARATORS:
        counts = _cells_of_lines(text[:_LOOKED_AT], separator)
        if counts and counts[0] > 1:
            score = (sum(count == counts[0] for count in counts), counts[0])
            best, found = max((best, found), (score, separator), key=lambda one: one[0])
    return found


def _cells_of_lines(text: str, separator: str) -> Sequence[int]:
    counts: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if row:
                counts.append(len(row))
            if len(counts) > _LINES_COMPARED:
                break
    except csv.Error:
        pass
    return counts
