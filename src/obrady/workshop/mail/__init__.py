"""Mail out: a letter as a MIME message, and what a mail server answered to it. Mail in: `reading` a mailbox, and what
stands in a message (`incoming`, `plain`)."""

from obrady.workshop.mail.incoming import Bounce, CannotBeRead, Head, Incoming, fingerprint_of, head_of, read
from obrady.workshop.mail.message import BadAddress, Foot, InlinePicture, Outgoing, composed, small_picture
from obrady.workshop.mail.plain import unquoted
from obrady.workshop.mail.reading import CannotBeCollected, Fetched, Mailbox, Reading
from obrady.workshop.mail.sending import Connection, Outcome, Result, Security, Server, configured_server
from obrady.workshop.mail.trying import Trial, Tried, try_mailbox, try_server

__all__ = [
    "BadAddress",
    "Bounce",
    "CannotBeCollected",
    "CannotBeRead",
    "Connection",
    "Fetched",
    "Foot",
    "Head",
    "Incoming",
    "InlinePicture",
    "Mailbox",
    "Outcome",
    "Outgoing",
    "Reading",
    "Result",
    "Security",
    "Server",
    "Trial",
    "Tried",
    "composed",
    "configured_server",
    "fingerprint_of",
    "head_of",
    "read",
    "small_picture",
    "try_mailbox",
    "try_server",
    "unquoted",
]
