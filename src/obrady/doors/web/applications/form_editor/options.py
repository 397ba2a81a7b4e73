"""The answers that a question offers, as rows: words in each language, a code, a place, taken away or not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from obrady.doors.web.applications.form_editor.wording import OPTION, name_of
from obrady.stages.applications.queries.form_parts import CODE, Kind, Option, Question, clean_text, key_from

MOST, BLANK, MORE = 80, 3, 5
FIXED = {
    Kind.YES_NO: ("yes", "no"),
    Kind.YES_NO_PREFER_NOT: ("yes", "no", "prefer_not"),
}
USUAL = {
    "yes": {"pl": "Tak", "uk": "Так", "en": "Yes"},
    "no": {"pl": "Nie", "uk": "Ні", "en": "No"},
    "prefer_not": {"pl": "Wolę nie odpowiadać", "uk": "Не хочу відповідати", "en": "I prefer not to say"},
}


@dataclass(frozen=True)
class OptionRow:
    """`was` is the code under which the option is stored now; a row without one is new."""

    number: int
    words: dict[str, str]
    was: str = ""
    code: str = ""
    is_code_open: bool = True
    is_gone: bool = False
    error: str = ""

    @property
    def prefix(self) -> str:
        return f"option-{self.number}"

    @property
    def place(self) -> int:
        return self.number + 1

    @property
    def number_text(self) -> str:
        return str(self.number)

    @property
    def is_blank(self) -> bool:
        return not self.was and not any(self.words.values())

    @property
    def boxes(self) -> list[tuple[str, str, str, bool]]:
        """Language, its name, the words, whether they are missing."""
        has_words = any(self.words.values())
        return [(one, name_of(one), words, has_words and not words) for one, words in self.words.items()]


@dataclass(frozen=True)
class Options:
    rows: tuple[OptionRow, ...]
    focus: str = ""

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(row.prefix, row.error) for row in self.rows if row.error]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def kept(self) -> tuple[OptionRow, ...]:
        return tuple(row for row in self.rows if not row.is_blank and not row.is_gone)

    @property
    def chosen(self) -> tuple[Option, ...]:
        return tuple(Option(code=row.code, label=row.words) for row in self.kept)

    @property
    def renamed(self) -> dict[str, str]:
        return {row.was: row.code for row in self.kept if row.was and row.was != row.code}


def usual_options(kind: Kind, languages: tuple[str, ...]) -> tuple[Option, ...]:
    codes = FIXED.get(kind, ())
    return tuple(Option(code, {one: USUAL[code].get(one, "") for one in languages}) for code in codes)


def rows_of(question: Question, languages: tuple[str, ...], published: Question | None, kind: Kind) -> Options:
    options = question.options or usual_options(kind, languages)
    used = set(published.codes) if published else set()
    rows = [
        OptionRow(
            number,
            {one: option.label.get(one, "") for one in languages},
            option.code,
            option.code,
            option.code not in used,
        )
        for number, option in enumerate(options)
    ]
    return Options(tuple(_with_blanks(rows, languages, 0 if kind in FIXED else BLANK)))


def _with_blanks(rows: list[OptionRow], languages: tuple[str, ...], more: int) -> list[OptionRow]:
    blank = [OptionRow(len(rows) + n, dict.fromkeys(languages, "")) for n in range(max(0, min(more, MOST - len(rows))))]
    return [*rows, *blank]


def sent_rows(sent: QueryDict, languages: tuple[str, ...], published: Question | None, kind: Kind) -> Options:
    """In the order of the typed places; a step up or down, or more rows, where a button asked for that."""
    rows = _in_order(list(_read(sent, languages, set(published.codes) if published else set())), sent)
    wanted, _sep, number = sent.get("again", "").partition(":")
    focus = ""
    if (
        wanted in ("up", "down")
        and number.isascii()
        and number.isdigit()
        and len(number) < 6
        and int(number) < len(rows)
    ):
        here = int(number)
        there = max(0, min(here + (-1 if wanted == "up" else 1), len(rows) - 1))
        rows.insert(there, rows.pop(here))
        focus = f"{wanted}:{there}"
    filled = [row for row in rows if not row.is_blank]
    if not filled and kind in FIXED:
        filled = [
            OptionRow(n, dict(option.label), "", option.code) for n, option in enumerate(usual_options(kind, languages))
        ]
    blank = 0 if kind in FIXED else MORE if wanted == "more" else BLANK
    numbered = [replace(row, number=number) for number, row in enumerate(filled)]
    return Options(tuple(_with_blanks(_coded(numbered), languages, blank)), focus)


def _read(sent: QueryDict, languages: tuple[str, ...], used: set[str]) -> Iterator[OptionRow]:
    total = sent.get("options-total", "0")
    for number in range(min(int(total) if total.isascii() and total.isdigit() and len(total) < 6 else 0, MOST)):
        prefix = f"option-{number}"
        words = {one: clean_text(sent.get(f"{prefix}-{one}", ""), one_line=True) for one in languages}
        was = sent.get(f"{prefix}-was", "")[:60]
        code = was if was in used else clean_text(sent.get(f"{prefix}-code", ""), one_line=True) or was
        error = ""
        longest = max((len(text) for text in words.values()), default=0)
        if longest > OPTION:
            error = _("At most %(most)s characters; this has %(count)s.") % {"most": OPTION, "count": longest}
        yield OptionRow(
            number, words, was, code, was not in used or not was, sent.get(f"{prefix}-gone") == "yes", error
        )


def _in_order(rows: list[OptionRow], sent: QueryDict) -> list[OptionRow]:
    def place(row: OptionRow) -> float:
        typed = sent.get(f"{row.prefix}-place", "")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else row.place
        # A row that was given the place of another goes before it when it came from below, after it from above.
        return number + (0.5 if number > row.place else -0.5 if number < row.place else 0)

    return sorted(rows, key=place)


def _coded(rows: list[OptionRow]) -> list[OptionRow]:
    """Codes for rows that have none; a fault where one cannot be used, or is there already."""
    taken = {row.code for row in rows if row.code}
    seen: set[str] = set()
    done = []
    for row in rows:
        if not row.code:
            code = key_from(next((text for text in row.words.values() if text), ""), taken, fallback="option")
            taken.add(code)
            row = replace(row, code=code)
        if not row.is_gone and not row.error:
            if not CODE.fullmatch(row.code):
                row = replace(row, error=_("A code holds letters a–z, digits and _ . + - only."))
            elif row.code in seen:
                row = replace(row, error=_("Another answer has this code."))
        if not row.is_gone:
            seen.add(row.code)
        done.append(row)
    return done
