import re

from anyascii import anyascii


def slug_from(text: str, *, longest: int = 60) -> str:
    """„Porozmawiajmy o integracji” -> porozmawiajmy-o-integracji; Cyrillic is written in Latin letters."""
    words = re.findall(r"[a-z0-9]+", anyascii(text).lower())
    return "-".join(words)[:longest].strip("-")
