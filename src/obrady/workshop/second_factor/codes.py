import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value

PERIOD = 30
# A telephone's clock may be half a minute off, and typing takes time.
TOLERANCE = 1


def new_secret() -> str:
    return generate_totp_secret()


def address_for_apps(*, secret: str, account: str, issuer: str) -> str:
    """What the QR code says: otpauth://totp/ISSUER:ACCOUNT?…"""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"


def period_of(*, secret: str, code: str, now: datetime) -> int | None:
    """The number of the half minute that this code belongs to, or None when it is not right now."""
    here = int(now.timestamp()) // PERIOD
    typed = "".join(code.split())
    right = [
        period
        for period in range(here - TOLERANCE, here + TOLERANCE + 1)
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, period)).encode(), typed.encode())
    ]
    return right[0] if right else None
