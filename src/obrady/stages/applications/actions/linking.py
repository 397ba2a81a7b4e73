from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from obrady.stages.applications import rules
from obrady.stages.applications.models import ApplicantLink, Application
from obrady.stages.applications.queries.links import names_in, wishes
from obrady.stages.applications.states import (
    LINKED_MODE,
    LINKED_WITH,
    NAME,
    ApplicationIsLocked,
    LinkIsDecided,
    LinkMode,
    LinkState,
    LinkWithoutOther,
)
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting

LONGEST_NAME = 300


def propose_links(application: Application) -> None:
    """Part of a larger act: whom this person named, and who named this person before they applied."""
    text = str(application.answers.get(LINKED_WITH, ""))
    ApplicantLink.objects.filter(a=application, state=LinkState.PROPOSED).delete()
    if text:
        keep_wishes(application, names_in(application.meeting))
    own_name = {str(application.pk): str(application.answers.get(NAME, ""))}
    for link in ApplicantLink.objects.filter(meeting=application.meeting, b=None).exclude(a=application):
        if any(wish.keys for wish in wishes(link.named, own_name)):
            link.b, link.score = application, 1.0
            link.save(update_fields=["b", "score"])


def propose_all_links(meeting: Meeting) -> None:
    """After an import: every name that was typed, against the whole register."""
    names = names_in(meeting)
    for application in Application.objects.filter(meeting=meeting, merged_into=None).iterator(chunk_size=500):
        if application.answers.get(LINKED_WITH):
            with transaction.atomic():
                keep_wishes(application, names)


def keep_wishes(application: Application, names: Mapping[str, str]) -> None:
    others = {key: name for key, name in names.items() if key != str(application.pk)}
    for wish in wishes(str(application.answers.get(LINKED_WITH, "")), others):
        only = wish.keys[0] if len(wish.keys) == 1 else None
        link, is_new = ApplicantLink.objects.get_or_create(
            a=application,
            named=wish.named[:LONGEST_NAME],
            defaults={
                "meeting_id": application.meeting_id,
                "b_id": only,
                "score": 1 / len(wish.keys) if wish.keys else 0,
                "mode": application.answers.get(LINKED_MODE) or LinkMode.TOGETHER,
            },
        )
        if only and not is_new and link.b_id is None:
            # Whoever was named applied later, or came with a file.
            named = ApplicantLink.objects.filter(pk=link.pk, b=None, state=LinkState.PROPOSED)
            named.update(b=only, score=1.0)


def confirm_link(
    *,
    actor: Actor,
    link: ApplicantLink,
    now: datetime,
    mode: LinkMode | None = None,
    other: Application | None = None,
) -> ApplicantLink:
    """A person says that these two belong together, how (`mode`), and whom the name means (`other`)."""
    if other is not None and other.meeting_id == link.meeting_id and other.pk != link.a_id:
        link.b = other
    if link.b is None:
        raise LinkWithoutOther(link=link.pk)
    link.mode = LinkMode(mode or link.mode)
    return _decide(actor, link, LinkState.CONFIRMED, now=now)


def reject_link(*, actor: Actor, link: ApplicantLink, now: datetime) -> ApplicantLink:
    return _decide(actor, link, LinkState.REJECTED, now=now)


def _decide(actor: Actor, link: ApplicantLink, state: LinkState, *, now: datetime) -> ApplicantLink:
    """A later decision replaces an earlier one, until the pool is frozen; who named whom back is decided with it."""
    with act(
        actor=actor,
        verb=f"applications.link_{state}",
        thing=link.meeting,
        rule=rules.can_decide_links,
        now=now,
        about=link.about,
    ) as line:
        ends = Application.objects.filter(pk__in=[pk for pk in (link.a_id, link.b_id) if pk])
        if locked := ends.filter(locked_at__isnull=False).first():
            raise ApplicationIsLocked(reference=locked.reference)
        decided = {"b": link.b, "mode": link.mode, "state": state, "decided_at": now, "decided_by": actor.name}
        if not ApplicantLink.objects.filter(pk=link.pk, state__in=(link.state, state)).update(**decided):
            raise LinkIsDecided(link=link.pk)
        decided.pop("b")
        if link.b_id:
            ApplicantLink.objects.filter(a=link.b_id, b=link.a_id).update(**decided)
        line.facts.update(a=str(link.a_id), b=str(link.b_id or ""), mode=str(link.mode))
    link.refresh_from_db()
    return link
