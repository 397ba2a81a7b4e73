"""What there is to set up, in which order, and what is done."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obrady.doors.web.parts.reach import reach_of
from obrady.doors.web.parts.words import own_name
from obrady.stages.letters.queries import server_of
from obrady.stages.organisations.models import Organisation
from obrady.stages.organisations.queries import languages_of
from obrady.stages.team.queries import colleagues_of


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    page: str
    is_done: bool
    may_wait: bool = False
    address: str = ""


def steps_of(organisation: Organisation, request: HttpRequest) -> list[Step]:
    steps = [
        _described(organisation),
        _languages(organisation),
        _logo(organisation),
        _colour(organisation),
        _team(organisation),
        _mail(organisation),
        _address(request),
    ]
    return [
        Step(**{**step.__dict__, "address": address}) for step in steps if (address := _of(step.page, organisation))
    ]


def _of(page: str, organisation: Organisation) -> str:
    try:
        return reverse(page, args=[organisation.slug])
    except NoReverseMatch:
        return ""


def _described(organisation: Organisation) -> Step:
    needed = [
        (str(organisation.address), _("postal address")),
        (organisation.email or organisation.phone, _("e-mail or phone")),
        (str(organisation.data_protection_contact), _("contact for questions about personal data")),
    ]
    missing = [words for value, words in needed if not value]
    text = _("Missing: %(what)s.") % {"what": ", ".join(missing)} if missing else str(organisation.name)
    return Step(_("The organisation"), text, "organisation-details", not missing)


def _languages(organisation: Organisation) -> Step:
    names = ", ".join(own_name(code) for code in languages_of(organisation))
    return Step(_("Languages of your texts"), names, "organisation-languages", is_done=True)


def _logo(organisation: Organisation) -> Step:
    text = str(organisation.logo) if organisation.logo else _("None yet; pages and letters work without one.")
    return Step(_("Logo"), text, "organisation-logo", organisation.logo is not None, may_wait=True)


def _colour(organisation: Organisation) -> Step:
    return Step(_("Colour"), organisation.accent, "organisation-accent", is_done=True)


def _team(organisation: Organisation) -> Step:
    number = colleagues_of(organisation, is_active=True).count()
    if number < 2:
        text = _("You are alone. A second coordinator can help when a password or a telephone is lost.")
    else:
        text = ngettext("%(number)s person", "%(number)s people", number) % {"number": number}
    return Step(_("Colleagues"), text, "colleagues", number > 1, may_wait=True)


def _mail(organisation: Organisation) -> Step:
    server = server_of(organisation)
    text = server.host if server else _("No mail server yet: letters wait safely until there is one.")
    return Step(_("Mail"), text, "mail-setup", server is not None, may_wait=True)


def _address(request: HttpRequest) -> Step:
    reach = reach_of(request)
    if reach.is_open_to_be_read:
        text = _("%(address)s – open to the internet without HTTPS") % {"address": reach.address}
    elif reach.is_for_this_computer:
        text = _("%(address)s – reachable on this computer or network only") % {"address": reach.address}
    else:
        text = reach.address
    is_done = reach.is_https and not reach.is_for_this_computer
    return Step(_("Public address"), text, "public-address", is_done, may_wait=not reach.is_open_to_be_read)
