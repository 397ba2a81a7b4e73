"""Rows of an office's own list, read as contacts: what each row says, what is wrong with it, who is there already."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from obrady.stages.letters.queries import folded
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach.models import Contact
from obrady.stages.outreach.queries.addresses import mail_key, phone_key, tidied
from obrady.stages.outreach.queries.areas import Area, areas, gmina_areas, powiats
from obrady.stages.outreach.queries.book import contacts
from obrady.stages.outreach.states import OFFICES, Basis, ContactKind

FIELDS = ("institution", "name", "email", "phone", "kind", "area", "address", "language", "tags", "notes")
LONGEST = {"institution": 200, "name": 200, "email": 254, "phone": 40, "address": 500, "notes": 2000, "tags": 400}
LONGEST_TAG = 60
_KIND_HINTS = (
    ("miejsko-wiejsk", "3"),
    ("urban-rural", "3"),
    ("wiejsk", "2"),
    ("rural", "2"),
    ("miejsk", "1"),
    ("urban", "1"),
)
_LEAD = re.compile(r"^(urzad|gmina|miasto i gmina|miasto|powiat|um|ug|gm\.)\s+")


@dataclass(frozen=True)
class Batch:
    """What holds for every row of a list: where it comes from and why we may write."""

    source: str
    basis: Basis
    basis_words: str = ""
    basis_on: date | None = None
    kind: ContactKind = ContactKind.OTHER
    language: str = "pl"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One row as a contact, with the row's number in the file."""

    number: int
    values: Mapping[str, str]
    kind: ContactKind
    area: str
    tags: tuple[str, ...]
    is_stopped: bool = False


@dataclass(frozen=True)
class RowFault:
    """`field` is "" for the whole row. Codes: no_name, too_long, bad_email, unknown_kind, unknown_area, doubtful_area,
    needs_area, language, tag, twice (`value` is the other row)."""

    number: int
    field: str
    code: str
    value: str = ""


@dataclass
class Trial:
    """What an import would do."""

    new: list[Entry] = field(default_factory=list)
    known: list[tuple[Entry, Contact]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)

    @property
    def stopped(self) -> int:
        return sum(entry.is_stopped for entry in self.new)


def try_rows(
    organisation: Organisation,
    rows: Iterable[tuple[int, Mapping[str, str]]],
    *,
    batch: Batch,
    kind_words: Mapping[str, ContactKind],
    languages: Sequence[str],
    stopped: frozenset[str],
) -> Trial:
    """`rows` map field names to cells; `kind_words` are folded words for kinds; `stopped` the do-not-write list."""
    trial, seen = Trial(), {}
    known = {one.mail_key: one for one in contacts(organisation) if one.mail_key}
    for number, cells in rows:
        entry = _read(number, cells, batch, kind_words, languages)
        if isinstance(entry, list):
            trial.faults += entry
            continue
        key = mail_key(entry.values["email"])
        if key and key in known:
            trial.known.append((entry, known[key]))
        elif key and key in seen:
            trial.faults.append(RowFault(number, "email", "twice", str(seen[key])))
        else:
            seen[key] = number
            is_stopped = bool({key, phone_key(entry.values["phone"])} & stopped)
            trial.new.append(Entry(number, entry.values, entry.kind, entry.area, entry.tags, is_stopped))
    return trial


def _read(
    number: int, cells: Mapping[str, str], batch: Batch, kind_words: Mapping[str, ContactKind], languages: Sequence[str]
) -> Entry | list[RowFault]:
    values = {name: " ".join(cells.get(name, "").split()) for name in FIELDS}
    values["notes"], values["email"] = cells.get("notes", "").strip(), tidied(values["email"])
    faults = [RowFault(number, name, "too_long") for name, most in LONGEST.items() if len(values[name]) > most]
    if not values["institution"] and not values["name"]:
        faults.append(RowFault(number, "", "no_name"))
    if values["email"] and not _is_address(values["email"]):
        faults.append(RowFault(number, "email", "bad_email", values["email"]))
    kind = kind_words.get(folded(values["kind"]), None) if values["kind"] else batch.kind
    if kind is None:
        faults.append(RowFault(number, "kind", "unknown_kind", values["kind"]))
    place = _area(number, values["area"], kind or batch.kind)
    if isinstance(place, RowFault):
        faults.append(place)
    values["language"] = values["language"].lower() or batch.language
    if values["language"] not in languages:
        faults.append(RowFault(number, "language", "language", values["language"]))
    tags = tuple(
        dict.fromkeys((*batch.tags, *(part.strip() for part in re.split("[,;]", values["tags"]) if part.strip())))
    )
    if any(len(tag) > LONGEST_TAG for tag in tags):
        faults.append(RowFault(number, "tags", "tag"))
    return faults or Entry(number, values, kind, place, tags)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _area(number: int, text: str, kind: ContactKind) -> str | RowFault:
    found = find_area(text, kind) if text else []
    if text and not found:
        return RowFault(number, "area", "unknown_area", text)
    if len(found) > 1:
        return RowFault(number, "area", "doubtful_area", text)
    code = found[0].code if found else ""
    if kind in OFFICES and len(code) != OFFICES[kind]:
        return RowFault(number, "area", "needs_area", text)
    return code


def find_area(text: str, kind: ContactKind = ContactKind.OTHER) -> list[Area]:
    """By code (of six or seven digits, a powiat's four) or by name; several where a name stands for a town and its
    rural neighbour and the text does not say which."""
    digits = "".join(sign for sign in text if sign.isdigit())
    if digits and not any(sign.isalpha() for sign in text):
        one = areas().get(digits[:6] if len(digits) == 7 else digits)
        return [one] if one else []
    plain = " ".join(folded(text).replace("(", " ").replace(")", " ").split())
    if kind == ContactKind.VOIVODESHIP or plain.startswith("woj"):
        return [areas()["04"]]
    if kind == ContactKind.POWIAT or plain.startswith("powiat "):
        return [one for one in powiats() if folded(one.name) == _LEAD.sub("", plain)]
    hint = next((code for word, code in _KIND_HINTS if word in plain), "")
    found = _gminas_by_name().get(_bare(plain), [])
    return [one for one in found if not hint or one.gmina_kind == hint]


def _bare(plain: str) -> str:
    words = [word for word in plain.split() if not any(hint in word for hint, _ in _KIND_HINTS)]
    text, before = " ".join(words), ""
    while text != before:
        before, text = text, _LEAD.sub("", text)
    return text


@cache
def _gminas_by_name() -> dict[str, list[Area]]:
    found: dict[str, list[Area]] = {}
    for one in gmina_areas():
        found.setdefault(folded(one.name), []).append(one)
    return found
