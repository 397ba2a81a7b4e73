"""Who has which chance, by group, as a picture: geometry and words of each bar."""

from dataclasses import dataclass

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.doors.web.draws.wording import spoken
from obrady.stages.draws.actions.answering import chance_in_words
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.grouping import FeatureChances, GroupChances, chances_by_group

WIDTH = 1000
MARK = 6
SAME = 5e-5


@dataclass(frozen=True)
class ChanceBar:
    """Positions and lengths are in thousandths of certainty."""

    label: str
    finding: str
    people: int
    smallest: str
    median: str
    largest: str
    expected: str
    start: int
    length: int
    middle: int


@dataclass(frozen=True)
class ChancePicture:
    label: str
    bars: tuple[ChanceBar, ...]

    @property
    def description(self) -> str:
        return "; ".join(f"{bar.label}: {bar.finding}" for bar in self.bars)


def chance_pictures(draw: Draw) -> list[ChancePicture]:
    return [_picture(one) for one in chances_by_group(draw)]


def _picture(one: FeatureChances) -> ChancePicture:
    return ChancePicture(label=spoken(one.words, one.key), bars=tuple(_bar(group) for group in one.groups))


def _bar(group: GroupChances) -> ChanceBar:
    language = get_language() or "pl"
    start = min(round(group.smallest * WIDTH), WIDTH - MARK)
    return ChanceBar(
        label=spoken(group.words, group.value),
        finding=finding(group),
        people=group.people,
        smallest=chance_in_words(group.smallest, language),
        median=chance_in_words(group.median, language),
        largest=chance_in_words(group.largest, language),
        expected=format_decimal(group.expected, format="#,##0.0", locale=language),
        start=start,
        length=max(round((group.largest - group.smallest) * WIDTH), MARK),
        middle=min(round(group.median * WIDTH), WIDTH - MARK),
    )


def finding(group: GroupChances) -> str:
    """“28% to 41% for each”."""
    language = get_language() or "pl"
    facts = {
        "smallest": chance_in_words(group.smallest, language),
        "largest": chance_in_words(group.largest, language),
    }
    if group.largest - group.smallest < SAME:
        return _("%(smallest)s each") % facts
    return _("between %(smallest)s and %(largest)s") % facts
