"""Writes docs/reference/dependencies.md from what is locked: version, licence and what each library is for."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "dependencies.md"
HEAD = """# What Obrady runs with

Written by `tools/dependencies.py` from `requirements/run.in` (what for), `requirements/run.txt` (versions, locked with
hashes) and the libraries' own metadata (licences). All of them may be used together with the EUPL-1.2; none is under
the GPL. Libraries that only the tests need are in `requirements/test.in`.

| Library | Version | Licence | What for |
|---|---|---|---|
"""
NAMES = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Apache Software License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0",
}
GPL = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public", re.IGNORECASE)


def page() -> str:
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows())


def rows() -> list[tuple[str, str, str, str]]:
    locked = (ROOT / "requirements" / "run.txt").read_text()
    purposes = dict(re.findall(r"^([\w-]+)\S*  # (.+)$", (ROOT / "requirements" / "run.in").read_text(), re.MULTILINE))
    purposes = {plain(name): purpose for name, purpose in purposes.items()}
    found = {}
    for name, version, via in re.findall(
        r"^([\w.-]+)==(\S+)[^\n]*\n(?:    --hash\S*(?: \\)?\n)+((?:    #[^\n]*\n)+)", locked, re.MULTILINE
    ):
        needed_by = [word for word in re.findall(r"# +(?:via +)?(\S+)", via) if word not in ("via", "-r")]
        purpose = purposes.get(name) or f"needed by {', '.join(needed_by)}"
        versions = f"{found[name][1]} or {version}" if name in found else version
        if licence := licence_of(name):
            found[name] = (name, versions, licence, purpose)
    return sorted(found.values(), key=lambda row: (row[3].startswith("needed by"), row[0]))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(name: str) -> str | None:
    """None for a library that only other systems install."""
    try:
        known = metadata(name)
    except PackageNotFoundError:
        return None
    classifiers = [value.split(" :: ")[-1] for value in known.get_all("Classifier", []) if value.startswith("License")]
    specific = [value for value in classifiers if value != "OSI Approved"]
    text = known.get("License-Expression") or " or ".join(specific) or (known.get("License") or "?").splitlines()[0]
    return NAMES.get(text.strip(), text.strip())


def unfit() -> list[str]:
    return [
        f"{name} {version} is under {licence}"
        for name, version, licence, _ in rows()
        if GPL.search(licence) or licence == "?"
    ]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(*unfit(), sep="\n", end="\n" if unfit() else "")
    sys.exit(1 if unfit() else 0)
