"""Where and what is wrong in a file that is no form."""

import re

from django.utils.translation import gettext_lazy as _

from obrady.stages.applications.queries.form_parts import DefinitionError

FAULTS = {
    "missing": _("“%(at)s” is missing."),
    "wrong_type": _("“%(at)s” is of another kind than a form has there; expected: %(expected)s."),
    "missing_language": _("“%(at)s” has no text in “%(language)s”."),
    "unknown_kind": _("“%(at)s”: there is no kind of question “%(kind)s”."),
    "unknown_test": _("“%(at)s”: a condition needs “in”, “not_in” or “answered”."),
    "no_options": _("“%(at)s”: a choice without options."),
    "duplicate_key": _("“%(at)s”: the key “%(key)s” is there twice."),
    "unknown_question": _("“%(at)s”: the form has no question “%(question)s”."),
    "unknown_consent": _("“%(at)s”: the form has no consent “%(consent)s”."),
    "unknown_code": _("“%(at)s”: the question “%(question)s” has no option “%(option)s”."),
    "unknown_gmina_property": _("“%(at)s”: a gmina has no property “%(name)s”."),
    "consent_does_not_cover": _("“%(at)s” does not name the question “%(question)s”, which stands under it."),
}
NUMBER = re.compile(r"\[(\d+)\]")


def fault_in_words(fault: DefinitionError) -> str:
    """The place as in the file, counted from 1 as people count: sections[1].questions[3].kind."""
    at = NUMBER.sub(lambda found: f"[{int(found[1]) + 1}]", str(fault.params.get("at", "")))
    params = {key: str(value)[:80] for key, value in fault.params.items()}
    words = str(FAULTS.get(fault.code, fault.code)) % {"expected": "", **params, "at": at}
    return str(_("This file is no form. %(fault)s")) % {"fault": words}
