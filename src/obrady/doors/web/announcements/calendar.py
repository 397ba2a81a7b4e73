"""The meeting as one calendar entry, with its zone's clock so that no change of law or season moves it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from obrady.doors.web.announcements.page import Page
from obrady.doors.web.parts.tags import day


def calendar_file(page: Page, *, key: str, version: int, published_at: datetime, address: str, language: str) -> bytes:
    """The same `UID` for ever; `SEQUENCE` is the version, so that a calendar which has it already moves it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Obrady//announcement//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"meeting-{key}@obrady")
    event.add("sequence", version)
    event.add("dtstamp", published_at)
    event.add("last-modified", published_at)
    zone = ZoneInfo(page.zone)
    for name, moment in (("dtstart", page.starts_at), ("dtend", page.ends_at)):
        if moment:
            event.add(name, moment.astimezone(zone))
    event.add("summary", _breakable(page.title), parameters={"language": language})
    event.add("location", _location(page), parameters={"language": language})
    event.add("description", _description(page, address), parameters={"language": language})
    event.add("url", address)
    event.add("status", "CANCELLED" if page.is_cancelled else "CONFIRMED")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _location(page: Page) -> str:
    lines = _breakable(f"{page.said['place']}\n{page.said['place_address']}").splitlines()
    return ", ".join(line.strip(" ,") for line in lines if line.strip())


def _description(page: Page, address: str) -> str:
    lines = [*(f"{note.title}. {note.text} {note.reason} {note.reason.note}".rstrip() for note in page.course), address]
    if page.answer_by and not page.is_cancelled:
        until = _("Applying is not yet a place: the answer comes by %(day)s.") % {"day": day(page.answer_by)}
        lines.append(until)
    if page.said["access_notes"]:
        lines.append(str(page.said["access_notes"]))
    return _breakable("\n\n".join(lines))


def _breakable(text: object) -> str:
    """A calendar's narrow column breaks lines where it must."""
    return str(text).replace("\u00a0", " ")
