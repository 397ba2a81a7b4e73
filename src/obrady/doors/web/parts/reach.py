"""From where this installation can be reached, and whether what is typed into it can be read on the way."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from obrady.workshop.reach import is_at_home


@dataclass(frozen=True)
class Reach:
    """The public address as it is set, and the way by which this very page was asked for."""

    address: str
    host: str
    is_https: bool
    asked_host: str
    asked_securely: bool

    @property
    def is_for_this_computer(self) -> bool:
        return is_at_home(self.host)

    @property
    def is_open_to_be_read(self) -> bool:
        """Somebody outside reaches it, and nothing seals what travels."""
        if not self.is_https and not self.is_for_this_computer:
            return True
        return not self.is_https and not self.asked_securely and not is_at_home(self.asked_host)

    @property
    def proxy_is_silent(self) -> bool:
        """The address says HTTPS, but this page did not come by it as far as we are told."""
        return self.is_https and not self.asked_securely

    @property
    def is_asked_elsewhere(self) -> bool:
        return self.asked_host != self.host


def reach_of(request: HttpRequest) -> Reach:
    address = urlsplit(settings.OBRADY_PUBLIC_ADDRESS)
    asked = urlsplit(f"//{request.get_host()}").hostname or ""
    return Reach(
        address=settings.OBRADY_PUBLIC_ADDRESS,
        host=address.hostname or "",
        is_https=settings.OBRADY_HTTPS,
        asked_host=asked,
        asked_securely=request.is_secure(),
    )
