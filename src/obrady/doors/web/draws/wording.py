"""What the stage says in codes, said in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from babel.numbers import format_percent
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from obrady.stages.draws.actions import RulesNotPossible
from obrady.stages.draws.queries.words import word
from obrady.stages.draws.states import DrawState, Hindrance, TransitionRefused

CYRILLIC = str.maketrans("АВЕКМНОРСТХУІ", "ABEKMHOPCTXYI")


def spoken(texts: Mapping[str, str], key: str) -> str:
    return word(texts, language=get_language() or "pl", key=key)


def limits(
    value: str, low: int, high: int | None, low_percent: Decimal | None = None, high_percent: Decimal | None = None
) -> str:
    """“yes: at least 6”, with the percentage where one was typed."""
    facts = {"value": value, "low": with_percent(low, low_percent), "high": with_percent(high, high_percent)}
    if high is None:
        return _("%(value)s: at least %(low)s") % facts
    if not low:
        return _("%(value)s: at most %(high)s") % facts
    return _("%(value)s: %(low)s–%(high)s") % facts


def with_percent(number: int | None, percent: Decimal | None) -> str:
    """12 (30 %)."""
    return f"{number}" if percent is None else f"{number} ({percent_in_words(percent)})"


def percent_in_words(percent: Decimal) -> str:
    return format_percent(percent / 100, format="#,##0.##%", locale=get_language() or "pl")


def code_typed(text: str) -> str:
    """A code as somebody types it: any case, with or without the hyphen, also on a Cyrillic keyboard."""
    signs = "".join(text.upper().translate(CYRILLIC).split()).replace("-", "").replace("–", "")
    return f"{signs[:2]}-{signs[2:]}" if signs else ""


def in_groups(text: str, size: int = 4) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def hindrance(kind: Hindrance, count: int) -> str:
    match kind:
        case Hindrance.CANCELLED:
            return _("The meeting is cancelled: nobody is drawn.")
        case Hindrance.WINDOW_OPEN:
            return _("Applications are still open. The pool can be frozen after closing.")
        case Hindrance.POOL_EMPTY:
            return _("Nobody is in the pool yet. People come into it when their applications are cleared.")
        case Hindrance.OPEN_PAIRS:
            return ngettext(
                "%(count)s possible duplicate is undecided: one person could be in the pool twice.",
                "%(count)s possible duplicates are undecided: one person could be in the pool twice.",
                count,
            ) % {"count": count}
        case Hindrance.NOT_CLEARED:
            return ngettext(
                "%(count)s application is not cleared and will not be in the pool.",
                "%(count)s applications are not cleared and will not be in the pool.",
                count,
            ) % {"count": count}
        case Hindrance.SPELLINGS:
            return ngettext(
                "%(count)s spelling of an organisation waits for a nod: it counts as an organisation of its own.",
                "%(count)s spellings of organisations wait for a nod: each counts as an organisation of its own.",
                count,
            ) % {"count": count}
        case Hindrance.LINKS:
            return ngettext(
                "%(count)s linked application is undecided and will not be kept together.",
                "%(count)s linked applications are undecided and will not be kept together.",
                count,
            ) % {"count": count}
        case Hindrance.INCOMPLETE:
            return ngettext(
                "%(count)s application is incomplete and will not be in the pool.",
                "%(count)s applications are incomplete and will not be in the pool.",
                count,
            ) % {"count": count}
        case Hindrance.LINKS_OUTSIDE:
            return ngettext(
                "%(count)s link leads to somebody who is not in the pool and does not count.",
                "%(count)s links lead to people who are not in the pool and do not count.",
                count,
            ) % {"count": count}


def acknowledgement(kind: Hindrance) -> str:
    match kind:
        case Hindrance.OPEN_PAIRS:
            return _("Go on with undecided duplicates")
        case Hindrance.NOT_CLEARED:
            return _("Go on without the applications that are not cleared")
        case Hindrance.LINKS:
            return _("Go on without the undecided links")
        case _:
            return _("Go on with the spellings as they are")


def acknowledged(kind: Hindrance) -> str:
    """For the minutes."""
    match kind:
        case Hindrance.OPEN_PAIRS:
            return _("possible duplicates that nobody had decided about")
        case Hindrance.NOT_CLEARED:
            return _("applications that were not cleared")
        case Hindrance.LINKS:
            return _("linked applications that nobody had decided about")
        case _:
            return _("spellings of organisations that waited for a nod")


def state(value: str) -> str:
    return {
        DrawState.DRAFT: _("rules being written"),
        DrawState.FROZEN: _("frozen"),
        DrawState.COMPUTING: _("being computed"),
        DrawState.COMPUTED: _("ready to commit"),
        DrawState.COMMITTED: _("committed, before the dice"),
        DrawState.DRAWN: _("drawn"),
        DrawState.PUBLISHED: _("published"),
        DrawState.ABANDONED: _("given up"),
    }[DrawState(value)]


def refused(refusal: TransitionRefused) -> str:
    return _("This was not done: meanwhile the draw is in another state (%(state)s).") % {"state": state(refusal.state)}


def fault(code: str) -> str:
    return {
        "cancelled": _("The computation was stopped."),
        "quotas_cannot_be_met": _("No panel meets all rules. Give this draw up, change the rules and freeze again."),
        "pool_changed": _("Somebody’s data were erased since the freeze. Give this draw up and freeze again."),
    }.get(code, _("The computation failed. It can be started again; nothing is lost."))


def not_possible(refusal: RulesNotPossible) -> str:
    return {
        "no_seats": _("At least one place is needed."),
        "limits_crossed": _("A limit lies on the wrong side of its bound: %(about)s"),
        "not_in_pool": _("%(about)s is not in the pool. Check the number; the application has to be cleared first."),
        "no_reason": _("Write the reason."),
        "bounds_crossed": _("“At most” is smaller than “at least”: %(about)s"),
        "unknown_feature": _("The form no longer asks for this: %(about)s"),
    }.get(refusal.reason, _("This rule cannot be kept: %(about)s")) % {"about": refusal.about}


def stage_of_work(stage: str) -> str:
    return {
        "": _("waiting for the worker"),
    }.get(stage, _("computing everybody’s chances"))


def changes(found: Iterable, features: Mapping[str, Mapping]) -> list[str]:
    """The smallest relaxation, one sentence per bound."""
    return [change(one, features) for one in found]


def change(one, features: Mapping[str, Mapping]) -> str:
    words = features.get(one.feature, {})
    facts = {
        "feature": spoken(words.get("label", {}), one.feature),
        "value": spoken(words.get("values", {}).get(one.value, {}), one.value),
        "before": one.before,
        "after": one.after,
    }
    if one.bound.value == "min":
        return _("%(feature)s – %(value)s: at least %(after)s instead of %(before)s") % facts
    return _("%(feature)s – %(value)s: at most %(after)s instead of %(before)s") % facts


def reason(fact, features: Mapping[str, Mapping]) -> str:
    """One rule that stands in the way."""
    kind = fact.kind.value
    if kind in ("minimum", "maximum"):
        feature, value = fact.about
        words = features.get(feature, {})
        facts = {
            "feature": spoken(words.get("label", {}), feature),
            "value": spoken(words.get("values", {}).get(value, {}), value),
            "limit": fact.limit,
        }
        text = (
            _("%(feature)s – %(value)s: at least %(limit)s")
            if kind == "minimum"
            else _("%(feature)s – %(value)s: at most %(limit)s")
        )
        return text % facts
    return {
        "cap": _("at most so many people of one organisation: %(limit)s"),
        "together": _("a linked application: both or neither"),
        "at_most_one": _("a linked application: one of two"),
        "exactly_one": _("a linked application: exactly one of two"),
        "must": _("a place in any case for %(code)s"),
    }.get(kind, _("one person of a household")) % {"limit": fact.limit, "code": "".join(fact.about[:1])}
