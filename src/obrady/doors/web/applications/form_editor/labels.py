"""What kinds, tests and parts of a form are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from obrady.stages.applications.queries.form_parts import FormDefinition, GminaProperty, Kind

KINDS = {
    Kind.SHORT_TEXT: _("Short text"),
    Kind.LONG_TEXT: _("Longer text"),
    Kind.SINGLE_CHOICE: _("One answer of several"),
    Kind.MULTIPLE_CHOICE: _("Several answers"),
    Kind.YES_NO: _("Yes or no"),
    Kind.YES_NO_PREFER_NOT: _("Yes, no or prefer not to say"),
    Kind.EMAIL: _("E-mail address"),
    Kind.PHONE: _("Telephone number"),
    Kind.ORGANISATION: _("Organisation"),
    Kind.GMINA: _("A gmina"),
    Kind.LINKED_APPLICANTS: _("Others who apply"),
    Kind.DATE: _("Day"),
    Kind.NUMBER: _("Number"),
}
TESTS = {
    "in": _("is one of"),
    "not_in": _("is none of"),
    "answered": _("is answered"),
    "not_answered": _("is not answered"),
}
JOINTS = {"all": _("All of these hold"), "any": _("At least one of these holds")}
PROPERTIES = {
    GminaProperty.CODE6: _("which gmina it is"),
    GminaProperty.TYPE: _("its type: town, rural, town and rural"),
    GminaProperty.POWIAT: _("its powiat"),
}
GMINA_TYPES = {"1": _("town"), "2": _("rural gmina"), "3": _("town and rural gmina")}
PARTS = {
    "title": _("heading"),
    "intro": _("introduction"),
    "label": pgettext_lazy("of a form", "words"),
    "help": _("explanation"),
    "short": _("short notice"),
    "full": _("whole notice"),
    "version": _("version"),
    "languages": _("languages"),
    "kind": _("kind"),
    "required": _("must be answered"),
    "required_unless": _("need not be answered if"),
    "shown_if": _("asked only if"),
    "other_text": _("own words"),
    "max_choices": _("most answers"),
    "max_length": _("most characters"),
    "sensitive": _("sensitive"),
    "consent": _("consent"),
    "used_in_recruitment": _("counts in the recruitment"),
    "phone_minimum": _("asked first on the phone"),
    "office_only": _("filled in by the office"),
    "options": _("answers to choose from"),
    "options_order": _("order of the answers"),
    "section": _("part of the form"),
    "covers": _("answers it covers"),
    "withdrawable": _("can be taken back"),
    "from": _("follows from"),
    "only_if": _("looked at only if"),
    "otherwise": _("otherwise"),
    "gmina_property": _("what of the gmina"),
    "map": _("values"),
    "map_else": _("every other answer"),
    "default": _("no answer"),
    "max": _("limit"),
}


def said(text, language: str) -> str:
    """A text in this language, or in the first that it has."""
    if not text:
        return ""
    return text.get(language) or next((words for words in text.values() if words), "")


def part_in_words(part: str) -> str:
    return str(PARTS.get(part, part))


def called(definition: FormDefinition, area: str, key: str, language: str) -> str:
    """What a part of a form is called in lists; its key where it has no words."""
    if area == "section":
        text = next((one.title for one in definition.sections if one.key == key), None)
    elif area == "question":
        text = definition.question(key).label if definition.has_question(key) else None
    elif area == "consent":
        text = next((one.label for one in definition.consents if one.key == key), None)
    else:
        return {"form": str(_("Title and introduction")), "notice": str(_("Notice about personal data"))}.get(area, key)
    return said(text, language) or key
