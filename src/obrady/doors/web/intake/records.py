"""From a thread to the record that it stands on, and from a number that was typed to a record."""

from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import application_with_reference, register, status_url
from obrady.stages.intake.models import Thread
from obrady.stages.meetings.models import Meeting

PREFIX = "application:"


def application_of(thread: Thread) -> Application | None:
    if not thread.about_key.startswith(PREFIX):
        return None
    return register(thread.meeting).filter(pk=thread.about_key.removeprefix(PREFIX)).first()


def application_called(meeting: Meeting, reference: str) -> Application | None:
    return application_with_reference(meeting, reference.strip()) if reference.strip() else None


def page_url_of(thread: Thread) -> str | None:
    """Where the person reads the thread: only who applied has a private page."""
    application = application_of(thread)
    return status_url(application) if application else None
