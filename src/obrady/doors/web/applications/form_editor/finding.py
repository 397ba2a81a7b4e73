"""What a draft lacks, in words, with the page where it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.applications.form_editor.labels import GMINA_TYPES, KINDS, called, part_in_words, said
from obrady.doors.web.applications.form_editor.wording import name_of
from obrady.stages.applications import queries
from obrady.stages.applications.queries.form_parts import Finding, FormDefinition, Kind

WORDS = {
    "missing_words": _("%(part)s: words are missing in one language: %(language)s."),
    "unknown_placeholder": _("%(part)s (%(language)s): {%(name)s} does not stand for anything."),
    "different_placeholders": _("%(part)s (%(language)s): not the same places in braces as in the first language: %(names)s."),
    "no_languages": _("The form has no language."),
    "no_questions": _("Nothing is asked yet."),
    "no_version": _("The notice has no version."),
    "bad_key": _("The key may hold small letters a–z, digits and _ only."),
    "reserved_key": _("The system uses this key itself: choose another one."),
    "duplicate_key": _("Something else has the same key."),
    "no_options": _("There are no answers to choose from."),
    "one_option": _("There is only one answer to choose."),
    "bad_code": _("The code “%(option)s” may hold letters a–z, digits and _ . + - only."),
    "duplicate_code": _("Two answers have the code “%(option)s”."),
    "unknown_question": _("%(part)s: the form has no question “%(question)s”."),
    "unknown_code": _("%(part)s: “%(question)s” has no answer “%(option)s”."),
    "asks_without_options": _("%(part)s: “%(question)s” has no answers to choose from; ask whether it is answered."),
    "asks_itself": _("%(part)s: the question asks for itself."),
    "asks_in_a_circle": _("It is asked only after a question that is asked only after it: nobody would ever see it."),
    "asked_before": _("It follows from “%(question)s”, which is asked later. Move it below that."),
    "condition_on_the_office": _("%(part)s: “%(question)s” is filled in by the office; who applies has no answer to it."),
    "sensitive_without_consent": _("It is sensitive: choose the consent under which the answer may be kept."),
    "unknown_consent": _("The form has no consent “%(consent)s”."),
    "consent_does_not_cover": _("The consent “%(consent)s” does not say that it covers this question."),
    "covered_without_consent": _("It covers “%(question)s”, but that question does not stand under it."),
    "required_consent_covers": _("A consent that everybody has to give is not freely given: do not let it cover answers."),
    "bad_limit": _("The limit must be at least 1."),
    "limit_beyond_options": _("The limit is higher than the number of answers."),
    "options_without_value": _("Not every answer has a value: %(options)s. Give one, or say what every other answer counts as."),
    "not_used_in_recruitment": _("“%(question)s” is not marked as counting in the recruitment."),
    "several_answers": _("“%(question)s” takes several answers; only single ones and exact combinations have a value."),
    "otherwise_missing": _("Say which value counts when it is not looked at."),
    "property_of_no_gmina": _("“%(question)s” is no question about a gmina."),
    "empty_section": _("There is no question in it."),
    "needs_name": _("The form must ask for the name (the question with the key full_name)."),
    "needs_contact": _("The form must ask for an e-mail address or a telephone number (email, phone)."),
    "needs_office_question": _("What the office fills in is missing: %(question)s."),
    "wrong_kind": _("The system reads this question itself; its kind must be: %(kind)s."),
    "no_declaration": _("There is no declaration that everybody has to give (rules and notice known)."),
    "kind_in_use": _("Answers are there already, so its kind stays: %(kind)s. Add a new question instead."),
    "unsealed": _("People answered because it is sealed; it stays sensitive. Add a new question instead."),
}  # fmt: skip
PAGES = {"section": "form-section", "question": "form-question", "consent": "form-consent", "feature": "form-feature"}
WHOLE = {"form": "form-texts", "notice": "form-notice", "cap": "form-caps"}


@dataclass(frozen=True)
class Mend:
    """One thing to mend: of what, in words, and where."""

    name: str
    words: str
    address: str
    blocks: bool
    code: str = ""
    language: str = ""


def mends(desk, findings: Iterable[Finding]) -> list[Mend]:
    language = get_language() or "pl"
    return [
        Mend(
            name=called(desk.words, one.area, one.key, language),
            words=words_of(one, desk.words, language),
            address=address_of(desk.meeting, desk.definition, one),
            blocks=one.blocks,
            code=one.code,
            language=str(one.params.get("language", "")),
        )
        for one in findings
    ]


def of_part(desk, area: str, key: str) -> list[Mend]:
    """What one part of the draft lacks; missing words are marked at the boxes themselves."""
    found = queries.review_form(desk.meeting, desk.definition)
    return mends(desk, [one for one in found if (one.area, one.key) == (area, key) and one.code != "missing_words"])


def words_of(one: Finding, definition: FormDefinition, language: str) -> str:
    params = {key: _param(key, value, definition, language) for key, value in one.params.items()}
    if one.code == "options_without_value" and not one.params.get("options"):
        return _now("Say what counts when there is no answer, or every other answer.")
    code = one.params.get("option")
    part = _part(one.part, definition, one.key, language)
    return str(WORDS.get(one.code, one.code)) % {"option": code, **params, "part": part}


def _part(part: str, definition: FormDefinition, key: str, language: str) -> str:
    if part.startswith("option:"):
        code = part.partition(":")[2]
        options = definition.question(key).options if definition.has_question(key) else ()
        words = next((said(one.label, language) for one in options if one.code == code), "") or code
        return _now("answer “%(code)s”") % {"code": words}
    words = part_in_words(part)
    return words[:1].upper() + words[1:]


def _param(key: str, value: object, definition: FormDefinition, language: str) -> str:
    if key == "language":
        return name_of(str(value))
    if key == "question":
        return called(definition, "question", str(value), language)
    if key == "consent":
        return called(definition, "consent", str(value), language)[:90]
    if key == "kind":
        return str(KINDS[Kind(str(value))])
    if key == "names":
        return ", ".join(f"{{{name}}}" for name in value)  # type: ignore[attr-defined]
    if key == "options":
        words = {one.code: said(one.label, language) for question in definition.questions for one in question.options}
        return "; ".join(words.get(code) or str(GMINA_TYPES.get(code, code)) for code in value)  # type: ignore[attr-defined]
    return str(value)


def address_of(meeting, definition: FormDefinition, one: Finding) -> str:
    exists = {
        "section": one.key in {section.key for section in definition.sections},
        "question": definition.has_question(one.key),
        "consent": one.key in {consent.key for consent in definition.consents},
        "feature": one.key in {feature.key for feature in definition.features},
    }
    if exists.get(one.area):
        address = reverse(PAGES[one.area], args=[meeting.slug, one.key])
        return f"{address}#{anchor_of(one)}" if anchor_of(one) else address
    if one.area in WHOLE and one.code in (
        "missing_words",
        "unknown_placeholder",
        "different_placeholders",
        "no_version",
    ):
        return f"{reverse(WHOLE[one.area], args=[meeting.slug])}#{anchor_of(one)}"
    return reverse(WHOLE["cap"] if one.area == "cap" else "form-edit", args=[meeting.slug])


def anchor_of(one: Finding) -> str:
    language = str(one.params.get("language", ""))
    if one.part.startswith("option"):
        return "options"
    return f"id_{one.part}_{language}" if one.part and language else ""
