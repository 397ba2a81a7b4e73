"""The announcement as plain text, for sites that publish it again: all texts, all lists, all funding sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from obrady.doors.web.announcements.page import FundedProject, Page, Parties, Party, Point, Said
from obrady.doors.web.parts.tags import day, hour, moment, weekday
from obrady.workshop.richtext import plain

APART = "\n\n"


def plain_text(page: Page, *, address: str) -> str:
    parts = [*_opening(page), *_texts(page), *_programme(page), *_ways(page), *_lists(page), *_funding(page)]
    parts.append(f"{_('The announcement with the application form:')}\n{address}")
    # Other sites break lines in their own way: no-break spaces would only be in the way there.
    return APART.join(part for part in parts if part).replace("\u00a0", " ") + "\n"


def _opening(page: Page) -> Iterator[str]:
    if page.series:
        yield str(page.series)
    yield str(page.title).upper()
    for note in page.course:
        why = f"\n{_('Why:')} {note.reason} {note.reason.note}".rstrip() if note.reason else ""
        yield f"{note.title}\n{note.text}{why}"
    if page.starts_at:
        hours = hour(page.starts_at, page.zone) + (f"–{hour(page.ends_at, page.zone)}" if page.ends_at else "")
        yield f"{_('When')}: {weekday(page.starts_at, page.zone)}, {day(page.starts_at, page.zone)}, {hours}"
    if page.said["place"]:
        where = ", ".join([str(page.said["place"]), *str(page.said["place_address"]).splitlines()])
        yield f"{_('Where')}: {where.strip(', ')}"
    if page.opens_at and page.closes_at and not page.is_cancelled:
        yield _("Applications: %(opens)s – %(closes)s") % {
            "opens": moment(page.opens_at, page.zone),
            "closes": moment(page.closes_at, page.zone),
        }
    if page.places:
        yield _("Places: %(number)s") % {"number": page.places}
    if page.answer_by and not page.is_cancelled:
        yield _("Applying is not yet a place: the answer comes by %(day)s.") % {"day": day(page.answer_by)}


def _texts(page: Page) -> Iterator[str]:
    yield _under(_("Why we meet"), page.said["why"])
    yield _under(_("Who may come"), page.said["for_whom"])


def _programme(page: Page) -> Iterator[str]:
    if page.programme:
        yield "\n".join([_("Programme"), *(_point(point) for point in page.programme)])


def _point(point: Point) -> str:
    hours = "–".join(f"{hour:%-H:%M}" for hour in (point.starts_at, point.ends_at) if hour)
    said = plain(str(point.description)).replace("\n", " ")
    return " ".join(part for part in (hours, str(point.title), f"– {said}" if said else "") if part)


def _ways(page: Page) -> Iterator[str]:
    """The four channels, equally; usual words where the organiser wrote none."""
    said = page.said
    ways = [(_("On this site"), said["by_web"], _("About five minutes, without an account, also on a phone."), "")]
    if page.email:
        usual = _("Fill in the paper form, scan or photograph it and send it to us.")
        ways.append((_("A scan by e-mail"), said["by_scan"], usual, page.email))
    if said["office_address"]:
        place = ", ".join(filter(None, map(str, (said["office_name"], said["office_address"], said["office_hours"]))))
        usual = _("Bring the form, or fill it in with us.")
        ways.append((_("At the office"), said["at_office"], usual, place.replace("\n", ", ")))
    if page.phone:
        usual = _("We ask a few questions and write the answers down for you.")
        ways.append((_("By phone"), said["by_phone"], usual, page.phone))
    lines = [f"– {name}: {plain(str(own)) or usual} {contact}".strip() for name, own, usual, contact in ways]
    yield "\n".join([_("How to apply"), *lines])
    yield _under(_("How places are given"), said["how_places_are_given"])
    yield _under(_("Getting there and getting in"), said["access_notes"])
    yield _under(_("What becomes of the results"), said["what_follows"])
    yield _under(_("Questions"), said["contact"])


def _lists(page: Page) -> Iterator[str]:
    for part in page.lists:
        yield "\n".join([_heading(part), *(_entry(entry) for entry in part.entries)])


def _heading(part: Parties) -> str:
    return str(part.heading)


def _entry(entry: Party) -> str:
    said = ", ".join(filter(None, (str(entry.name), str(entry.role))))
    about = plain(str(entry.description)).replace("\n", " ")
    return "– " + " ".join(filter(None, (said, f"– {about}" if about else "", f"({entry.link})" if entry.link else "")))


def _funding(page: Page) -> Iterator[str]:
    for project in page.projects:
        yield _project(project)


def _project(project: FundedProject) -> str:
    hours = f"{project.name}: {project.office_hours}" if project.office_hours else ""
    return "\n".join(filter(None, (str(project.funding_sentence), hours.replace("\n", ", "))))


def _under(heading: str, said: Said) -> str:
    return f"{heading}\n{plain(str(said))}" if said else ""
