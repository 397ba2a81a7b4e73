"""Addresses reduced to what they reach, and the secret parts of links. The database holds only hashes of either."""

import unicodedata
from secrets import compare_digest

from obrady.stages.letters.queries import mail_key, phone_key
from obrady.stages.outreach.models import Contact, Invitation, WayOut
from obrady.workshop.links import hash_of_token, public_address, token_for

__all__ = [
    "hash_of_token",
    "invitation_url",
    "invitation_with_token",
    "mail_key",
    "phone_key",
    "tidied",
    "token_of",
    "unsubscribe_url",
    "way_out_token",
    "way_out_with_token",
]


def tidied(email: str) -> str:
    """An address as mail programs take it: one way of writing it, letters beyond ASCII in its domain encoded."""
    local, at, domain = unicodedata.normalize("NFKC", email).strip().rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return f"{local}{at}{domain}"


def token_of(invitation: Invitation) -> str:
    return token_for(b"obrady invitation link", invitation.id.bytes)


def way_out_token(contact: Contact) -> str:
    """The same in every letter to this contact at this address."""
    return token_for(b"obrady way out", f"{contact.pk}|{contact.mail_key}|{contact.phone_key}".encode())


def invitation_with_token(token: str) -> Invitation | None:
    wanted = hash_of_token(token)
    rows = Invitation.objects.filter(link_hash=wanted, contact__person__erased_at=None)
    found = rows.select_related("meeting__organisation__logo", "contact__person").first()
    return found if found and compare_digest(found.link_hash, wanted) else None


def way_out_with_token(token: str) -> WayOut | None:
    wanted = hash_of_token(token)
    found = WayOut.objects.filter(link_hash=wanted).select_related("organisation__logo").first()
    return found if found and compare_digest(found.link_hash, wanted) else None


def invitation_url(invitation: Invitation, *, language: str) -> str:
    return public_address(f"/i/{token_of(invitation)}/", language=language)


def unsubscribe_url(token: str, *, language: str) -> str:
    return public_address(f"/u/{token}/", language=language)
