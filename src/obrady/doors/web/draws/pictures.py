"""The composition as a picture: geometry and words of each bar, worked out here so that the page only draws."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obrady.doors.web.draws.wording import spoken
from obrady.stages.draws.queries.results import Composition, Share

WIDTH = 1000


@dataclass(frozen=True)
class Bar:
    """One value: lengths are in thousandths of the picture's width."""

    label: str
    finding: str
    pool: int
    drawn: int
    low: int
    high: int | None
    is_bound: bool
    is_kept: bool
    length: int
    band_start: int
    band_length: int
    is_open_ended: bool


@dataclass(frozen=True)
class Picture:
    label: str
    title: str
    is_kept: bool
    bars: tuple[Bar, ...]

    @property
    def description(self) -> str:
        return "; ".join(f"{bar.label}: {bar.finding}" for bar in self.bars)


def pictures(compositions: Iterable[Composition]) -> list[Picture]:
    return [_picture(one) for one in compositions]


def _picture(one: Composition) -> Picture:
    label = spoken(one.words, one.key)
    longest = max([1, *(max(share.drawn, share.low, share.high or 0) for share in one.shares)])
    return Picture(
        label=label,
        title=_title(label, one),
        is_kept=one.is_kept,
        bars=tuple(_bar(share, longest) for share in one.shares),
    )


def _title(label: str, one: Composition) -> str:
    """The finding: one rule is spelt out, several are counted, broken ones are named."""
    bound = [share for share in one.shares if share.is_bound]
    broken = [share for share in bound if not share.is_kept]
    if broken:
        names = ", ".join(f"{spoken(share.words, share.value)} ({finding(share)})" for share in broken)
        return _("%(feature)s: not within the rules: %(names)s") % {"feature": label, "names": names}
    if len(bound) == 1:
        facts = {"feature": label, "value": spoken(bound[0].words, bound[0].value), "finding": finding(bound[0])}
        return _("%(feature)s – %(value)s: %(finding)s") % facts
    if bound:
        return ngettext("%(feature)s: %(count)s rule kept", "%(feature)s: all %(count)s rules kept", len(bound)) % {
            "feature": label,
            "count": len(bound),
        }
    return _("%(feature)s: no rule, for information") % {"feature": label}


def finding(share: Share) -> str:
    """“3 of 3–5”: so many were drawn, between so many were wanted."""
    facts = {"drawn": share.drawn, "low": share.low, "high": share.high}
    if share.high is None and share.low:
        return _("%(drawn)s, at least %(low)s") % facts
    if share.high is not None and not share.low:
        return _("%(drawn)s, at most %(high)s") % facts
    if share.is_bound and share.low == share.high:
        return _("%(drawn)s of %(low)s") % facts
    if share.is_bound:
        return _("%(drawn)s of %(low)s–%(high)s") % facts
    return str(share.drawn)


def _bar(share: Share, longest: int) -> Bar:
    start = share.low * WIDTH // longest
    end = WIDTH if share.high is None else share.high * WIDTH // longest
    return Bar(
        label=spoken(share.words, share.value),
        finding=finding(share),
        pool=share.pool,
        drawn=share.drawn,
        low=share.low,
        high=share.high,
        is_bound=share.is_bound,
        is_kept=share.is_kept,
        length=share.drawn * WIDTH // longest,
        band_start=start,
        band_length=max(end - start, 6),
        is_open_ended=share.high is None,
    )
