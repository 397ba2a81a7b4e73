"""`./obrady demo`: everything set up, the demo meetings made, and served."""

import json
import os
import shutil
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from obrady.doors.console.main import start_django
from obrady.doors.console.run import prepare, say

MARK = "demo.json"
USUAL_PORT = 8000


class Stage(StrEnum):
    ANNOUNCED = "announced"
    APPLIED = "applied"
    DRAWN = "drawn"


class FolderCannotBeUsed(Exception):
    pass


def demo(
    at: Annotated[Stage | None, typer.Option(help="One meeting at this stage instead of the series of three.")] = None,
    as_dated: Annotated[bool, typer.Option("--as-dated", help="Keep the dates of 2023, with a fixed clock.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on (8000).")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    data: Annotated[Path | None, typer.Option(help="Keep the demo in this folder.")] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only make it.")] = False,
) -> int:
    """Set up the demo from an invented register of 125 applications and serve it on SQLite."""
    throw_away = Path(tempfile.mkdtemp(prefix="obrady-demo-")) if data is None else None
    folder = (data or throw_away / "data").expanduser().resolve()
    try:
        return _demo(folder, at=at, as_dated=as_dated, port=port, host=host, serves=not no_serve)
    except FolderCannotBeUsed as refusal:
        say(str(refusal))
        return 1
    finally:
        if throw_away is not None:
            shutil.rmtree(throw_away, ignore_errors=True)


def _demo(folder: Path, *, at: Stage | None, as_dated: bool, port: int | None, host: str, serves: bool) -> int:
    from obrady.doors.console.serving import PortIsTaken, is_free, serve

    wanted = {"at": at and str(at), "as_dated": as_dated}
    is_made = _check(folder, wanted)
    port = port or next(number for number in range(USUAL_PORT, 65536) if not serves or is_free(host, number))
    _set_environment(folder, at=at, as_dated=as_dated, address=f"http://{host}:{port}")
    start_django()
    prepare()
    if is_made:
        say(f"{folder} holds this demo already; serving it as it stands (remove the folder to begin afresh)")
    else:
        _make(at)
        (folder / MARK).write_text(json.dumps(wanted), encoding="utf-8")
    if not serves:
        say(f"made in {folder}")
        return 0
    try:
        ready = [f"the demo is ready at http://{host}:{port}/ (Ctrl-C ends it)"]
        return serve(host=host, port=port, web_workers=1, say=say, ready=ready)
    except PortIsTaken as taken:
        say(f"port {taken.port} on {taken.host} is in use; choose another with --port")
        return 1


def _check(folder: Path, wanted: dict) -> bool:
    """Whether the folder holds this very demo; a folder with anything else in it is left alone."""
    if not folder.exists() or not any(folder.iterdir()):
        folder.mkdir(parents=True, exist_ok=True)
        return False
    mark = folder / MARK
    if not mark.exists():
        raise FolderCannotBeUsed(f"{folder} holds something else; name an empty folder with --data")
    if json.loads(mark.read_text(encoding="utf-8")) != wanted:
        raise FolderCannotBeUsed(f"{folder} holds a demo made with other options; name another folder with --data")
    return True


def _set_environment(folder: Path, *, at: Stage | None, as_dated: bool, address: str) -> None:
    from obrady.doors.console.demo.dates import AS_DATED

    os.environ.update(
        OBRADY_DATA=str(folder),
        OBRADY_KEY_FILE=str(folder.with_name(folder.name + ".key")),
        OBRADY_DATABASE_URL="",
        OBRADY_DEMO="yes",
        OBRADY_COLLECTED="yes",
        OBRADY_PUBLIC_ADDRESS=address,
        OBRADY_SMTP_HOST="",
        OBRADY_FIXED_NOW=AS_DATED[str(at or Stage.APPLIED)].isoformat() if as_dated else "",
    )


def _make(at: Stage | None) -> None:
    """Each stage as one meeting; the drawn one of the series belongs to a sister foundation (see `texts.SISTER`)."""
    from obrady.doors.console.demo import making, texts
    from obrady.workshop import clock

    now = clock.now()
    house = making.found(texts.ORGANISATION, now=now)
    plan = [(at, making.SLUG, house)] if at else []
    if at is None:
        sister = making.found(texts.SISTER, now=now)
        plan = [
            (Stage.ANNOUNCED, f"{making.SLUG}-nabor", house),
            (Stage.APPLIED, making.SLUG, house),
            (Stage.DRAWN, f"{making.SLUG}-wyniki", sister),
        ]
    for stage, slug, owner in plan:
        say(f"making the meeting that is {stage}")
        calendar = making.calendar_of(stage, now)
        meeting = making.announce(owner, slug=slug, calendar=calendar, now=now)
        if stage is Stage.ANNOUNCED:
            continue
        making.take_register(owner, meeting, calendar, now=now)
        if stage is Stage.DRAWN:
            from obrady.doors.console.demo import drawing

            making.clear(owner, meeting, now=now)
            drawing.draw_participants(owner, meeting, now=now)
