"""Threads and messages, made through the product's own actions."""

from obrady.stages.applications import queries as register
from obrady.stages.intake.actions import collecting, open_thread
from obrady.stages.intake.actions.messages import look_into
from obrady.stages.intake.models import RawMessage, Thread
from obrady.stages.intake.states import Right, ThreadChannel, ThreadKind
from obrady.workshop import mail
from tests import cast
from tests.stages.intake.incoming import written


def ask(
    application,
    text: str = "Czy jest winda?",
    *,
    kind: ThreadKind = ThreadKind.QUESTION,
    right: Right = Right.NONE,
    now=cast.NOW,
) -> Thread:
    """From the private page."""
    return open_thread(
        actor=register.applicant(application), meeting=application.meeting, person=application.person, kind=kind,
        right=right, about=application.about, text=text, channel=ThreadChannel.PAGE,
        language=application.person.language, now=now,
    )  # fmt: skip


def message(text: str = "Dzień dobry, czy jest winda?", *, number: int = 1, raw: bytes = b"", **headers) -> RawMessage:
    """One message in the organisation's mailbox, stored and read."""
    raw = raw or written(text, message_id=f"<m{number}@example.net>", **headers)
    row = collecting.begin(cast.organisation(), "box", now=cast.NOW)
    assert row is not None
    collecting.recount(row, 1)
    collecting.keep(row, number, mail.Fetched(raw=raw, size=len(raw), is_whole=True), now=cast.NOW)
    collecting.done(row, now=cast.NOW)
    return look_into(RawMessage.objects.select_related("organisation").get(uid=number), now=cast.NOW)
