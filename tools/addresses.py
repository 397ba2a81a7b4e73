"""Writes the tables of addresses into docs/reference/pages.md, out of the URL conf and the table of answers.

`addresses.py` writes them, `addresses.py check` says whether they are as they would be written.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "pages.md"
BEGIN, END = "<!-- written by tools/addresses.py -->\n", "<!-- until here -->\n"
TEAM = {"coordinator": "coordinators", "office": "office", "facilitator": "facilitators", "observer": "observers"}
HEAD = "| Name | Address | For whom |\n|---|---|---|\n"
SHOWS, TAKES = "GET", "POST"
SHUT, ABSENT, ACT_ONLY = {403, "sign-in"}, 404, 405
BEHIND_A_LINK = "whoever holds the link"
ON_THE_WAY = {
    "first": "the first coordinator, with the one-time code",
    "second-step": "whoever typed the right password and has a second factor",
    "unsubscribe": f"{BEHIND_A_LINK}, and their mail program (a POST without a form)",
}

Answers = dict[str, int | str]
Rows = dict[tuple[str, str], Answers]


def main(arguments: list[str]) -> int:
    prepare()
    before, after = PAGE.read_text(encoding="utf-8"), page()
    if arguments == ["check"]:
        print("addresses: as they are" if before == after else "addresses: run tools/addresses.py")
        return int(before != after)
    PAGE.write_text(after, encoding="utf-8")
    return 0


def prepare() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()


def page() -> str:
    """The whole file as it has to be."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{tables(declared())}\n{END}{after}"


def declared() -> Rows:
    from tests.doors.test_access import ROWS

    return {(row.name, row.method): row.answers for row, _world in ROWS}


def tables(rows: Rows) -> str:
    return "".join(f"\n### {room}\n{HEAD}{''.join(line(name, rows) for name in names)}" for room, names in rooms())


def rooms() -> Iterator[tuple[str, list[str]]]:
    """Room by room, the names of its pages in the order of its URL conf."""
    from django.urls import get_resolver

    for entry in get_resolver().url_patterns:
        is_room = hasattr(entry.urlconf_name, "__name__")
        for room in [entry] if is_room else entry.url_patterns:
            yield room.urlconf_name.__name__.split(".")[-2].capitalize(), list(names_in(room))


def names_in(entry: object) -> Iterator[str]:
    from django.urls import URLResolver

    for inner in entry.url_patterns:
        if isinstance(inner, URLResolver):
            yield from names_in(inner)
        else:
            yield inner.name


def line(name: str, rows: Rows) -> str:
    path = path_of(name)
    return f"| `{name}` | `{path}` | {readers(name, path, rows)} |\n"


def path_of(name: str) -> str:
    """Without the prefix of a language: `/team/<slug>/`."""
    from django.urls import get_resolver
    from django.utils.translation import override

    with override("pl"):
        form, parameters = get_resolver().reverse_dict.getlist(name)[0][0][0]
    return "/" + form % {key: f"<{key}>" for key in parameters}


def readers(name: str, path: str, rows: Rows) -> str:
    if name in ON_THE_WAY:
        return ON_THE_WAY[name]
    if "<token>" in path:
        return BEHIND_A_LINK
    reading, taking = rows.get((name, SHOWS), {}), rows.get((name, TAKES), {})
    if not reading:
        return "not declared in tests/doors/access/"
    if ACT_ONLY in reading.values():
        return f"{whom(taking or reading)} (an act: POST alone)"
    see, send = whom(reading), whom(taking or reading)
    return see if see == send else f"{see}; to send: {send}"


def whom(answers: Answers) -> str:
    """Somebody of the team who finds nothing is let in all the same: a thing is missing there, not the right."""
    team = [word for role, word in TEAM.items() if answers[role] not in SHUT]
    if answers["anonymous"] not in {*SHUT, ABSENT}:
        return "everybody"
    if answers["outsider"] not in {*SHUT, ABSENT}:
        return "everybody signed in" if len(team) == len(TEAM) else f"{' and '.join(team)} of any organisation"
    return "the meeting’s team" if len(team) == len(TEAM) else ", ".join(team)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
