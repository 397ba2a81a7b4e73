"""The contact book as readers of a letter to many: only with a basis, and never against somebody's word."""

from dataclasses import replace
from datetime import datetime

from obrady.stages.letters.queries import LeftOut, Reader
from obrady.stages.letters.registry import Audience, Filter, register_audience
from obrady.stages.meetings.models import Meeting
from obrady.stages.outreach.actions.stopping import way_out_of
from obrady.stages.outreach.models import Contact
from obrady.stages.outreach.queries import History, contacts, had_enough, history, unsubscribe_url
from obrady.stages.outreach.states import Basis


def readers(meeting: Meeting, chosen: Filter, now: datetime) -> list[Reader]:
    rows = contacts(meeting.organisation)
    if tags := [int(tag) for tag in chosen.get("tag", []) if tag.isdecimal()]:
        rows = rows.filter(pk__in=Contact.tags.through.objects.filter(tag_id__in=tags).values("contact"))
    if kinds := chosen.get("kind"):
        rows = rows.filter(kind__in=kinds)
    if languages := chosen.get("language"):
        rows = rows.filter(person__language__in=languages)
    known = history(meeting, now)
    return [_reader(contact, known, now) for contact in rows]


def _reader(contact: Contact, known: History, now: datetime) -> Reader:
    given: dict[str, str | None] = {"reference": None, "status_url": None, "unsubscribe_url": "–"}
    return Reader(person=contact.person, about=contact.about, given=given, left_out=_why_not(contact, known, now))


def _why_not(contact: Contact, known: History, now: datetime) -> LeftOut | None:
    if getattr(contact, "is_stopped", False):
        return LeftOut.UNSUBSCRIBED
    if contact.basis == Basis.PARTICIPANT and {contact.mail_key, contact.phone_key} & known.withdrawn:
        return LeftOut.CONSENT_WITHDRAWN
    if not contact.basis:
        return LeftOut.NO_BASIS
    if not (contact.person.email or contact.person.phone or contact.address):
        return LeftOut.NO_ADDRESS
    return LeftOut.HAD_LATELY if had_enough(contact, known, now) else None


def _complete(reader: Reader, now: datetime) -> Reader:
    contact = Contact.objects.select_related("person", "organisation").get(pk=reader.about.partition(":")[2])
    url = unsubscribe_url(way_out_of(contact, now=now), language=reader.person.language)
    return replace(reader, given={**reader.given, "unsubscribe_url": url})


def declare() -> None:
    register_audience(Audience("contacts", readers=readers, complete=_complete))
