"""Codes from an app on the telephone (TOTP, RFC 6238), as django-allauth computes them, at a time that is handed in."""

from obrady.workshop.second_factor.codes import PERIOD, address_for_apps, new_secret, period_of

__all__ = ["PERIOD", "address_for_apps", "new_secret", "period_of"]
