"""Checks the documentation: links lead somewhere, and commands, settings and libraries named match the code."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import dependencies

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|~~~.*?~~~", re.DOTALL)
CALL = re.compile(r"\./obrady +([a-z][a-z-]*(?: applications| mutation)?)")
# Set by `./obrady run` for its own processes; nobody else sets it.
INTERNAL_SETTINGS = {"OBRADY_COLLECTED"}
SETTING = re.compile(r"\bOBRADY_[A-Z_]+\b")


def pages() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def faults() -> list[str]:
    return [*link_faults(), *command_faults(), *setting_faults(), *dependency_faults()]


def link_faults() -> Iterator[str]:
    for page in pages():
        for groups in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
            link = "".join(groups)
            if not re.match(r"[a-z]+:", link) and not leads_somewhere(page, link):
                yield f"{page.relative_to(ROOT)}: the link {link} leads nowhere"


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or target.suffix != ".md" or anchor in anchors(target)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ +(.+?) *$", CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def command_faults() -> Iterator[str]:
    sys.path.insert(0, str(ROOT / "src"))
    from obrady.doors.console.main import COMMANDS, DONE_ELSEWHERE

    known = {*COMMANDS, *DONE_ELSEWHERE, "help"}
    called = {page: set(CALL.findall(page.read_text(encoding="utf-8"))) for page in pages()}
    for page, names in called.items():
        yield from (f"{page.relative_to(ROOT)}: ./obrady {name} does not exist" for name in names - known)
    for name in known - {"help"} - set().union(*called.values()):
        yield f"no page shows ./obrady {name}"


def setting_faults() -> Iterator[str]:
    read = {
        name
        for file in (ROOT / "src" / "obrady" / "config").glob("*.py")
        for name in re.findall(r"env\.\w+\(\s*\"(OBRADY_[A-Z_]+)\"", file.read_text(encoding="utf-8"))
    }
    explained = {name for page in pages() for name in SETTING.findall(page.read_text(encoding="utf-8"))}
    yield from (f"no page explains the setting {name}" for name in sorted(read - explained - INTERNAL_SETTINGS))


def dependency_faults() -> Iterator[str]:
    page = dependencies.PAGE.read_text(encoding="utf-8")
    for name, version, *_ in dependencies.rows():
        if f"| {name} | {version} |" not in page:
            yield f"docs/reference/dependencies.md lacks {name} {version}; run tools/dependencies.py"
    yield from dependencies.unfit()


def main() -> int:
    found = faults()
    print(*found, sep="\n", end="\n" if found else "")
    print(f"docs: {len(found)} faults" if found else "docs: true to the code")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
