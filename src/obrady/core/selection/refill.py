"""Places given back: who follows in the committed order, and whom to warn that this may happen."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from obrady.core.chance import Stream
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import reduce
from obrady.core.selection.types import Candidate, Progress, Rules, unwatched

RESOLUTION = 1_000_000


def replacements(
    *,
    order: Sequence[str],
    staying: Collection[str],
    gone: Collection[str] = (),
    pool: Sequence[Candidate],
    rules: Rules,
) -> tuple[str, ...] | None:
    """The first people in the order who together with those who stay meet all rules.

    Definition. Of all sets of people who fill the free places so that every rule holds, the one whose first member stands
    earliest in the order, then whose second does, and so on. A link ends with the one of two who has left. Whoever is
    drawn only together with somebody comes with them.

    Method. One person after the other is asked for in that order: with them, is there still a way to fill all places? An
    integer program answers. People whom no rule tells apart have one answer, so there are about as many questions as
    kinds of people.

    Args:
        order: the committed order; those who stay or have left are passed over.
        staying: codes of people who keep their place; what they were told stands.
        gone: codes of people who cannot come any more.
        pool, rules: as drawn from; the places are `rules.seats`.

    Returns:
        Codes in the order in which they follow; None if nobody restores the rules.

    Raises:
        RulesNotUsable: the pool or the rules contradict themselves.

    Example: a woman has left; the next in the order is a man, and one woman at least is promised.
        >>> from obrady.core.selection.types import Quota
        >>> pool = [Candidate(code, {"g": g}) for code, g in zip("ABCD", "wmmw")]
        >>> rules = Rules(2, (Quota("g", "w", 1, 2),))
        >>> replacements(order="ABCD", staying=["B"], gone=["A"], pool=pool, rules=rules)
        ('D',)
    """
    program = reduce(
        pool=[one for one in pool if one.code not in gone],
        rules=replace(
            rules,
            links=tuple(link for link in rules.links if link.first not in gone and link.second not in gone),
            must=tuple(staying),
            guests=tuple(code for code in rules.guests if code not in gone),
            excluded=tuple(code for code in rules.excluded if code not in gone and code not in staying),
        ),
    )
    finder = Finder(program)
    nothing = np.zeros(len(program.types))
    taken = np.zeros(len(program.types), dtype=np.int64)
    place = {code: (kind, unit) for kind, units in enumerate(program.types) for unit in units for code in unit}
    if finder.best(nothing) is None:
        return None
    chosen: list[str] = []
    refused: set[int] = set()
    for code in order:
        kind, unit = place.get(code, (-1, ()))
        if kind < 0 or kind in refused or code in staying or code in chosen:
            continue
        taken[kind] += 1
        if taken[kind] <= program.multiplicity[kind] and finder.best(nothing, low=taken) is not None:
            chosen.extend(sorted(unit, key=list(order).index))
        else:
            taken[kind] -= 1
            refused.add(kind)
    return tuple(chosen)


def likely_replacements(
    *,
    order: Sequence[str],
    drawn: Collection[str],
    rates: Mapping[str, float],
    pool: Sequence[Candidate],
    rules: Rules,
    seed: str,
    samples: int = 100,
    progress: Progress = unwatched,
) -> tuple[tuple[str, float], ...]:
    """How often each person of the reserve would be called, if people drop out as often as is expected.

    Advice on whom to warn in advance, never a rule: who follows is decided by `replacements` when somebody has left.

    Method. In each sample everybody drawn leaves independently with their own rate, by a stream of numbers that follows
    from the seed, and the places are refilled; samples that nobody restores count for nobody (Monte Carlo).

    Args:
        rates: code -> probability (0 to 1) that this person gives the place back; a missing code never does.
        samples: how many times it is tried; an answer is right within about 1 / sqrt(samples).

    Returns:
        (code, share of samples in which this person is called), most often called first, then in committed order.
    """
    stream = Stream(seed=seed, label="dropout")
    called: Counter[str] = Counter()
    for done in range(samples):
        progress("samples", done / samples)
        gone = {code for code in sorted(drawn) if stream.below(RESOLUTION) < rates.get(code, 0.0) * RESOLUTION}
        staying = [code for code in sorted(drawn) if code not in gone]
        called.update(replacements(order=order, staying=staying, gone=gone, pool=pool, rules=rules) or ())
    place = {code: position for position, code in enumerate(order)}
    ranked = sorted(called, key=lambda code: (-called[code], place[code]))
    return tuple((code, called[code] / samples) for code in ranked)
