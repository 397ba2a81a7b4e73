"""`./obrady verify` says with its exit status what was proven, and says it in the reader's language."""

from pathlib import Path

import pytest

from obrady.core.chance import canonical, reveal_document
from obrady.doors.console.main import run
from tests.core.chance.examples import FROZEN, REVEALED, SOURCES, made
from tests.core.chance.test_verify import asked

PROVEN, REFUSED, CONSISTENT = 0, 1, 2


@pytest.fixture
def bundle(tmp_path: Path) -> str:
    (tmp_path / "bundle.json").write_bytes(made().content)
    return str(tmp_path / "bundle.json")


def test_what_select_writes_is_proven(tmp_path: Path, capsys) -> None:
    (tmp_path / "pool.csv").write_text("id,f\na,x\nb,x\nc,y\nd,y\n", encoding="utf-8")
    (tmp_path / "quotas.csv").write_text("feature,value,min,max\nf,x,1,1\nf,y,1,1\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("pool.csv", "quotas.csv")]
    assert run(["select", *files, "--seats", "2", "--out", str(tmp_path / "out")]) == 0
    content = (tmp_path / "out" / "bundle.json").read_bytes()
    commitment = asked(content)[1].splitlines()[0].rpartition(" ")[2]
    words = [
        "verify",
        str(tmp_path / "out" / "bundle.json"),
        "--commitment",
        commitment,
        "--dice",
        "007",
        "--code",
        "a",
    ]
    assert run(words) == PROVEN
    assert run(words[:2]) == CONSISTENT
    assert "PROVEN" in capsys.readouterr().out


def test_the_command_says_what_the_program_of_one_file_says(bundle: str, capsys) -> None:
    given = {"commitment": made().commitment, "dice": "123", "code": "A"}
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    assert run(["verify", bundle, *options, "--language", "en"]) == PROVEN
    assert capsys.readouterr().out.rstrip("\n") == asked(made().content, **given)[1]


def test_auditors_give_the_frozen_pool_and_others_what_was_revealed(tmp_path: Path) -> None:
    sealed = made(sources=SOURCES)
    files = {
        "bundle.json": sealed.content,
        "frozen.json": canonical(FROZEN),
        "reveal.json": reveal_document(REVEALED, commitment=sealed.commitment),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    bundle, frozen, reveal = (str(tmp_path / name) for name in files)
    words = ["verify", bundle, "--commitment", sealed.commitment, "--frozen", frozen]
    assert run([*words, "--dice", "042", "--reveal", reveal]) == PROVEN
    assert run([*words, "--dice", "042"]) == REFUSED


@pytest.mark.parametrize(
    "words", [["--commitment", "0" * 64], ["--code", "Q"], ["--dice", "1"], ["--language", "de"]], ids=str
)
def test_a_refusal_is_status_one(bundle: str, words: list[str]) -> None:
    assert run(["verify", bundle, *words]) == REFUSED


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys) -> None:
    assert run(["verify", str(tmp_path / "nowhere.json")]) == REFUSED
    assert "nowhere.json: cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "language, beginning",
    [("pl_PL.UTF-8", "ODRZUCONE"), ("uk_UA.UTF-8", "ВІДХИЛЕНО"), ("en_GB.UTF-8", "REFUSED"), ("de_DE", "REFUSED")],
)
def test_it_speaks_the_language_of_the_system(bundle: str, language: str, beginning: str, capsys, monkeypatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", language)
    assert run(["verify", bundle, "--commitment", "0" * 64]) == REFUSED
    assert capsys.readouterr().out.splitlines()[1].startswith(beginning)
