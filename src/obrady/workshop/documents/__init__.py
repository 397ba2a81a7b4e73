"""Files that an office hands out: what they are is read from their content, never believed from a name.

Nothing is unpacked and nothing is shown in a browser: a document is kept as it came and given out as a download. Pictures
are written anew, so that only pixels are kept. Office files with macros are refused.
"""

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from obrady.workshop.images import PictureCannotBeRead, read_picture

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES_INSIDE = 5000
MOST_UNPACKED = 500 * 1024 * 1024
LONGEST_NAME = 80
LONGEST_PICTURE = 2400
CONTENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "png": "image/png",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odp": "application/vnd.oasis.opendocument.presentation",
    }
)
_MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_ODF = {CONTENT_TYPES[kind]: kind for kind in ("odt", "ods", "odp")}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")


class DocumentRefused(Exception):
    """`code` is one of empty, too_big, unknown, macros, broken, too_many_pixels."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Document:
    """`kind` is a key of `CONTENT_TYPES`; `name` is safe to offer as a file's name."""

    content: bytes
    kind: str
    name: str
    sha256: str


def read_document(raw: bytes, *, name: str) -> Document:
    """Raises `DocumentRefused`."""
    if not raw:
        raise DocumentRefused("empty")
    if len(raw) > MOST_BYTES:
        raise DocumentRefused("too_big")
    content, kind = _recognised(raw)
    return Document(content, kind, safe_name(name, kind), hashlib.sha256(content).hexdigest())


def _recognised(raw: bytes) -> tuple[bytes, str]:
    if raw.startswith(b"%PDF-"):
        if b"%%EOF" not in raw[-4096:]:
            raise DocumentRefused("broken")
        return raw, "pdf"
    if raw.startswith(_PICTURES):
        return _picture(raw), "png"
    if raw.startswith(b"PK"):
        return raw, _office_kind(raw)
    raise DocumentRefused("unknown")


def _picture(raw: bytes) -> bytes:
    try:
        return read_picture(raw, most_bytes=MOST_BYTES, longest=LONGEST_PICTURE).content
    except PictureCannotBeRead as refusal:
        code = "too_many_pixels" if refusal.code == "too_many_pixels" else "broken"
        raise DocumentRefused(code) from None


def _office_kind(raw: bytes) -> str:
    """Only the list of what lies inside is read, and of an OpenDocument file the few bytes that say what it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES_INSIDE or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise DocumentRefused("too_big")
            names = {entry.filename for entry in entries}
            said = archive.open("mimetype").read(200).decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise DocumentRefused("broken") from None
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise DocumentRefused("macros")
    kind = _ODF.get(said.strip()) or next((kind for part, kind in _MAIN_PARTS.items() if part in names), "")
    if not kind:
        raise DocumentRefused("unknown")
    return kind


def safe_name(name: str, kind: str) -> str:
    """Letters, digits, spaces and a few signs; the ending that the content has, whatever the name said."""
    stem = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    stem = re.sub(r"[^\w .,()+-]", "_", stem)
    stem = re.sub(r"[\s_]+", " ", stem).strip(" .")[:LONGEST_NAME].strip(" .")
    return f"{stem or 'file'}.{kind}"
