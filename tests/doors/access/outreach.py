from types import SimpleNamespace

from obrady.stages.outreach.models import Contact, Invitation
from obrady.stages.outreach.queries import token_of, way_out_token
from tests import cast
from tests.doors.access import COORDINATOR, GET, OFFICE, POST, SLUG, Access, everyone, only
from tests.stages.outreach import book

ORGANISATION = {"organisation": "szkolimy"}


def world() -> SimpleNamespace:
    """Two contacts that were invited, one that is planned."""
    invited = [book.contact(1), book.contact(2, tags=("Gminy",))]
    book.plan()
    book.write_all()
    waits = book.contact(3)
    book.plan(contacts=[waits])
    return SimpleNamespace(meeting=cast.meeting(), contact=invited[0], other=invited[1], waits=waits)


def one(world: SimpleNamespace) -> dict:
    return {**ORGANISATION, "key": world.contact.pk}


def asks(act: str):
    return lambda world: {**one(world), "act": act}


def invitation_of(contact: Contact) -> Invitation:
    return Invitation.objects.get(contact=contact)


def invitation(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": invitation_of(world.contact).pk}


def link(world: SimpleNamespace) -> dict:
    return {"token": token_of(invitation_of(world.contact))}


def way_out(world: SimpleNamespace) -> dict:
    return {"token": way_out_token(world.contact)}


DESK = only(COORDINATOR, OFFICE)
DONE = only(COORDINATOR, OFFICE, status=302)
POST_ONLY = only(COORDINATOR, OFFICE, status=405)
NEW = {"kind": "ngo", "institution": "Nowa", "language": "pl", "source": "rozmowa"}
LIMITS = {"most_in_30_days": 2, "pause_days": 5, "most_a_day": 100}
TABLE = [
    Access("invitation", link, GET, everyone(200)),
    Access("invitation", link, POST, everyone(302), data={"act": "decline"}),
    Access("unsubscribe", way_out, GET, everyone(200)),
    Access("unsubscribe", way_out, POST, everyone(200)),
    Access("contacts", ORGANISATION, GET, DESK),
    Access("contacts-bulk", ORGANISATION, GET, POST_ONLY),
    Access("contacts-bulk", ORGANISATION, POST, DONE, data={"act": "archive"}),
    Access("contacts-undo", ORGANISATION, GET, POST_ONLY),
    Access("contacts-undo", ORGANISATION, POST, DONE),
    Access("contacts-export", ORGANISATION, GET, only(COORDINATOR, status=405)),
    Access("contacts-export", ORGANISATION, POST, only(COORDINATOR)),
    Access("contacts-limits", ORGANISATION, GET, only(COORDINATOR)),
    Access("contacts-limits", ORGANISATION, POST, only(COORDINATOR, status=302), data=LIMITS),
    Access("contact-new", ORGANISATION, GET, DESK),
    Access("contact-new", ORGANISATION, POST, DONE, data=NEW),
    Access("contacts-import", ORGANISATION, GET, DESK),
    Access("contacts-import", ORGANISATION, POST, only(COORDINATOR, OFFICE, status=422)),
    Access("contacts-import-columns", ORGANISATION, GET, DONE),
    Access("contacts-import-columns", ORGANISATION, POST, DONE),
    Access("contacts-import-undo", ORGANISATION, GET, POST_ONLY),
    Access("contacts-import-undo", ORGANISATION, POST, DONE),
    Access("contacts-offices", ORGANISATION, GET, DESK),
    Access("contacts-offices", ORGANISATION, POST, DESK),
    Access("contacts-participants", ORGANISATION, GET, DESK),
    Access("contacts-participants", ORGANISATION, POST, DESK),
    Access("contact", one, GET, DESK),
    Access("contact", one, POST, DONE, data=NEW),
    Access("contact-merge", one, GET, DESK),
    Access("contact-merge", one, POST, DONE, data=lambda world: {"other": world.other.pk}),
    Access("contact-restore", one, GET, POST_ONLY),
    Access("contact-restore", one, POST, DONE),
    Access("contact-ask", asks("archive"), GET, DESK),
    Access("contact-ask", asks("stop"), POST, DONE),
    Access("spread", SLUG, GET, DESK),
    Access("spread-choose", SLUG, GET, only(COORDINATOR)),
    Access("spread-send", SLUG, GET, only(COORDINATOR, status=405)),
    Access("spread-send", SLUG, POST, only(COORDINATOR, status=302)),
    Access("spread-call-back", SLUG, GET, only(COORDINATOR, status=405)),
    Access("spread-call-back", SLUG, POST, only(COORDINATOR, status=302)),
    Access("spread-invitations", SLUG, GET, DESK),
    Access("spread-reply", invitation, GET, DESK),
    Access("spread-reply", invitation, POST, DONE, data={"reply": "declined"}),
    Access("spread-report", SLUG, GET, DESK),
    Access("spread-evidence", SLUG, GET, only(COORDINATOR, status=405)),
    Access("spread-evidence", SLUG, POST, only(COORDINATOR)),
]
