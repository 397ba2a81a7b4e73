"""Writing the letters whose time has come. What is planned lies in the database, so the worker may die at any time."""

from datetime import datetime

from obrady.stages.outreach.actions.inviting import drop_late, due_meetings, late_meetings, write_due


def write_due_invitations(now: datetime) -> int:
    for meeting in late_meetings(now):
        drop_late(meeting=meeting, now=now)
    return sum(write_due(meeting=meeting, now=now) for meeting in due_meetings(now))
