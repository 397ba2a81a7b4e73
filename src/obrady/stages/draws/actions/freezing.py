import json
import random
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Count

from obrady.core.chance import fingerprint
from obrady.core.selection import frozen_document
from obrady.stages.applications import queries as applications
from obrady.stages.applications.actions import lock_for_draw
from obrady.stages.applications.models import Application
from obrady.stages.draws import rules
from obrady.stages.draws.actions.choosing import copy_steps
from obrady.stages.draws.actions.drafting import COPIED_RULES, copy_bounds, copy_decisions
from obrady.stages.draws.actions.moving import lock, move
from obrady.stages.draws.actions.settling import frozen_beside, keep_steps, take_steps
from obrady.stages.draws.models import Draw, PoolMember
from obrady.stages.draws.queries.checking import everyone_fits
from obrady.stages.draws.queries.decisions import decided, decisions_of
from obrady.stages.draws.queries.finding import Entry, draws_of, entry_place, frozen_with, live_draw
from obrady.stages.draws.queries.pools import (
    candidates,
    declared_features,
    frozen_rules,
    groups_of,
    hindrances,
    links_by_code,
)
from obrady.stages.draws.states import (
    DrawKind,
    DrawState,
    Hindrance,
    Preset,
    TransitionRefused,
    admitted,
    frozen,
)
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import person_key
from obrady.workshop import sealing

# No vowels, so that no code is a word; nothing that looks or sounds like another sign.
SIGNS = "CDFHJKMNPRTWXY34679"
SIGNS_IN_CODE = 5
REHEARSAL_PREFIX = "TEST-"
Randomness = random.Random


class FreezeHindered(Exception):
    """What has to be settled, or waved through by name, before the pool is frozen: `hindrances` with their counts."""

    code = "freeze_hindered"

    def __init__(self, hindrances: dict[Hindrance, int]) -> None:
        super().__init__(", ".join(hindrances))
        self.hindrances = hindrances


class DrawIsNeeded(Exception):
    """Not everybody fits the places and the rules, so nobody can be admitted without a draw."""

    code = "draw_is_needed"


def freeze(
    *,
    actor: Actor,
    draw: Draw,
    acknowledged: Collection[Hindrance] = (),
    now: datetime,
    randomness: Randomness | None = None,
) -> Draw:
    """Fix rules and pool under a fingerprint, give codes, lock the applications; the worker computes next."""
    with act(actor=actor, verb="draws.freeze", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        wanted = frozen(DrawState(draw.state))
        lock_for_draw(draw.meeting, now=now)
        pool = applications.pool(draw.meeting)
        _refuse_hindered(draw, pool, acknowledged, now)
        _freeze_pool(draw, pool, randomness or secrets.SystemRandom(), now=now)
        move(
            draw,
            wanted,
            frozen_at=now,
            acknowledged=waved_through(draw, pool, acknowledged, now),
        )
        line.facts.update(fingerprint=draw.fingerprint, pool=len(pool.members), seats=draw.seats)
    return draw


def admit_all(
    *,
    actor: Actor,
    draw: Draw,
    acknowledged: Collection[Hindrance] = (),
    now: datetime,
    randomness: Randomness | None = None,
) -> Draw:
    """No draw is needed: everybody in the pool gets a place, under a fingerprint and with minutes like any draw."""
    with act(actor=actor, verb="draws.admit_all", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        wanted = admitted(DrawState(draw.state))
        lock_for_draw(draw.meeting, now=now)
        pool = applications.pool(draw.meeting)
        _refuse_hindered(draw, pool, acknowledged, now)
        people = _freeze_pool(draw, pool, randomness or secrets.SystemRandom(), now=now)
        if not everyone_fits(people, frozen_rules(draw)):
            raise DrawIsNeeded
        PoolMember.objects.filter(draw=draw).update(is_drawn=True, chance=1.0)
        draw.without_dice = True
        draw.counts["drawn"] = draw.counts["features"]
        moments = dict.fromkeys(("frozen_at", "drawn_at", "published_at"), now)
        move(draw, wanted, acknowledged=waved_through(draw, pool, acknowledged, now), **moments)
        line.facts.update(fingerprint=draw.fingerprint, pool=len(pool.members), seats=draw.seats)
    return draw


def rehearse(*, actor: Actor, meeting: Meeting, now: datetime, randomness: Randomness | None = None) -> Draw:
    """A copy of the draft with codes of its own: it locks nothing, commits to nothing and writes to nobody."""
    draft = live_draw(meeting)
    if draft is None or draft.state != DrawState.DRAFT:
        raise TransitionRefused(state=DrawState(draft.state) if draft else DrawState.DRAFT, wanted=DrawState.DRAFT)
    with act(actor=actor, verb="draws.rehearse", thing=meeting, rule=rules.can_draw, now=now) as line:
        draw = _copy_as_rehearsal(draft, now)
        pool = applications.pool(meeting)
        if not pool.members:
            raise FreezeHindered({Hindrance.POOL_EMPTY: 1})
        _freeze_pool(draw, pool, randomness or secrets.SystemRandom(), now=now)
        move(draw, frozen(DrawState(draw.state)), frozen_at=now)
        line.about = draw.about
        line.facts.update(pool=len(pool.members), seats=draw.seats)
    return draw


def _copy_as_rehearsal(draft: Draw, now: datetime) -> Draw:
    last = draws_of(draft.meeting).filter(kind=DrawKind.REHEARSAL).order_by("number").last()
    draw = Draw(
        meeting=draft.meeting,
        kind=DrawKind.REHEARSAL,
        number=last.number + 1 if last else 1,
        state=DrawState.DRAFT,
        created_at=now,
    )
    for name in COPIED_RULES:
        setattr(draw, name, getattr(draft, name))
    draw.save(force_insert=True)
    copy_bounds(draft, draw)
    copy_decisions(draft, draw)
    copy_steps(draft, draw)
    return draw


def _refuse_hindered(draw: Draw, pool, acknowledged: Collection[Hindrance], now: datetime) -> None:
    found = hindrances(draw.meeting, pool, now=now)
    standing = {
        what: count for what, count in found.items() if what.blocks or (what.needs_a_word and what not in acknowledged)
    }
    if standing:
        raise FreezeHindered(standing)


def waved_through(draw: Draw, pool, acknowledged: Collection[Hindrance], now: datetime) -> list[str]:
    """What was really open and knowingly left open, for the minutes."""
    return sorted(what for what in hindrances(draw.meeting, pool, now=now) if what in acknowledged)


def _freeze_pool(draw: Draw, pool, randomness: Randomness, *, now: datetime) -> tuple:
    """Codes, sealed entries, fingerprint. Codes are given in a shuffled order, so that no order says anything."""
    if draw.preset not in (Preset.SHARES, Preset.STEPS):
        draw.features = []
    members = list(pool.members)
    randomness.shuffle(members)
    prefix = REHEARSAL_PREFIX if draw.is_rehearsal else ""
    given = new_codes(len(members), randomness, prefix=prefix)
    codes = {str(member.application_id): code for member, code in zip(members, given, strict=True)}
    draw.links = links_by_code(pool.links, codes=codes)
    looked_at = take_steps(draw, members, codes)
    people = candidates(members, features=draw.features, codes=codes)
    secret = f"{randomness.getrandbits(128):032x}".encode()
    draw.sealed_secret = sealing.seal(settings.OBRADY_MASTER_KEY, secret, place=entry_place(draw, "secret"))
    draw.decided = decided(decisions_of(draw), codes=codes)
    more = frozen_with(draw) | frozen_beside(draw, looked_at)
    draw.fingerprint = fingerprint(frozen_document(pool=people, rules=frozen_rules(draw), more=more))
    draw.words = {key: words for key, words in declared_features(draw.meeting).items() if key in draw.features}
    draw.counts = {
        "channels": counts_by_channel(draw.meeting),
        "pool": len(members),
        "features": {key: Counter(person.features[key] for person in people) for key in draw.features},
    }
    PoolMember.objects.bulk_create(_sealed_rows(draw, members, codes), batch_size=500)
    keep_steps(draw, looked_at)
    return people


def new_codes(count: int, randomness: Randomness, *, prefix: str = "") -> list[str]:
    codes: dict[str, None] = {}
    while len(codes) < count:
        signs = "".join(randomness.choice(SIGNS) for _ in range(SIGNS_IN_CODE))
        codes[f"{prefix}{signs[:2]}-{signs[2:]}"] = None
    return list(codes)


def _sealed_rows(draw: Draw, members: Sequence, codes: dict[str, str]) -> Iterable[PoolMember]:
    keys = [member.application_id for member in members]
    rows = {row.pk: row for row in Application.objects.filter(pk__in=keys).select_related("person")}
    for member in members:
        code = codes[str(member.application_id)]
        features = {key: member.features.get(key, "unknown") for key in draw.features}
        row = PoolMember(draw=draw, application=rows[member.application_id], code=code)
        row.sealed_entry = sealed_entry(row, Entry(features=features, groups=groups_of(member.organisation_key)))
        yield row


def sealed_entry(member: PoolMember, entry: Entry) -> bytes:
    text = json.dumps({"features": dict(entry.features), "groups": dict(entry.groups)})
    key = person_key(member.application.person)
    return sealing.seal(key, text.encode(), place=entry_place(member.draw, member.code))


def counts_by_channel(meeting: Meeting) -> dict[str, dict[str, int]]:
    """For the minutes: channel -> state -> applications, as they stood at the freeze."""
    rows = Application.objects.filter(meeting=meeting).order_by().values_list("channel", "state")
    found: dict[str, dict[str, int]] = {}
    for channel, state, count in rows.annotate(count=Count("pk")):
        found.setdefault(channel, {})[state] = count
    return found
