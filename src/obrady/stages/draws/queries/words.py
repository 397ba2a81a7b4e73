"""What features and their values are called, in every language, from the form that asked for them."""

import re
from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

Texts = dict[str, str]
BRACKETS = re.compile(r"\s*\([^()]*\)")

# Features of the ready form that group answers: no question of the form says what they are called.
FEATURES = {
    "group": gettext_noop("Who applies"),
    "outside_torun": gettext_noop("From outside Toruń"),
    "rural_or_urban_rural": gettext_noop("From a rural or urban-rural gmina"),
    "big_city": gettext_noop("From Bydgoszcz, Grudziądz or Włocławek"),
    "powiat": gettext_noop("Powiat (county)"),
    "founded_since_2022": gettext_noop("Organisation founded since February 2022"),
    "began_after_2022": gettext_noop("Began with this subject after February 2022"),
    "migration_experience": gettext_noop("Own experience of migration"),
    "gender": gettext_noop("Gender"),
}
VALUES = {
    "yes": gettext_noop("yes"),
    "no": gettext_noop("no"),
    "unknown": gettext_noop("not known"),
    "na": gettext_noop("does not apply"),
}
GROUPS = {
    "ngo_migrants": gettext_noop("organisations working with people with migration experience"),
    "voivodeship_institution": gettext_noop("voivodeship institutions"),
    "own_name": gettext_noop("people in their own name"),
    "other_third_sector": gettext_noop("other organisations and groups"),
    "local_institution": gettext_noop("gmina, city and powiat institutions"),
}


def in_every_language(msgid: str) -> Texts:
    texts = {}
    for language, _ in settings.LANGUAGES:
        with override(language):
            texts[language] = gettext(msgid)
    return texts


def feature_words(definition: Mapping) -> dict[str, dict]:
    """For each feature of a form: {"label": texts, "values": {value: texts}}, in the form's order."""
    questions = {question["key"]: question for section in definition["sections"] for question in section["questions"]}
    return {
        feature["key"]: {
            "label": _label(feature, questions.get(feature["from"], {})),
            "values": _values(feature, questions.get(feature["from"], {})),
        }
        for feature in definition.get("features", [])
    }


def word(texts: Mapping[str, str] | None, *, language: str, key: str) -> str:
    """One text in a language, else in Polish, else the key made readable."""
    texts = texts or {}
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE) or readable(key)


def readable(key: str) -> str:
    return key.replace("_", " ").strip()


def _label(feature: Mapping, question: Mapping) -> Texts:
    if feature["key"] in FEATURES:
        return in_every_language(FEATURES[feature["key"]])
    if feature.get("gmina_property") is None and question.get("label"):
        return dict(question["label"])
    return {}


def _values(feature: Mapping, question: Mapping) -> dict[str, Texts]:
    """A value's words: the general ones, else those of the one option behind it, else those of all joined."""
    options = {option["code"]: option["label"] for option in question.get("options") or []}
    behind: dict[str, list[Texts]] = {}
    for code, value in (feature.get("map") or {code: code for code in options}).items():
        if code in options and feature.get("gmina_property") is None:
            behind.setdefault(value, []).append(options[code])
    known = {*behind, *(feature.get("map") or {}).values(), feature.get("map_else"), feature.get("otherwise")}
    known.add(feature.get("default"))
    return {value: _value(value, behind.get(value, [])) for value in sorted(filter(None, known))}


def _value(value: str, labels: list[Texts]) -> Texts:
    if value in VALUES or value in GROUPS:
        return in_every_language({**VALUES, **GROUPS}[value])
    if not labels:
        return {}
    languages = set.intersection(*(set(label) for label in labels))
    return {
        language: ", ".join(BRACKETS.sub("", label[language]).rstrip(".") for label in labels)
        for language in sorted(languages)
    }
