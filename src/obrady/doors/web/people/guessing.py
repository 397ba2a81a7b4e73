"""Against guessing: whose tries are counted together."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

SECOND_STEP = "second-step:"


def counted_by(request_or_attempt: Any, credentials: dict | None = None) -> list:
    """Passwords: by e-mail and network, so that nobody is locked out from elsewhere. Codes: by account, wherever from,
    because whoever tries them knows the password already."""
    name = (credentials or {}).get("username") or getattr(request_or_attempt, "username", "") or ""
    return ["username"] if str(name).startswith(SECOND_STEP) else [["username", "ip_address"]]


def address_of(request: HttpRequest) -> str | None:
    """Behind our own proxy its last word counts; everything before it in the header may be invented by the visitor."""
    if settings.OBRADY_BEHIND_PROXY and (passed := request.headers.get("X-Forwarded-For", "")):
        return passed.split(",")[-1].strip() or None
    return request.META.get("REMOTE_ADDR")


def may_try_code(request: HttpRequest, account_key: str) -> bool:
    return AxesProxyHandler.is_allowed(request, {"username": f"{SECOND_STEP}{account_key}"})


def note_wrong_code(request: HttpRequest, account_key: str) -> None:
    user_login_failed.send(sender=__name__, credentials={"username": f"{SECOND_STEP}{account_key}"}, request=request)


def may_try_password(request: HttpRequest, email: str) -> bool:
    return AxesProxyHandler.is_allowed(request, {"username": email})


def note_wrong_password(request: HttpRequest, email: str) -> None:
    user_login_failed.send(sender=__name__, credentials={"username": email}, request=request)
