"""A copy of somebody's data, as words for a page and as a file."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.applications import words as applications
from obrady.doors.web.applications.answers import answer_in_words
from obrady.doors.web.intake import words
from obrady.doors.web.letters.wording import KINDS
from obrady.doors.web.parts.tags import day, moment

TITLES = {
    "people.Person": _("How we reach you"),
    "people.Consent": _("Consents"),
    "people.SensitiveAnswer": _("Sealed answers"),
    "applications.Application": _("Applications"),
    "applications.OwnRecord": _("What an application said before it was merged"),
    "applications.DuplicatePair": _("Possible duplicates"),
    "applications.ApplicantLink": _("Wishes to come together"),
    "draws.PoolMember": _("The draw"),
    "letters.Letter": _("Letters"),
    "intake.Thread": _("Questions, objections and rights"),
    "intake.ThreadEntry": _("What was written and said"),
    "intake.RawMessage": _("E-mails that you wrote"),
}
FIELDS = {
    "name": _("Name"), "email": _("E-mail"), "phone": _("Telephone"), "answer_channel": _("How to answer"),
    "language": _("Language"), "meeting": _("Meeting"), "reference": _("Application number"),
    "channel": _("Channel"), "received_at": _("Received"), "taken_by": _("Taken by"), "state": _("State"),
    "reason": _("Reason"), "withdrawn_at": _("Withdrawn"), "answers": _("Answers"), "consents": _("Consents"),
    "notice_version": _("Version of the notice"), "consent": _("Consent"), "given": _("Given"),
    "said_at": _("When"), "kind": _("Kind"), "number": _("Number"), "opened_at": _("Opened"),
    "answer_by": _("Answer by"), "summary": _("Summary of the answer"), "thread": _("Number"),
    "said_by": _("Who"), "written_at": _("When"), "text": _("Words"), "subject": _("Subject"), "body": _("Words"),
    "sent_to": _("Sent to"), "from": _("From"), "attachments": _("Attachments"), "draw": _("Draw"), "code": _("Code"),
    "features": _("Features"), "chance": _("Chance"), "drawn": _("Was drawn"), "reserve_position": _("Place on the reserve"),
    "named": _("Named"), "named_by_another": _("Named by somebody else"), "mode": _("Wish"), "reasons": _("Reasons"),
}  # fmt: skip
YES, NO = _("yes"), _("no")
ZONE = "Europe/Warsaw"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
CODES: dict[str, dict[str, object]] = {
    "said_by": {"in": _("you"), "out": _("the organiser"), "note": _("a note among the organiser’s people")},
    "state": {
        **{str(key): label for key, (label, _mark) in applications.STATES.items()},
        **{str(key): label for key, (label, _mark) in words.OWN_STATES.items()},
    },
    "channel": {
        **{str(key): label for key, label in applications.CHANNELS.items()},
        **{str(key): label for key, label in words.CHANNELS.items()},
    },
    "kind": {
        **{str(key): label for key, label in KINDS.items()},
        **{str(key): label for key, label in [*words.KINDS.items(), *words.RIGHTS.items()]},
    },
}


@dataclass(frozen=True)
class Part:
    title: object
    rows: list[list[tuple[object, object]]]


def parts_of(copy: Mapping[str, list[dict[str, Any]]], definition: Any, language: str) -> list[Part]:
    """What is held, under the names that the form gives it; parts that hold nothing are left out."""
    return [
        Part(TITLES.get(label, label), [_pairs(row, definition, language) for row in rows if row])
        for label, rows in copy.items()
        if any(rows)
    ]


def _pairs(row: Mapping[str, Any], definition: Any, language: str) -> list[tuple[object, object]]:
    pairs: list[tuple[object, object]] = []
    for key, value in row.items():
        if key in ("answers", "consents") and isinstance(value, dict):
            pairs += _pairs(value, definition, language)
        elif value not in (None, "", [], {}):
            pairs.append((_label(key, definition, language), _value(key, value, definition, language)))
    return pairs


def _label(key: str, definition: Any, language: str) -> object:
    """A key of the form in its own words; a field of ours in ours."""
    consents = {consent.key: consent.label for consent in definition.consents}
    if definition.has_question(key) and key not in ("email", "phone", "language", "answer_channel"):
        label = definition.question(key).label
    elif key in consents:
        label = consents[key]
    else:
        return FIELDS.get(key, key.replace("_", " "))
    return _in(label, language)


def _value(key: str, value: object, definition: Any, language: str) -> object:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, str):
        return _text(key, value, definition, language)
    if definition.has_question(key):
        answer = tuple(value) if isinstance(value, list) else str(value)
        return answer_in_words(definition.question(key), answer, language)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {said}" for name, said in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _text(key: str, value: str, definition: Any, language: str) -> object:
    """Codes and moments in words; whatever is not known here stays as it is."""
    if key == "consent":
        return next((_in(one.label, language) for one in definition.consents if one.key == value), value)
    if _MOMENT.match(value):
        return moment(datetime.fromisoformat(value), ZONE)
    if _DAY.match(value):
        return day(date.fromisoformat(value))
    if value in CODES.get(key, {}):
        return CODES[key][value]
    if definition.has_question(key):
        return answer_in_words(definition.question(key), value, language)
    return value


def _in(label: Mapping[str, str], language: str) -> str:
    return label.get(language) or next(iter(label.values()))


def as_file(copy: Mapping[str, list[dict[str, Any]]], name: str) -> HttpResponse:
    content = json.dumps(copy, ensure_ascii=False, indent=2, default=str)
    return HttpResponse(
        content,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.json"', "Cache-Control": "no-store"},
    )
