"""Mail out: a letter as a MIME message, and what a mail server answered to it."""

from obrady.workshop.mail.message import BadAddress, Foot, InlinePicture, Outgoing, composed, small_picture
from obrady.workshop.mail.sending import Connection, Outcome, Result, Security, Server, configured_server

__all__ = [
    "BadAddress",
    "Connection",
    "Foot",
    "InlinePicture",
    "Outcome",
    "Outgoing",
    "Result",
    "Security",
    "Server",
    "composed",
    "configured_server",
    "small_picture",
]
