"""`./obrady verify`: checks a published draw, as `select` writes it, by the same program that critics download."""

import gettext
import os
import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from obrady.core.chance import verify as checker

PROVEN, BAD, CONSISTENT = 0, 1, 2
LANGUAGES = ("pl", "uk", "en")


def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE.json", help="the file as it was published")],
    commitment: Annotated[str, typer.Option(metavar="HEX", help="its SHA-256 as it was read aloud")] = "",
    dice: Annotated[str, typer.Option(metavar="DIGITS", help="the digits thrown, first throw first")] = "",
    code: Annotated[str, typer.Option(metavar="CODE", help="one code: its rows and its place")] = "",
    frozen: Annotated[Path | None, typer.Option(metavar="FILE", help="frozen.json, which auditors are given")] = None,
    reveal: Annotated[
        Path | None, typer.Option(metavar="FILE", help="reveal.json, with sources beside the dice")
    ] = None,
    language: Annotated[str, typer.Option(help="pl, uk or en; without it that of LANG")] = "",
) -> int:
    """Check a published draw: commitment, canonical bytes, rows, rules, order, one's own chance, and the row drawn.

    Exit status: 0 proven, 1 refused (the reason is named) or bad use, 2 consistent but not proven, for want of the whole
    commitment.
    """
    if language and language not in LANGUAGES:
        print(f"obrady verify: --language {language}: choose pl, uk or en", file=sys.stderr)
        return BAD
    try:
        given = {name: file and file.read_bytes() for name, file in (("frozen", frozen), ("reveal", reveal))}
        content = bundle.read_bytes()
    except OSError as error:
        print(f"obrady verify: {error.filename}: cannot be read ({error.strerror or error})", file=sys.stderr)
        return BAD
    words = words_in(language or language_of_the_system())

    def say(sentence: str, **about: object) -> None:
        print(words.gettext(sentence).format(**about))

    return checker.verify(say, content, commitment=commitment, dice=dice, code=code, **given)


def language_of_the_system() -> str:
    """By LC_ALL, LC_MESSAGES and LANG, as other programs do it; English where it is another."""
    setting = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "en")
    return setting[:2] if setting[:2] in LANGUAGES else "en"


def words_in(language: str) -> gettext.NullTranslations:
    """The sentences of the checking page, so that page and command say the same; English before they are compiled."""
    compiled = files("obrady.doors").joinpath("web", "draws", "phrases", language, "LC_MESSAGES", "django.mo")
    try:
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    except OSError:
        return gettext.NullTranslations()
