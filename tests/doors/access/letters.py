from types import SimpleNamespace

from obrady.stages.letters.states import LetterKind
from tests import cast
from tests.doors.access import COORDINATOR, GET, OFFICE, POST, SLUG, Access, only
from tests.stages.letters.post import letter, person


def world() -> SimpleNamespace:
    """A draft, a letter by mail, a call and a sheet."""
    draft = letter(LetterKind.SELECTED, number=1, review=True)
    call = letter(LetterKind.SELECTED, number=2, to=person(answer_channel="call"))
    sheet = letter(LetterKind.SELECTED, number=3, to=person(email="", phone=""))
    return SimpleNamespace(meeting=cast.meeting(), draft=draft, call=call, sheet=sheet)


def the_draft(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": world.draft.pk}


def the_call(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": world.call.pk}


TEXT = {**SLUG, "kind": "selected", "language": "uk"}
WORDS = {"act": "save", "subject": "Ви маєте місце", "body": "Вітаємо!"}
NO_MAILING = "0f0e0d0c-0b0a-4908-8706-050403020100"
HOST = {"organisation": "szkolimy"}
SERVER = {"act": "sending", "out-smtp_host": "", "out-smtp_port": "587", "out-smtp_security": "starttls"}
TABLE = [
    Access("mail-setup", HOST, GET, only(COORDINATOR)),
    Access("mail-setup", HOST, POST, only(COORDINATOR, status=302), data=SERVER),
    Access("letters", SLUG, GET, only(COORDINATOR, OFFICE)),
    Access("letters-export", SLUG, GET, only(COORDINATOR, OFFICE, status=405)),
    Access("letters-export", SLUG, POST, only(COORDINATOR, OFFICE)),
    Access("letters-review", SLUG, GET, only(COORDINATOR, OFFICE)),
    Access("letters-anew", SLUG, GET, only(COORDINATOR, status=405)),
    Access("letters-anew", SLUG, POST, only(COORDINATOR, status=302)),
    Access("letters-send", SLUG, GET, only(COORDINATOR)),
    Access("letters-send", SLUG, POST, only(COORDINATOR, status=302), data={"kinds": ["selected"]}),
    Access("letters-recall", SLUG, GET, only(COORDINATOR, status=405)),
    Access("letters-recall", SLUG, POST, only(COORDINATOR, status=302)),
    Access("letters-write", SLUG, GET, only(COORDINATOR)),
    Access("letters-write-one", {**SLUG, "kind": "free"}, GET, only(COORDINATOR)),
    Access("letters-write-one", {**SLUG, "kind": "free"}, POST, only(COORDINATOR), data={"act": "look"}),
    Access("letters-write-stop", {**SLUG, "key": NO_MAILING}, GET, only(COORDINATOR, status=405)),
    Access("letters-write-stop", {**SLUG, "key": NO_MAILING}, POST, only(COORDINATOR, status=404)),
    Access("letters-calls", SLUG, GET, only(COORDINATOR, OFFICE)),
    Access("letters-calls-list", SLUG, GET, only(COORDINATOR, OFFICE)),
    Access("letters-print", SLUG, GET, only(COORDINATOR, OFFICE)),
    Access(
        "letters-print", SLUG, POST, only(COORDINATOR, OFFICE, status=302),
        data=lambda world: {"letter": [world.sheet.pk]},
    ),
    Access("letter-texts", SLUG, GET, only(COORDINATOR)),
    Access("letter-texts-all", SLUG, GET, only(COORDINATOR)),
    Access("letter-texts-all", SLUG, POST, only(COORDINATOR, status=302), data={"act": "save"}),
    Access("letter-text", TEXT, GET, only(COORDINATOR)),
    Access("letter-text", TEXT, POST, only(COORDINATOR, status=302), data=WORDS),
    Access("letter", the_draft, GET, only(COORDINATOR, OFFICE)),
    Access("letter-act", the_call, GET, only(COORDINATOR, OFFICE, status=405)),
    Access("letter-act", the_call, POST, only(COORDINATOR, OFFICE, status=302), data={"act": "told"}),
]  # fmt: skip
