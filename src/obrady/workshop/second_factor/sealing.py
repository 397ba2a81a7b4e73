from base64 import urlsafe_b64decode, urlsafe_b64encode

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from obrady.workshop import sealing

PLACE = "mfa_authenticator:data"


class SealingAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in the database: a copy of the data alone makes no codes."""

    def encrypt(self, text: str) -> str:
        sealed = sealing.seal(settings.OBRADY_MASTER_KEY, text.encode(), place=PLACE)
        return urlsafe_b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = urlsafe_b64decode(encrypted_text.encode())
        return sealing.unseal(settings.OBRADY_MASTER_KEY, sealed, place=PLACE).decode()
