"""Facts of the stage in the reader's language, ready for a page to show."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from obrady.doors.web.draws.wording import limits, spoken, with_percent
from obrady.stages.applications.states import ApplicationState, Channel
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.minutes import Minutes
from obrady.stages.draws.queries.public import OwnChance, PublicFacts
from obrady.stages.draws.states import Objective


def public_features(facts: PublicFacts) -> list[dict]:
    return [
        {
            "label": spoken(feature.words, feature.key),
            "values": [
                {
                    "label": spoken(value.words, value.value),
                    "low": with_percent(value.low, value.low_percent) if value.low else "",
                    "high": None if value.high is None else with_percent(value.high, value.high_percent),
                    "count": value.count,
                }
                for value in feature.values
            ],
        }
        for feature in facts.features
        if any(value.low or value.high is not None for value in feature.values)
    ]


def way_of_drawing(draw: Draw) -> dict[str, str]:
    """The objective in plain words, and what specialists call it."""
    match draw.objective:
        case Objective.MAXIMIN:
            return {
                "plain": _("the computer makes the smallest chance of anybody as large as possible."),
                "formal": "maximin",
            }
        case Objective.NASH:
            return {
                "plain": _(
                    "the computer makes the product of all chances as large as possible: nobody’s chance is lowered by a "
                    "part unless others gain larger parts."
                ),
                "formal": "Nash",
            }
    return {
        "plain": _(
            "the computer makes the smallest chance as large as possible, then the second smallest, and so on. There is "
            "exactly one such set of chances."
        ),
        "formal": "leximin",
    }


def public_decisions(draw: Draw) -> list[dict]:
    """Decisions on single people, by code alone."""
    guests = set(draw.decided.get("guests", ()))
    invited = [
        {"code": code, "words": _("has a place, guest") if code in guests else _("has a place")}
        for code in draw.decided.get("must", ())
    ]
    return invited + [{"code": code, "words": _("takes no part")} for code in draw.decided.get("excluded", ())]


def own_numbers(found: OwnChance, draw: Draw) -> list[str]:
    width = len(str(draw.rows)) - 1
    return [f"{row:0{width}d}" for row in found.rows]


def channel(key: str) -> str:
    return {
        Channel.WEB: _("web form"),
        Channel.PAPER_SCAN: _("scan by e-mail"),
        Channel.OFFICE: _("paper at the office"),
        Channel.PHONE: _("telephone"),
    }.get(key, _("all"))


def application_state(key: str) -> str:
    return {
        ApplicationState.RECEIVED: pgettext("applications", "received"),
        ApplicationState.INCOMPLETE: pgettext("applications", "incomplete"),
        ApplicationState.COMPLETE: pgettext("applications", "complete"),
        ApplicationState.ELIGIBLE: pgettext("applications", "eligible"),
        ApplicationState.NOT_ELIGIBLE: pgettext("applications", "not eligible"),
        ApplicationState.LATE: pgettext("applications", "late"),
        ApplicationState.WITHDRAWN: pgettext("applications", "withdrawn"),
        ApplicationState.MERGED: pgettext("applications", "merged"),
    }[ApplicationState(key)]


def counts_table(minutes: Minutes) -> dict:
    words = [application_state(state) for state in minutes.states]
    return {
        "state_words": words,
        "counts": [
            {
                "channel": channel(key),
                "cells": [{"label": label, "count": count} for label, count in zip(words, numbers, strict=True)],
                "sum": total,
            }
            for key, numbers, total in minutes.counts
        ],
    }


def bounds_table(minutes: Minutes) -> list[dict]:
    """One row per feature, its bounds in words."""
    rows: dict[str, dict] = {}
    for bound in minutes.bounds:
        row = rows.setdefault(bound.feature, {"feature": spoken(bound.feature_words, bound.feature), "shares": []})
        label = spoken(bound.value_words, bound.value)
        row["shares"].append(limits(label, bound.low, bound.high, bound.low_percent, bound.high_percent))
    return list(rows.values())
