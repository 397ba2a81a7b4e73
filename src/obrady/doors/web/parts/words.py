"""Words for values that several rooms show."""

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from obrady.stages.ledger.states import Role
from obrady.stages.organisations.models import Organisation
from obrady.stages.organisations.queries import languages_of

ROLES = {
    Role.COORDINATOR: _("coordinator"),
    Role.OFFICE: _("office"),
    Role.FACILITATOR: _("facilitator"),
    Role.OBSERVER: _("observer"),
}


def own_name(code: str) -> str:
    """How a language calls itself; the code itself where that is not known."""
    try:
        return Locale.parse(code).get_display_name(code) or code
    except (UnknownLocaleError, ValueError):
        return code


def is_right_to_left(code: str) -> bool:
    try:
        return Locale.parse(code.partition("-")[0]).character_order == "right-to-left"
    except (UnknownLocaleError, ValueError):
        return False


def languages_written(organisation: Organisation) -> list[tuple[str, str]]:
    """The languages that an organiser writes in, with the house's own first among them, as (code, name)."""
    names = {code: str(name) for code, name in settings.LANGUAGES}
    codes = dict.fromkeys(languages_of(organisation))
    house = [settings.LANGUAGE_CODE] if settings.LANGUAGE_CODE not in codes else []
    return [(code, names.get(code) or own_name(code)) for code in [*house, *codes]]
