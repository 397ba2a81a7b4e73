from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

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


def file_spelling(application: Application) -> None:
    """Part of a larger act: which way of writing an organisation this is."""
    place = gmina(str(application.answers.get(GMINA, "")))
    identity = spelling_identity(str(application.answers.get(ORGANISATION, "")), place.name if place else "")
    if identity is None:
        application.spelling = None
        return
    text, town = identity
    organiser = application.meeting.organisation
    application.spelling, _ = Spelling.objects.get_or_create(
        organiser=organiser, text=text[:LONGEST_NAME], town=town[:120]
    )


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
    matches = organisation_keys(named)
    with transaction.atomic():
        settle_spellings(organiser, filed, matches)


def settle_spellings(
    organiser: Organisation, filed: Mapping[tuple[str, str], Spelling], matches: Iterable[Matched]
) -> None:
    """Who stands alone gets its own body; who looks like another waits for a person's nod."""
    groups: dict[str, list[tuple[Spelling, Matched]]] = defaultdict(list)
    for match in matches:
        spelling = filed.get((match.spelling, match.town)) or filed.get((match.spelling, ""))
        if spelling is not None:
            groups[match.key].append((spelling, match))
    bodies = {key: body_of_group(organiser, key, members) for key, members in groups.items()}
    for key, members in groups.items():
        for spelling, match in members:
            if spelling.body_id is None:
                near = bodies.get(match.near or "")
                propose(spelling, near or bodies[key], score=2 * (1 - match.score) if near else match.score)


def propose(spelling: Spelling, body: Body, *, score: float) -> None:
    spelling.proposed, spelling.score = body, round(min(score, 1.0), 2)
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
    free = next(one for number in range(1, len(taken) + 2) if (one := numbered(base, number)) not in taken)
    spelling.body = Body.objects.create(organiser=spelling.organiser, key=free, name=spelling.text)
    spelling.save(update_fields=["body"])
    return spelling.body


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
