"""Is it a person? Proof of work where the browser can, quiet signs elsewhere. Nobody is refused: what is not proven is
marked for the team.

The challenge is bound to the form's idempotency key, so that a solution serves one application and no more.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from altcha import ChallengeOptionsV1, create_challenge_v1, verify_solution_v1
from django.conf import settings
from django.core import signing
from django.http import QueryDict

VALID = timedelta(hours=24)
QUICKEST = timedelta(seconds=3)
SALT = "obrady.apply"
HONEYPOT = "website"


@dataclass(frozen=True)
class Ticket:
    """What a fresh form carries: its key, sealed with the time it was handed out, and the challenge."""

    key: str
    sealed: str
    challenge: str


def hand_out(now: datetime, *, key: str = "") -> Ticket:
    key = key or secrets.token_urlsafe(24)
    challenge = create_challenge_v1(
        ChallengeOptionsV1(
            hmac_key=settings.SECRET_KEY,
            max_number=settings.OBRADY_PROOF_OF_WORK_COST,
            salt=f"{key}.",
            expires=now + VALID,
        )
    )
    parts = {name: getattr(challenge, name) for name in ("algorithm", "challenge", "salt", "signature")}
    parts["most"] = settings.OBRADY_PROOF_OF_WORK_COST
    sealed = signing.dumps({"key": key, "at": now.timestamp()}, salt=SALT)
    return Ticket(key=key, sealed=sealed, challenge=json.dumps(parts))


def key_of(sent: QueryDict) -> str:
    """The form's own key, or "" when the sealed ticket is missing or was changed."""
    return _opened(sent).get("key", "")


def is_proven(sent: QueryDict, *, now: datetime) -> bool:
    """A solved challenge of this very form, no trap filled in, and not sent quicker than anybody reads."""
    ticket = _opened(sent)
    if not ticket or sent.get(HONEYPOT):
        return False
    if not QUICKEST.total_seconds() <= now.timestamp() - ticket["at"] <= VALID.total_seconds():
        return False
    return _is_solved(sent.get("proof", ""), key=ticket["key"])


def _is_solved(payload: str, *, key: str) -> bool:
    if not payload or len(payload) > 2000:
        return False
    try:
        is_right, _error = verify_solution_v1(payload, settings.SECRET_KEY, check_expires=False)
        salt = json.loads(base64.b64decode(payload))["salt"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return is_right and salt.startswith(f"{key}.")


def _opened(sent: QueryDict) -> dict:
    try:
        ticket = signing.loads(sent.get("ticket", ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return ticket if isinstance(ticket, dict) and "key" in ticket and "at" in ticket else {}
