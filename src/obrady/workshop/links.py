"""Secret links: the secret part follows from the installation's key, a database keeps only its hash."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from django.conf import settings

TOKEN_BYTES = 20


def token_for(purpose: bytes, what: bytes) -> str:
    """The same for the same thing for ever, so that it need not be stored to be written into every letter."""
    key = hmac.digest(settings.OBRADY_MASTER_KEY, purpose, "sha256")
    return urlsafe_b64encode(hmac.digest(key, what, "sha256")[:TOKEN_BYTES]).decode().rstrip("=")


def hash_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def public_address(path: str, *, language: str) -> str:
    """The full address of a path such as /z/…/; in a language that pages do not speak, the one of the house."""
    is_prefixed = language in dict(settings.LANGUAGES) and language != settings.LANGUAGE_CODE
    return f"{settings.OBRADY_PUBLIC_ADDRESS}{f'/{language}' if is_prefixed else ''}{path}"
