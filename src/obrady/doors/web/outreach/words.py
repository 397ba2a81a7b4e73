"""What kinds, bases, states and reasons are called on the screen."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from obrady.doors.web.parts.context import OWN_NAMES
from obrady.stages.letters.queries import folded
from obrady.stages.letters.states import LetterChannel
from obrady.stages.outreach.queries import Area, area, gmina_areas, powiats
from obrady.stages.outreach.states import Basis, ContactKind, InvitationState, LeftOut, Level, Reply, Standing, Via

KINDS = {
    ContactKind.GMINA: _("Gmina or city office"),
    ContactKind.POWIAT: _("Powiat office"),
    ContactKind.VOIVODESHIP: _("Voivodeship office"),
    ContactKind.INSTITUTION: _("Other public institution"),
    ContactKind.NGO: _("Non-governmental organisation"),
    ContactKind.MEDIA: _("Media"),
    ContactKind.PARTICIPANT: _("Earlier participant or applicant"),
    ContactKind.PERSON: _("Person in their own name"),
    ContactKind.OTHER: pgettext_lazy("kind of contact", "Other"),
}
BASES = {
    Basis.PUBLISHED: _("Published address of a public institution"),
    Basis.CONSENT: _("Consent, with date and words"),
    Basis.PARTICIPANT: _("Consent given with an earlier application"),
    Basis.OTHER: _("Another basis, in words"),
}
NO_BASIS = _("None yet: no letters")
STANDINGS = {
    Standing.NEVER_INVITED: _("never invited"),
    Standing.UNSUBSCRIBED: _("no more letters"),
    Standing.NO_ADDRESS: _("no address yet"),
    Standing.ARCHIVED: _("in the archive"),
}
GMINA_KINDS = {"1": _("urban gmina"), "2": _("rural gmina"), "3": _("urban-rural gmina")}
STATES = {
    InvitationState.PLANNED: (_("Planned"), "calm"),
    InvitationState.WRITTEN: (_("On its way"), "warn"),
    InvitationState.INVITED: (_("Invited"), "good"),
    InvitationState.BOUNCED: (_("Came back"), "bad"),
    InvitationState.CALLED_BACK: (_("Called back"), "calm"),
    InvitationState.NOT_SENT: (_("Not sent"), "warn"),
    InvitationState.WILL_COME: (_("Will come"), "good"),
    InvitationState.DECLINED: (_("Cannot come"), "calm"),
    InvitationState.APPLIED: (_("Applied"), "good"),
    InvitationState.UNSUBSCRIBED: (_("No more letters"), "warn"),
}
REPLIES = {
    Reply.WILL_COME: _("They will come and apply themselves"),
    Reply.DECLINED: _("They cannot come"),
    Reply.NONE: _("No answer yet: take back what was noted"),
}
VIA = {Via.LINK: _("by the link"), Via.OFFICE: _("told to the office"), Via.APPLICATION: _("by an application")}
CHANNELS = {
    LetterChannel.MAIL: pgettext_lazy("way to reach somebody", "E-mail"),
    LetterChannel.PHONE: pgettext_lazy("way to reach somebody", "Phone call"),
    LetterChannel.PRINT: pgettext_lazy("way to reach somebody", "Printed letter"),
}
LEFT_OUT = {
    LeftOut.UNSUBSCRIBED: _("asked not to be written to"),
    LeftOut.CONSENT_WITHDRAWN: _("took their consent back"),
    LeftOut.NO_BASIS: _("no basis noted: say first why we may write"),
    LeftOut.NO_ADDRESS: _("no e-mail, phone or postal address"),
    LeftOut.INVITED_ALREADY: _("already invited to this meeting, or planned"),
    LeftOut.NOT_INVITED_YET: _("not invited yet, so there is nothing to remind of"),
    LeftOut.REMINDED_ALREADY: _("already reminded, or planned"),
    LeftOut.ANSWERED: _("have answered"),
    LeftOut.NEVER_REACHED: _("the first letter did not reach them"),
    LeftOut.PAUSE: _("had a letter a few days ago"),
    LeftOut.ENOUGH: _("had enough letters in 30 days"),
    LeftOut.SAME_ADDRESS: _("same address as another contact"),
    LeftOut.TOO_LATE: _("their turn would come after applications close"),
}
REFUSED = {
    "no_name": _("Give the institution or a person."),
    "source": _("Say where this contact comes from."),
    "area": _("Choose the area that this office stands for."),
    "basis_words": _("Give the words of the consent or of the basis."),
    "basis_date": _("Give the day of the consent."),
    "bad_email": _("This is not an e-mail address."),
    "tag": _("A tag has one to 60 characters."),
    "moved": _("Somebody else has changed this contact meanwhile. Look at it again."),
    "same_address": _("This address is in the contact book already."),
}
REFUSED_AT = {
    "no_name": "institution",
    "source": "source",
    "area": "area",
    "basis_words": "basis_words",
    "basis_date": "basis_on",
    "bad_email": "email",
    "tag": "tags",
    "same_address": "email",
}
NOT_NOW = {
    "not_announced": _("The meeting is not announced yet. Publish the announcement first: the letters lead to it."),
    "closed": _("Applications are closed, so no invitation leaves. Extend the deadline to invite again."),
    "over": _("The meeting has begun or is over, so no invitation leaves."),
    "cancelled": _("The meeting is cancelled, so no invitation leaves."),
}
# What a file may call a kind, besides its own name in the three languages.
KIND_WORDS = {
    ContactKind.GMINA: ("gmina", "urzad gminy", "urzad miasta", "municipality", "гміна", "office"),
    ContactKind.POWIAT: ("powiat", "starostwo", "повіт", "county"),
    ContactKind.VOIVODESHIP: ("wojewodztwo", "voivodeship", "воєводство"),
    ContactKind.INSTITUTION: ("instytucja", "institution", "установа"),
    ContactKind.NGO: ("ngo", "organizacja", "organizacja pozarzadowa", "fundacja", "stowarzyszenie", "нуо", "го"),
    ContactKind.MEDIA: ("media", "redakcja", "медіа", "медиа"),
    ContactKind.PARTICIPANT: ("uczestnik", "uczestniczka", "participant", "учасник", "учасниця"),
    ContactKind.PERSON: ("osoba", "person", "особа"),
    ContactKind.OTHER: ("inne", "other", "інше"),
}


def kind_words() -> dict[str, ContactKind]:
    """Folded words to kinds, with the label of the language that the page is in."""
    found = {folded(word): kind for kind, words in KIND_WORDS.items() for word in words}
    return (
        found | {folded(str(label)): kind for kind, label in KINDS.items()} | {str(kind): kind for kind in ContactKind}
    )


def area_name(code: str) -> str:
    one = area(code)
    return "" if one is None else _named(one)


def _named(one: Area) -> str:
    match one.level:
        case Level.GMINA:
            kind = str(GMINA_KINDS[one.gmina_kind])
            return _now("%(name)s – %(kind)s, powiat %(powiat)s") % {
                "name": one.name,
                "kind": kind,
                "powiat": one.powiat,
            }
        case Level.POWIAT:
            return powiat_name(one)
        case Level.VOIVODESHIP:
            return _now("voivodeship %(name)s") % {"name": one.name}


def powiat_name(one: Area) -> str:
    if one.is_city_powiat:
        return _now("city with powiat rights: %(name)s") % {"name": one.name}
    return _now("powiat %(name)s") % {"name": one.name}


def area_choices() -> list[tuple[str, object]]:
    """The voivodeship, the powiats, and under each powiat its gminas."""
    groups: list[tuple[str, object]] = [("", _("none")), ("04", area_name("04"))]
    groups.append((_now("Powiats"), [(one.code, powiat_name(one)) for one in powiats()]))
    for one in powiats():
        gminas = [
            (gmina.code, f"{gmina.name} – {GMINA_KINDS[gmina.gmina_kind]}")
            for gmina in sorted(gmina_areas(one.code), key=lambda gmina: (gmina.name, gmina.gmina_kind))
        ]
        groups.append((powiat_name(one), gminas))
    return groups


def language_name(code: str) -> str:
    return OWN_NAMES.get(code, code)
