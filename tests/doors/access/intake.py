from types import SimpleNamespace

from obrady.stages.applications import queries as register
from obrady.stages.applications.actions.rights import make_data_link
from obrady.stages.intake.actions import write_public_question
from tests import cast
from tests.doors.access import COORDINATOR, GET, OFFICE, POST, SLUG, Access, everyone, only
from tests.stages.applications import desk
from tests.stages.intake.asking import ask, message

ORGANISATION = {"organisation": "szkolimy"}
SAID = {"subject": "question", "channel": "phone", "language": "pl", "text": "Czy jest winda?"}


def world() -> SimpleNamespace:
    """Somebody who applied and asked, a message to be sorted, a public answer, a link to a copy."""
    meeting = desk.meeting()
    application = desk.apply(meeting).application
    thread = ask(application)
    row = write_public_question(
        actor=cast.actor(cast.office()), meeting=meeting, question=cast.words("Winda?"), answer=cast.words("Jest."),
        publish=True, now=cast.NOW,
    )  # fmt: skip
    return SimpleNamespace(
        meeting=meeting,
        token=register.token_of(application),
        reference=application.reference,
        number=thread.number,
        key=row.pk,
        message=message().pk,
        link=make_data_link(application.person, now=cast.NOW),
    )


def numbered(world: SimpleNamespace) -> dict:
    return {**SLUG, "number": world.number}


def the_answer(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": world.key}


def the_record(world: SimpleNamespace) -> dict:
    return {**SLUG, "reference": world.reference}


def the_message(world: SimpleNamespace) -> dict:
    return {**ORGANISATION, "key": world.message}


def own(world: SimpleNamespace) -> dict:
    return {"token": world.token}


def own_number(world: SimpleNamespace) -> dict:
    return {"token": world.token, "number": world.number}


def copy(world: SimpleNamespace) -> dict:
    return {"token": world.link}


WORDS = {"question_0": "Winda?", "answer_0": "Jest.", "act": "publish"}
DESK = (COORDINATOR, OFFICE)
TABLE = [
    Access("questions", SLUG, GET, everyone(200)),
    Access("threads", SLUG, GET, only(*DESK)),
    Access("threads-export", SLUG, GET, only(*DESK, status=405)),
    Access("threads-export", SLUG, POST, only(*DESK)),
    Access("thread-new", SLUG, GET, only(*DESK)),
    Access("thread-new", SLUG, POST, only(*DESK, status=302), data=SAID),
    Access("thread", numbered, GET, only(*DESK)),
    Access("thread", numbered, POST, only(*DESK, status=302), data={"act": "close"}),
    Access("public-questions", SLUG, GET, only(*DESK)),
    Access("public-question-new", SLUG, GET, only(*DESK)),
    Access("public-question-new", SLUG, POST, only(*DESK, status=302), data=WORDS),
    Access("public-question", the_answer, GET, only(*DESK)),
    Access("public-question", the_answer, POST, only(*DESK, status=302), data=WORDS),
    Access("public-question-act", the_answer, GET, only(*DESK, status=405)),
    Access("public-question-act", the_answer, POST, only(*DESK, status=302), data={"act": "hide"}),
    Access("mailbox", ORGANISATION, GET, only(*DESK)),
    Access("mailbox-collect", ORGANISATION, GET, only(*DESK, status=405)),
    Access("mailbox-collect", ORGANISATION, POST, only(*DESK, status=302)),
    Access("message", the_message, GET, only(*DESK)),
    Access("message", the_message, POST, only(*DESK, status=302), data={"act": "aside"}),
    Access("message-raw", the_message, GET, only(*DESK)),
    Access("own-ask", own, GET, everyone(200)),
    Access("own-ask", own, POST, everyone(302), data={"subject": "question", "text": "Czy jest parking?"}),
    Access("own-thread", own_number, GET, everyone(200)),
    Access("own-thread", own_number, POST, everyone(302), data={"text": "I jeszcze jedno."}),
    Access("own-data", own, GET, everyone(200)),
    Access("own-data", own, POST, everyone(200), data={"act": "file"}),
    Access("own-consents", own, GET, everyone(405)),
    Access("own-consents", own, POST, everyone(302), data={"consent": "consent_sensitive"}),
    Access("data-copy", copy, GET, everyone(200)),
    Access("data-copy", copy, POST, everyone(200), data={"act": "page"}),
    Access("rights", the_record, GET, only(*DESK)),
    Access("rights-export", the_record, GET, only(COORDINATOR, status=405)),
    Access("rights-export", the_record, POST, only(COORDINATOR)),
    Access("rights-consent", the_record, GET, only(*DESK, status=405)),
    Access("rights-consent", the_record, POST, only(*DESK, status=302), data={"consent": "consent_sensitive"}),
    Access("rights-erase", the_record, GET, only(COORDINATOR)),
    Access("rights-erase", the_record, POST, only(COORDINATOR, status=422), data={"number": "?"}),
]
