"""What the page of one application shows of this room."""

from obrady.doors.web.intake.showing import Row, rows_of
from obrady.doors.web.intake.threads import today_of
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import same_human
from obrady.stages.intake.queries import threads_of


def threads_on(application: Application) -> list[Row]:
    """Of this record and of those merged into it."""
    merged = [row.person for row in same_human(application.person)]
    people = {person.pk: person for person in [application.person, *merged]}
    return rows_of(threads_of(people.values()), today_of(application.meeting))
