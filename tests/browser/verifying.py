"""The browser's checker asked in one go about many bundles, beside the answers of verify.py."""

import base64
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

from obrady.core.chance import verify
from tests.architecture.house import HOUSE

SCRIPT = HOUSE / "doors" / "web" / "draws" / "static" / "draws" / "verify.js"
UNREADABLE = {
    "something is missing, or unknown to this program: {name}",
    "a file is not canonical JSON (RFC 8785, NFC, whole numbers), or a part of it is of the wrong kind.",
}
ASK = """
async (cases) => {
  const bytes = (text) => (text === null ? null : Uint8Array.from(atob(text), (one) => one.charCodeAt(0)));
  const answers = [];
  for (const given of cases) {
    const files = { content: bytes(given.content), frozen: bytes(given.frozen), reveal: bytes(given.reveal) };
    answers.push(await verifyDraw({ ...given, ...files }));
  }
  return answers;
}
"""
Answer = tuple[int, list[tuple[str, dict]]]


def open_checker(page: Page, folder: Path) -> None:
    """A file of its own: from file:// the browser offers Web Crypto."""
    (folder / "checker.html").write_text(
        f"<!doctype html><meta charset=utf-8><script>{SCRIPT.read_text(encoding='utf-8')}</script>", encoding="utf-8"
    )
    page.goto((folder / "checker.html").as_uri())


def browser_answers(page: Page, cases: Iterable[dict]) -> list[Answer]:
    as_text = [{name: _portable(value) for name, value in case.items()} for case in cases]
    asked = [{"frozen": None, "reveal": None} | case for case in as_text]
    answers = page.evaluate(ASK, asked)
    return [(answer["status"], [(sentence, about) for sentence, about in answer["lines"]]) for answer in answers]


def python_answer(**given: object) -> Answer:
    lines: list[tuple[str, dict]] = []
    status = verify.verify(lambda sentence, **about: lines.append((sentence, about)), **given)
    return status, lines


def comparable(answer: Answer) -> object:
    """What must be equal: the status and every word; which of two faults in one broken file was met first may differ."""
    status, lines = answer
    if lines[-1][0] in UNREADABLE:
        return status, lines[:-1]
    return status, [(sentence, {name: str(value) for name, value in about.items()}) for sentence, about in lines]


def _portable(value: object) -> object:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
