"""What is asked for beside what is possible, as pictures: geometry and words of each bar, before anything is frozen."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.numbers import format_decimal
from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.doors.web.draws.wording import spoken
from obrady.stages.draws.queries.checking import question_hash
from obrady.stages.draws.queries.reaching import Span, Spans, spans

WIDTH = 1000
MARK = 4
KEPT_FOR = 600
# Beyond this the answer would not come while somebody waits for the page.
MOST_PEOPLE = 1000


@dataclass(frozen=True)
class SpanBar:
    """Positions and lengths are in thousandths of the picture's width; `reach_start` is None where no panel is possible."""

    label: str
    finding: str
    room: str
    pool: int
    proportional: str
    low: int
    high: int | None
    possible: str
    is_bound: bool
    band_start: int
    band_length: int
    pool_at: int
    reach_start: int | None
    reach_length: int


@dataclass(frozen=True)
class SpanPicture:
    label: str
    bars: tuple[SpanBar, ...]

    @property
    def description(self) -> str:
        return "; ".join(f"{bar.label}: {bar.finding}, {bar.possible}. {bar.room}" for bar in self.bars)


def span_pictures(pool, rules, *, features: Iterable[str], words) -> list[SpanPicture]:
    """Kept for a while: the same question has the same answer. Empty where there is nothing to show."""
    features = tuple(features)
    if not pool or not features or len(pool) > MOST_PEOPLE or len(pool) <= rules.seats:
        return []
    key = f"draws-spans-{question_hash(pool, rules)}"
    found = cache.get(key)
    if found is None:
        found = spans(pool, rules, features=features, words=words)
        cache.set(key, found, KEPT_FOR)
    return [_picture(one) for one in found]


def _picture(one: Spans) -> SpanPicture:
    longest = max([1, *(max(span.low, span.high or 0, span.most or 0, round(span.proportional)) for span in one.spans)])
    return SpanPicture(label=spoken(one.words, one.key), bars=tuple(_bar(span, longest) for span in one.spans))


def _bar(span: Span, longest: int) -> SpanBar:
    start = span.low * WIDTH // longest
    end = WIDTH if span.high is None else span.high * WIDTH // longest
    fewest, most = span.fewest, span.most
    reach = None if fewest is None else min(fewest * WIDTH // longest, WIDTH - MARK)
    return SpanBar(
        label=spoken(span.words, span.value),
        finding=asked(span),
        room=room(span),
        pool=span.pool,
        proportional=format_decimal(span.proportional, format="#,##0.#", locale=get_language() or "pl"),
        low=span.low,
        high=span.high,
        possible=possible(span),
        is_bound=span.is_bound,
        band_start=min(start, WIDTH - MARK),
        band_length=max(end - start, MARK),
        pool_at=min(round(span.proportional * WIDTH / longest), WIDTH - MARK),
        reach_start=reach,
        reach_length=0 if reach is None else max(((most or 0) - (fewest or 0)) * WIDTH // longest, MARK),
    )


def asked(span: Span) -> str:
    facts = {"low": span.low, "high": span.high}
    if not span.is_bound:
        return _("no rule")
    if span.high is None:
        return _("at least %(low)s") % facts
    if not span.low:
        return _("at most %(high)s") % facts
    if span.low == span.high:
        return _("exactly %(low)s") % facts
    return _("%(low)s to %(high)s") % facts


def possible(span: Span) -> str:
    if span.fewest is None:
        return _("possible: none")
    facts = {"fewest": span.fewest, "most": span.most}
    return (_("possible: %(fewest)s") if span.fewest == span.most else _("possible: %(fewest)s–%(most)s")) % facts


def room(span: Span) -> str:
    """How far each bound is from mattering, and how far it could still be moved."""
    if span.fewest is None or span.most is None:
        return ""
    return " ".join(words for words in (_room_below(span), _room_above(span)) if words)


def _room_below(span: Span) -> str:
    facts = {"low": span.low, "fewest": span.fewest, "most": span.most}
    if not span.low:
        return ""
    if span.fewest > span.low:
        return _("“At least %(low)s” changes nothing: the other rules already give %(fewest)s.") % facts
    if span.most > span.low:
        return _("“At least %(low)s” could be raised up to %(most)s.") % facts
    return _("“At least %(low)s” cannot be raised at all.") % facts


def _room_above(span: Span) -> str:
    facts = {"high": span.high, "fewest": span.fewest, "most": span.most}
    if span.high is None:
        return ""
    if span.most < span.high:
        return _("“At most %(high)s” changes nothing: more than %(most)s are not possible anyway.") % facts
    if span.fewest < span.high:
        return _("“At most %(high)s” could be lowered down to %(fewest)s.") % facts
    return _("“At most %(high)s” cannot be lowered at all.") % facts
