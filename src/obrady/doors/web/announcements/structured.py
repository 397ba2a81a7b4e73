"""What machines are told of the meeting: schema.org/Event as JSON-LD, made from the very page that people read."""

import json
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe

from obrady.doors.web.announcements.course_notes import EventStatus
from obrady.doors.web.announcements.page import Page
from obrady.workshop.richtext import plain

SCHEMA = "https://schema.org"
LONGEST_DESCRIPTION = 300
# A data block is not run, but it ends where the page says "</script>": no sign of it may come from a text.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def event(page: Page, *, status: EventStatus, address: str, image: str, organiser_link: str, language: str) -> dict:
    found: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": str(page.title),
        "url": address,
        "image": [image],
        "inLanguage": language,
        "eventStatus": f"{SCHEMA}/{status.status}",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "description": description(page),
        "organizer": {"@type": "Organization", "name": str(page.organiser)},
    }
    zone = ZoneInfo(page.zone)
    moments = {"startDate": page.starts_at, "endDate": page.ends_at, "previousStartDate": status.previous_start}
    found |= {name: moment.astimezone(zone).isoformat() for name, moment in moments.items() if moment}
    if page.said["place"]:
        found["location"] = {
            "@type": "Place",
            "name": str(page.said["place"]),
            "address": ", ".join(str(page.said["place_address"]).splitlines()) or str(page.said["place"]),
        }
    if organiser_link:
        found["organizer"] = {"@type": "Organization", "name": str(page.organiser), "url": organiser_link}
    if page.places:
        found["maximumAttendeeCapacity"] = page.places
    return found


def description(page: Page) -> str:
    text = " ".join(plain(str(page.said["why"] or page.said["for_whom"])).split()) or str(page.title)
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"


def data_block(data: dict) -> SafeString:
    text = json.dumps(data, ensure_ascii=False)
    return mark_safe("".join(UNSAFE.get(sign, sign) for sign in text))  # noqa: S308 every sign of markup is escaped
