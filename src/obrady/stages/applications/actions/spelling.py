from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from obrady.core.likeness import Named, folded, organisation_keys, slug
from obrady.core.likeness import Spelling as Matched
from obrady.stages.applications import rules
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.bodies import filed_spellings, spelling_identity
from obrady.stages.applications.states import GMINA, ORGANISATION, SpellingElsewhere
from obrady.stages.ledger.actions import Line, act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Body, Organisation, Spelling
from obrady.workshop.territory import gmina

LONGEST_NAME, LONGEST_KEY = 200, 120
AT_ONCE = 200


def file_spelling(application: Application) -> None:
    """Part of a larger act: which way of writing an organisation this is."""
    identity = identity_of(application)
    if identity is None:
        application.spelling = None
        return
    text, town = identity
    organiser = application.meeting.organisation
    application.spelling, _ = Spelling.objects.get_or_create(organiser=organiser, text=text, town=town)


def file_spellings(applications: Sequence[Application], organiser: Organisation) -> None:
    """Part of a larger act: `file_spelling` for many applications."""
    identities = {application.pk: identity_of(application) for application in applications}
    wanted = {one for one in identities.values() if one}
    known = known_spellings(organiser, wanted)
    missing = [Spelling(organiser=organiser, text=text, town=town) for text, town in sorted(wanted - set(known))]
    if missing:
        Spelling.objects.bulk_create(missing, ignore_conflicts=True)
        known = known_spellings(organiser, wanted)
    for application in applications:
        identity = identities[application.pk]
        application.spelling = known[identity] if identity else None


def known_spellings(organiser: Organisation, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], Spelling]:
    rows = Spelling.objects.filter(organiser=organiser, text__in={text for text, _ in wanted})
    return {(row.text, row.town): row for row in rows}


def identity_of(application: Application) -> tuple[str, str] | None:
    place = gmina(str(application.answers.get(GMINA, "")))
    found = spelling_identity(str(application.answers.get(ORGANISATION, "")), place.name if place else "")
    return (found[0][:LONGEST_NAME], found[1][:120]) if found else None


def may_be_one(other: Spelling, text: str) -> bool:
    """Worth comparing: some word of both begins alike."""
    return not beginnings(other.text).isdisjoint(beginnings(text))


def beginnings(text: str) -> set[str]:
    return {word[:3] for word in folded(text).split() if len(word) > 2}


def propose_body(spelling: Spelling | None) -> None:
    """Part of a larger act: for a way of writing that nobody has placed yet, whose it may be."""
    if spelling is None or spelling.body_id or spelling.proposed_id:
        return
    alike = [one for one in filed_spellings(spelling.organiser) if may_be_one(one, spelling.text)]
    filed = {(one.text, one.town): one for one in alike} | {(spelling.text, spelling.town): spelling}
    named = [Named(spelling=text, town=town) for text, town in filed]
    settle_spellings(spelling.organiser, filed, organisation_keys(named))


def propose_all_bodies(organiser: Organisation, *, meeting: Meeting) -> None:
    """All spellings of the organiser together; how often each is used helps to tell a slip from a name."""
    filed = {(one.text, one.town): one for one in filed_spellings(organiser)}
    used = Application.objects.filter(meeting=meeting, spelling__isnull=False).values_list("spelling", "answers")
    by_key = {one.pk: one for one in filed.values()}
    named = [Named(spelling=text, town=town) for text, town in filed]
    for key, answers in used:
        place = gmina(str(answers.get(GMINA, "")))
        named.append(Named(spelling=by_key[key].text, town=by_key[key].town or (place.name if place else "")))
    settle_all_spellings(organiser, filed, organisation_keys(named))


def settle_all_spellings(
    organiser: Organisation, filed: Mapping[tuple[str, str], Spelling], matches: Iterable[Matched]
) -> None:
    """As `settle_spellings`, in short transactions of few statements: people apply meanwhile."""
    groups, bodies = grouped(filed, matches), {}
    for some in batches(groups.items()):
        with transaction.atomic():
            bodies |= bodies_of_groups(organiser, dict(some))
    waiting = [
        (spelling, match, key) for key, members in groups.items() for spelling, match in members if not spelling.body_id
    ]
    for some in batches(waiting):
        for spelling, match, key in some:
            near = bodies.get(match.near or "")
            spelling.proposed = near or bodies[key]
            spelling.score = proposed_score(match, is_near=near is not None)
        with transaction.atomic():
            Spelling.objects.bulk_update([spelling for spelling, _, _ in some], ["proposed", "score"])


def batches(things: Iterable) -> Iterator[list]:
    waiting = iter(things)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def bodies_of_groups(
    organiser: Organisation, groups: Mapping[str, list[tuple[Spelling, Matched]]]
) -> dict[str, Body | None]:
    """`body_of_group` for many; what somebody led to a body in the meantime stays there."""
    members = [spelling for group in groups.values() for spelling, _ in group]
    rows = Spelling.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in members])
    now_led = {row.pk: row.body for row in rows.select_related("body")}
    taken = set(Body.objects.filter(organiser=organiser).values_list("key", flat=True))
    bodies: dict[str, Body | None] = {}
    firsts: list[Spelling] = []
    for key, group in groups.items():
        for spelling, _ in group:
            spelling.body = now_led.get(spelling.pk)
        bodies[key] = next((spelling.body for spelling, _ in group if spelling.body), None)
        sure = [spelling for spelling, match in group if match.near is None]
        if bodies[key] is None and sure:
            first = max(sure, key=fullness)
            base = (key or slug(first.text) or "body")[:LONGEST_KEY]
            free = free_key(base, taken)
            taken.add(free)
            bodies[key] = first.body = Body(organiser=organiser, key=free, name=first.text)
            firsts.append(first)
    Body.objects.bulk_create([first.body for first in firsts if first.body])
    Spelling.objects.bulk_update(firsts, ["body"])
    return bodies


def grouped(
    filed: Mapping[tuple[str, str], Spelling], matches: Iterable[Matched]
) -> dict[str, list[tuple[Spelling, Matched]]]:
    groups: dict[str, list[tuple[Spelling, Matched]]] = defaultdict(list)
    for match in matches:
        spelling = filed.get((match.spelling, match.town)) or filed.get((match.spelling, ""))
        if spelling is not None:
            groups[match.key].append((spelling, match))
    return groups


def proposed_score(match: Matched, *, is_near: bool) -> float:
    return round(min(2 * (1 - match.score) if is_near else match.score, 1.0), 2)


def settle_spellings(
    organiser: Organisation, filed: Mapping[tuple[str, str], Spelling], matches: Iterable[Matched]
) -> None:
    """Who stands alone gets its own body; who looks like another waits for a person's nod."""
    groups = grouped(filed, matches)
    bodies = {key: body_of_group(organiser, key, members) for key, members in groups.items()}
    for key, members in groups.items():
        for spelling, match in members:
            if spelling.body_id is None:
                near = bodies.get(match.near or "")
                spelling.proposed = near or bodies[key]
                spelling.score = proposed_score(match, is_near=near is not None)
                spelling.save(update_fields=["proposed", "score"])


def body_of_group(organiser: Organisation, key: str, members: Sequence[tuple[Spelling, Matched]]) -> Body | None:
    """The body that spellings of one group lead to; where there is none yet, the fullest spelling gets its own."""
    known = [spelling.body for spelling, _ in members if spelling.body is not None]
    if known:
        return known[0]
    sure = [spelling for spelling, match in members if match.near is None]
    if not sure:
        return None
    first = max(sure, key=fullness)
    return give_own_body(first, key=key)


def fullness(spelling: Spelling) -> tuple[bool, int, int, str]:
    """A name not in capitals, with its diacritics, written out: the one to show."""
    marks = sum(not sign.isascii() for sign in spelling.text if sign.isalpha())
    return spelling.text != spelling.text.upper(), len(spelling.text), marks, spelling.text


def give_own_body(spelling: Spelling, *, key: str = "") -> Body:
    base = (key or slug(spelling.text) or "body")[:LONGEST_KEY]
    taken = set(Body.objects.filter(organiser=spelling.organiser, key__startswith=base).values_list("key", flat=True))
    spelling.body = Body.objects.create(organiser=spelling.organiser, key=free_key(base, taken), name=spelling.text)
    spelling.save(update_fields=["body"])
    return spelling.body


def free_key(base: str, taken: Collection[str]) -> str:
    return next(one for number in range(1, len(taken) + 2) if (one := numbered(base, number)) not in taken)


def numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base[: LONGEST_KEY - 5]}-{number}"


def nod_spelling(
    *, actor: Actor, spelling: Spelling, body: Body, now: datetime, meeting: Meeting | None = None
) -> Spelling:
    """A person says whose spelling this is. `meeting` is where somebody's role for one meeting only counts."""
    if spelling.organiser_id != body.organiser_id or (meeting and meeting.organisation_id != body.organiser_id):
        raise SpellingElsewhere(spelling=spelling.pk, body=body.pk)
    with act(
        actor=actor, verb="applications.nod_spelling", thing=meeting or body.organiser, rule=rules.can_unify, now=now
    ) as line:
        lead(spelling, body, line, now=now)
    return spelling


def nod_proposed(*, actor: Actor, meeting: Meeting, spellings: Iterable[Spelling], now: datetime) -> int:
    """One nod for several proposals that a person has before their eyes: each to the body proposed."""
    with act(actor=actor, verb="applications.nod_proposed", thing=meeting, rule=rules.can_unify, now=now) as line:
        chosen = Spelling.objects.filter(
            pk__in=[one.pk for one in spellings],
            organiser_id=meeting.organisation_id,
            body=None,
            proposed__isnull=False,
        ).select_related("proposed")
        pairs = [(spelling.pk, spelling.proposed.pk) for spelling in chosen]
        for spelling in chosen:
            spelling.body, spelling.confirmed_at = spelling.proposed, now
            spelling.save(update_fields=["body", "confirmed_at"])
        line.facts["nods"] = pairs
    return len(pairs)


def keep_spelling_apart(*, actor: Actor, spelling: Spelling, now: datetime, meeting: Meeting | None = None) -> Spelling:
    """A person says that this is an organisation of its own, also where somebody nodded before."""
    with act(
        actor=actor,
        verb="applications.keep_spelling_apart",
        thing=meeting or spelling.organiser,
        rule=rules.can_unify,
        now=now,
    ) as line:
        lead(spelling, give_own_body(spelling), line, now=now)
    return spelling


def lead(spelling: Spelling, body: Body, line: Line, *, now: datetime) -> None:
    line.facts.update(spelling=spelling.pk, body=body.pk, before=spelling.body_id)
    spelling.body, spelling.confirmed_at = body, now
    spelling.save(update_fields=["body", "confirmed_at"])
