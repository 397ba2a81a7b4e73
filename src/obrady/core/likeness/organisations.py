"""Spellings of one organisation brought together; different organisations with similar names kept apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from .organisation_names import OrganisationName, Word, is_form_of_town, is_small, names_nothing, read_organisation
from .text import folded, has_cyrillic, sounds
from .types import Named, Spelling

CONFIDENT = 0.85
"""From this score up a spelling may be unified at once; below it, a person looks."""

_MISSING_FORM, _CUT_WORD, _WRONG_LETTER, _NO_PLACE = 0.03, 0.03, 0.04, 0.06
_ANOTHER_WORD = 9
_OTHER_FORM, _MISSING_NUMBER, _OTHER_WORDS = 0.6, 0.6, 0.8


def same_organisation(one: Named, other: Named) -> float:
    """How likely two spellings name one organisation, 0..1; from `CONFIDENT` up it is safe to unify them.

    Case, diacritics, quotes, short legal forms ("Stow.", "Sp. soc.") and short words ("Woj. Ośrodek") do not
    count against it; a missing legal form and a wrong letter or two in long words a little. Numbers and places
    must not contradict each other, words that name it must all be there: otherwise the score stays low.

    Example: "Stowarzyszenie Ławka pod Lipą" and "Stowarzyszenie Pod Lipą" -> below `CONFIDENT`.
    """
    towns = _towns([one, other])
    return _compare(
        _Group(read_organisation(one.spelling, towns), {folded(one.town)} - {""}),
        _Group(read_organisation(other.spelling, towns), {folded(other.town)} - {""}),
    )


def organisation_keys(spellings: Sequence[Named]) -> tuple[Spelling, ...]:
    """Give every spelling the key of its organisation, with a score; in the order of first appearance.

    Hand in one entry per application: how often a spelling occurs helps to tell a slip from a name. `town` is a
    hint. Spellings that name nothing ("brak", "nie dotyczy", "") get the key "". A spelling that fits two
    organisations equally stays alone, as does an uncertain one (score below `CONFIDENT`, `near` = whose it may
    be). A name that only says what an institution is ("Szkoła Podstawowa nr 1") is told apart by its town.

    Example: "SŁONECZNIK I CHABER" and "Fundacja Slonecznik i Chaber" -> both "fundacja-slonecznik-i-chaber".
    """
    towns = _towns(spellings)
    groups = _first_groups(spellings, towns)
    placed = _place(groups)
    keys = _keys(placed)
    answers: dict[tuple[str, str], Spelling] = {}
    for named in spellings:
        if names_nothing(named.spelling):
            answers.setdefault((named.spelling, ""), Spelling(spelling=named.spelling, key="", score=1.0))
            continue
        identity = _identity(named, towns)
        place = placed[identity]
        town = identity[1]
        answers.setdefault(
            (named.spelling, town),
            Spelling(
                spelling=named.spelling,
                key=keys[place.leader],
                score=round(place.score, 2),
                town=named.town if town else "",
                near=keys[place.near] if place.near is not None else None,
            ),
        )
    return tuple(answers.values())


@dataclass
class _Group:
    """Spellings that are alike letter for letter once folded; `towns` are the hints that came with them."""

    name: OrganisationName
    towns: set[str] = field(default_factory=set)
    count: int = 0
    spellings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Place:
    leader: tuple[str, str]
    score: float
    near: tuple[str, str] | None
    best: OrganisationName
    count: int


def _towns(spellings: Iterable[Named]) -> tuple[str, ...]:
    """The towns that are hinted at, the longest name first, so that a part of a name is not taken for it."""
    return tuple(sorted({folded(named.town) for named in spellings} - {""}, key=lambda town: (-len(town), town)))


def _identity(named: Named, towns: Collection[str]) -> tuple[str, str]:
    name = read_organisation(named.spelling, towns)
    town = folded(named.town) if name.generic and not name.place else ""
    place = " ".join(name.place)
    words = " ".join(word for word in name.all_words if word != "nr")
    return f"{words}/{place}", town


def _first_groups(spellings: Iterable[Named], towns: Collection[str]) -> dict[tuple[str, str], _Group]:
    groups: dict[tuple[str, str], _Group] = {}
    for named in spellings:
        if names_nothing(named.spelling):
            continue
        name = read_organisation(named.spelling, towns)
        group = groups.setdefault(_identity(named, towns), _Group(name))
        group.towns |= {folded(named.town)} - {""}
        group.count += 1
        group.spellings[named.spelling] += 1
        if (name.fullness, name.spelling) > (group.name.fullness, group.name.spelling):
            group.name = name
    return groups


def _place(groups: dict[tuple[str, str], _Group]) -> dict[tuple[str, str], _Place]:
    """Fullest spellings first; each next joins the one leader that it fits, or leads."""
    order = sorted(
        groups, key=lambda key: (tuple(-int(part) for part in groups[key].name.fullness), -groups[key].count, key)
    )
    leaders_by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
    placed: dict[tuple[str, str], _Place] = {}
    for key in order:
        group = groups[key]
        marks = set(_marks(group.name))
        rivals = dict.fromkeys(leader for mark in sorted(marks) for leader in leaders_by_word[mark])
        scored = sorted(
            ((_compare(group, groups[leader]), leader) for leader in rivals), key=lambda one: (-one[0], one[1])
        )
        placed[key] = _decide(key, group, scored)
        if placed[key].leader == key:
            for mark in marks:
                leaders_by_word[mark].append(key)
    return placed


def _decide(key: tuple[str, str], group: _Group, scored: Sequence[tuple[float, tuple[str, str]]]) -> _Place:
    fits = [leader for score, leader in scored if score >= CONFIDENT]
    best = scored[0] if scored else (0.0, None)
    if len(fits) == 1 or (len(fits) > 1 and best[0] - scored[1][0] > _MISSING_FORM):
        return _Place(leader=fits[0], score=best[0], near=None, best=group.name, count=group.count)
    if best[1] is None or best[0] < 0.5:
        return _Place(leader=key, score=1.0, near=None, best=group.name, count=group.count)
    doubt = min(best[0], CONFIDENT - 0.01)
    return _Place(leader=key, score=1 - doubt / 2, near=best[1], best=group.name, count=group.count)


def _keys(placed: dict[tuple[str, str], _Place]) -> dict[tuple[str, str], str]:
    members: dict[tuple[str, str], list[tuple[OrganisationName, int]]] = defaultdict(list)
    for place in placed.values():
        members[place.leader].append((place.best, place.count))
    keys: dict[tuple[str, str], str] = {}
    taken: Counter[str] = Counter()
    for leader in sorted(members):
        best = max(members[leader], key=lambda one: (one[0].fullness[:5], one[1], one[0].fullness, one[0].spelling))[0]
        words = [*best.all_words]
        if leader[1] and best.generic:
            words += leader[1].split()
        key = "-".join(words) or "organisation"
        taken[key] += 1
        keys[leader] = key if taken[key] == 1 else f"{key}-{taken[key]}"
    return keys


def _marks(name: OrganisationName) -> Iterator[str]:
    """What leaders are found by: the beginnings of their words, as they sound."""
    for word in name.words:
        if not is_small(word.text):
            yield sounds(word.text)[:3]


def _compare(one: _Group, other: _Group) -> float:
    mine, yours = one.name, other.name
    if mine.numbers != yours.numbers and mine.numbers and yours.numbers:
        return 0.0
    if mine.place and yours.place and mine.place != yours.place:
        return 0.0
    words = _compare_words(mine, yours)
    score = words.score
    if words.wrong_letters:
        apart = bool(one.towns and other.towns) and one.towns.isdisjoint(other.towns)
        if apart or (one.count > 1 and other.count > 1):
            score = min(score, _OTHER_WORDS)
    if mine.numbers != yours.numbers:
        score = min(score, _MISSING_NUMBER)
    if mine.legal_form != yours.legal_form:
        score = score - _MISSING_FORM if not (mine.legal_form and yours.legal_form) else min(score, _OTHER_FORM)
    return max(0.0, _with_place(score, one, other))


def _with_place(score: float, one: _Group, other: _Group) -> float:
    generic = one.name.generic or other.name.generic
    if bool(one.name.place) == bool(other.name.place):
        if generic and not one.name.place and one.towns and other.towns and one.towns.isdisjoint(other.towns):
            return 0.0
        return score
    placed, bare = (one, other) if one.name.place else (other, one)
    if any(is_form_of_town(placed.name.place, town) for town in bare.towns):
        return score - _NO_PLACE / 2
    if not generic:
        return score - _NO_PLACE
    return min(score, 0.3 if bare.towns else 0.8)


@dataclass(frozen=True)
class _Words:
    score: float
    wrong_letters: int


def _compare_words(one: OrganisationName, other: OrganisationName) -> _Words:
    """Every word must find its like, in whatever order; wrong letters are allowed by the length of the whole."""
    mine, left = _naming_words(one, other), _naming_words(other, one)
    total = max(sum(len(word.text) for word in mine), sum(len(word.text) for word in left)) or 1
    foreign = has_cyrillic(one.spelling) or has_cyrillic(other.spelling)
    pairs, alone = _paired(mine, left, foreign=foreign)
    wrong = sum(cost for _, _, cost in pairs)
    if alone:
        matched = sum(max(len(a.text), len(b.text)) for a, b, _ in pairs)
        return _Words(score=min(_OTHER_WORDS, matched / (total + 1)), wrong_letters=wrong)
    cut = any(a.text != b.text and cost == 0 for a, b, cost in pairs)
    score = 1.0 - _CUT_WORD * cut - _WRONG_LETTER * wrong
    too_many = wrong > (total >= 7) + (total >= 14) + (total >= 24)
    if too_many or any(cost and _other_ending(a.text, b.text) for a, b, cost in pairs):
        score = min(score, _OTHER_WORDS)
    return _Words(score=score, wrong_letters=wrong)


def _naming_words(name: OrganisationName, beside: OrganisationName) -> list[Word]:
    """The words that name it, without joining words and slips in them ("dal" for "dla"); the longest first."""
    slips = {"".join(sorted(word.text)) for word in beside.words if is_small(word.text)}
    kept = (word for word in name.words if not is_small(word.text) and "".join(sorted(word.text)) not in slips)
    return sorted(kept, key=lambda word: -len(word.text))


def _paired(
    mine: Sequence[Word], yours: Sequence[Word], *, foreign: bool
) -> tuple[list[tuple[Word, Word, int]], list[Word]]:
    left, alone, pairs = list(yours), [], []
    for word in mine:
        costs = ((_cost(word, candidate, foreign), place) for place, candidate in enumerate(left))
        cost, place = min(costs, default=(_ANOTHER_WORD, -1))
        if cost == _ANOTHER_WORD:
            alone.append(word)
        else:
            pairs.append((word, left.pop(place), cost))
    return pairs, alone + left


def _cost(one: Word, other: Word, foreign: bool) -> int:
    """How many letters are wrong between two words; `_ANOTHER_WORD` when they are not one word."""
    if one.text == other.text:
        return 0
    if (one.cut and other.text.startswith(one.text)) or (other.cut and one.text.startswith(other.text)):
        return 0
    if foreign and sounds(one.text) == sounds(other.text):
        return 0
    length = max(len(one.text), len(other.text))
    allowed = 0 if min(len(one.text), len(other.text)) < 4 else 1 if length < 8 else 2
    distance = OSA.distance(one.text, other.text, score_cutoff=allowed)
    return distance if distance <= allowed else _ANOTHER_WORD


def _other_ending(one: str, other: str) -> bool:
    """Whether words differ in their ending: that makes another word (Polana, Polanka) more often than a slip does."""
    common = min(len(one), len(other)) - 1
    doubled = sounds(one) == sounds(other)
    return len(one) != len(other) and one[:common] == other[:common] and not doubled
