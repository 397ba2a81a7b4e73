"""Translations without gettext's programs: `phrases.py extract [ROOM…]`, `compile`, `check`.

English stands in the sources; every room keeps its Polish and Ukrainian in phrases/<language>/LC_MESSAGES/django.po.
A room is a folder of doors/web or of stages; what lies elsewhere belongs to doors/web/parts.
"""

import io
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from phrases_source import TEMPLATE_SUFFIXES, Phrase, PhraseCannotBeRead, phrases_in

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "obrady"
SAME = Path(__file__).with_name("phrases_same.txt")
LANGUAGES = {
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)(?:%%)*%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")
NOT_WORDS = re.compile(rf"{PLACEHOLDER.pattern}|{TAG.pattern}|&\w+;")

# Which rooms use a phrase, and in which files.
Uses = dict[Phrase, dict[Path, list[str]]]


def rooms(house: Path = HOUSE) -> list[Path]:
    folders = [*(house / "doors" / "web").glob("*"), *(house / "stages").glob("*")]
    return sorted(folder for folder in folders if folder.is_dir() and folder.name != "__pycache__")


def room_of(file: Path, house: Path = HOUSE) -> Path:
    parts = file.relative_to(house).parts
    if parts[:2] == ("doors", "web") and len(parts) > 3:
        return house.joinpath(*parts[:3])
    if parts[0] == "stages" and len(parts) > 2:
        return house.joinpath(*parts[:2])
    return house / "doors" / "web" / "parts"


def sources(house: Path = HOUSE) -> Iterator[Path]:
    for file in sorted(house.rglob("*")):
        if "migrations" in file.parts or "static" in file.parts or not file.is_file():
            continue
        if file.suffix == ".py" or (file.suffix in TEMPLATE_SUFFIXES and "templates" in file.parts):
            yield file


def uses(house: Path = HOUSE) -> tuple[Uses, list[str]]:
    """What the product uses, and which files could not be read, with the reason."""
    found: Uses = defaultdict(lambda: defaultdict(list))
    unreadable = []
    for file in sources(house):
        try:
            for phrase in phrases_in(file):
                found[phrase][room_of(file, house)].append(str(file.relative_to(house)))
        except PhraseCannotBeRead as fault:
            unreadable.append(str(fault))
    return found, unreadable


# ---------------------------------------------------------------- catalogs


def po_file(room: Path, language: str) -> Path:
    return room / "phrases" / language / "LC_MESSAGES" / "django.po"


def read_catalog(room: Path, language: str) -> Catalog:
    file = po_file(room, language)
    text = file.read_text(encoding="utf-8") if file.exists() else header(language)
    return read_po(io.StringIO(text), locale=language, abort_invalid=True)


def header(language: str) -> str:
    return HEADER.format(language=language, plural=LANGUAGES[language])


def write_catalog(room: Path, language: str, catalog: Catalog) -> None:
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, omit_header=True, include_lineno=False)
    file = po_file(room, language)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(header(language) + buffer.getvalue().decode(), encoding="utf-8")


def phrase_of(message: Message) -> Phrase:
    if isinstance(message.id, str):
        return Phrase(message.id, context=message.context)
    return Phrase(message.id[0], message.id[1], message.context)


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def is_translated(message: Message) -> bool:
    return not message.fuzzy and all(forms_of(message))


def messages(room: Path, language: str) -> dict[Phrase, Message]:
    return {phrase_of(message): message for message in read_catalog(room, language) if message.id}


# ---------------------------------------------------------------- extract


def extract(chosen: Iterable[Path], house: Path = HOUSE) -> None:
    """Adds what the rooms use and nobody has translated; sets aside (`#~`) what nobody uses any more."""
    used, unreadable = uses(house)
    print(*unreadable, sep="\n", end="\n" if unreadable else "", file=sys.stderr)
    for language in LANGUAGES:
        held = {room: messages(room, language) for room in rooms(house)}
        for room in chosen:
            update(room, language, used, held)


def update(room: Path, language: str, used: Uses, held: dict[Path, dict[Phrase, Message]]) -> None:
    own = held.get(room, {})
    elsewhere = {
        phrase for other, known in held.items() if other != room for phrase, m in known.items() if is_translated(m)
    }
    before = read_catalog(room, language)
    after = read_po(io.StringIO(header(language)), locale=language)
    after.obsolete = before.obsolete
    wanted = [phrase for phrase, by in used.items() if phrase in own or (room in by and phrase not in elsewhere)]
    for phrase in wanted:
        places = [(place, 0) for place in used[phrase].get(room, [])]
        add(after, phrase, own.get(phrase) or revived(before, phrase), places)
    for phrase, message in own.items():
        if phrase not in used and any(forms_of(message)):
            after.obsolete[phrase] = message
    if wanted or after.obsolete or po_file(room, language).exists():
        write_catalog(room, language, after)
    empty = sum(not is_translated(message) for message in after if message.id)
    print(f"{room.name} {language}: {len(wanted)} phrases, {empty} to translate")


def add(catalog: Catalog, phrase: Phrase, known: Message | None, places: list[tuple[str, int]]) -> None:
    key = phrase.message if phrase.plural is None else (phrase.message, phrase.plural)
    empty = "" if phrase.plural is None else ("",) * catalog.num_plurals
    flags = known.flags if known else ()
    comments = known.user_comments if known else ()
    catalog.add(key, known.string if known else empty, places, flags, (), comments, context=phrase.context)


def revived(catalog: Catalog, phrase: Phrase) -> Message | None:
    for key, message in list(catalog.obsolete.items()):
        if phrase_of(message) == phrase:
            return catalog.obsolete.pop(key)
    return None


# ---------------------------------------------------------------- compile


def compile_all(house: Path = HOUSE) -> None:
    for room in rooms(house):
        for language in LANGUAGES:
            source = po_file(room, language)
            target = source.with_suffix(".mo")
            if source.exists() and (not target.exists() or target.stat().st_mtime <= source.stat().st_mtime):
                compile_one(source, target, read_catalog(room, language))


def compile_one(source: Path, target: Path, catalog: Catalog) -> None:
    # Two runs at once must never leave half a file: written aside, then put in place.
    aside = target.with_name(f"{target.name}.{os.getpid()}")
    with aside.open("wb") as file:
        write_mo(file, catalog)
    aside.replace(target)


# ---------------------------------------------------------------- check


def faults(house: Path = HOUSE, same: frozenset[str] | None = None) -> list[str]:
    """Every reason why a reader of Polish or Ukrainian would meet English, a gap or a broken placeholder."""
    allowed = words_that_are_the_same() if same is None else same
    used, unreadable = uses(house)
    return unreadable + [fault for language in LANGUAGES for fault in language_faults(language, used, house, allowed)]


def language_faults(language: str, used: Uses, house: Path, allowed: frozenset[str]) -> Iterator[str]:
    known: dict[Phrase, list[tuple[Path, Message]]] = defaultdict(list)
    for room in rooms(house):
        for phrase, message in messages(room, language).items():
            known[phrase].append((room, message))
    for phrase, by in used.items():
        place = next(iter(by.values()))[0]
        translations = [(room, message) for room, message in known[phrase] if is_translated(message)]
        if not translations:
            yield f"{language}: {place}: {phrase} is not translated"
        for room, message in translations:
            for reason in message_faults(phrase, message, language, allowed):
                yield f"{language}: {room.name}: {phrase} {reason}"
        if len({forms_of(message) for _, message in translations}) > 1:
            yield f"{language}: {phrase} is translated differently in {', '.join(r.name for r, _ in translations)}"


def message_faults(phrase: Phrase, message: Message, language: str, allowed: frozenset[str]) -> Iterator[str]:
    has_words = any(letter.isalpha() for letter in NOT_WORDS.sub("", phrase.message))
    for text in forms_of(message):
        is_allowed = phrase.message in allowed or not has_words
        if text in (phrase.message, phrase.plural) and not is_allowed:
            yield "is the same as in English"
        elif language == "uk" and not is_allowed and not re.search("[а-яґєії]", NOT_WORDS.sub("", text), re.IGNORECASE):
            yield "has no Cyrillic letter"
        yield from markup_faults(phrase, text)
    if phrase.plural is not None and len(forms_of(message)) != int(re.search(r"\d", LANGUAGES[language])[0]):
        yield "has a wrong number of plural forms"


def markup_faults(phrase: Phrase, text: str) -> Iterator[str]:
    sources = [phrase.message] if phrase.plural is None else [phrase.message, phrase.plural]
    theirs = [set(PLACEHOLDER.findall(source)) for source in sources]
    ours = set(PLACEHOLDER.findall(text))
    if not set.intersection(*theirs) <= ours <= set.union(*theirs):
        yield f"has other placeholders: {text}"
    if all(Counter(TAG.findall(text)) != Counter(TAG.findall(source)) for source in sources):
        yield f"has other tags: {text}"


def words_that_are_the_same() -> frozenset[str]:
    lines = SAME.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


# ---------------------------------------------------------------- command line


def main(arguments: list[str]) -> int:
    match arguments:
        case ["extract", *names]:
            chosen = [room for room in rooms() if not names or any(is_within(room, name) for name in names)]
            extract(chosen)
            return 0 if chosen else 1
        case ["compile"]:
            compile_all()
            return 0
        case ["check"]:
            found = faults()
            print(*found, sep="\n", end="\n" if found else "")
            print(f"translations: {len(found)} faults" if found else "translations: complete")
            return 1 if found else 0
    print(__doc__, file=sys.stderr)
    return 1


def is_within(room: Path, name: str) -> bool:
    return room.is_relative_to(Path(name).resolve())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
