"""Whose letters leave through which server, and how many of them it takes now."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from obrady.stages.letters.models import Letter, MailSettings
from obrady.stages.letters.queries.outbox import due
from obrady.stages.letters.queries.servers import sender_in, server_in
from obrady.stages.letters.states import Trouble
from obrady.stages.organisations.models import Organisation
from obrady.workshop.mail import Server
from obrady.workshop.sealing import CannotBeOpened

logger = logging.getLogger(__name__)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO_LIMIT = 1_000_000


@dataclass(frozen=True)
class Post:
    """One server, one sender, one pace: an organisation's own, or the installation's for all that have none."""

    server: Server
    sender: str
    organisations: tuple[UUID, ...]
    most_an_hour: int | None = None
    most_a_day: int | None = None


@dataclass(frozen=True)
class Room:
    number: int
    opens_at: datetime


def posts_due(now: datetime, *, fallback: Server | None = None) -> list[Post]:
    """Of organisations that have mail whose time has come. Who has no server at all is left out: that mail waits.

    A server that was away the last time comes last, so that waiting for it holds up nobody else.
    """
    waiting = Letter.objects.filter(due(now)).order_by()
    knocking = waiting.filter(trouble=Trouble.UNREACHABLE, meeting__organisation=OuterRef("pk"))
    hosts = Organisation.objects.filter(pk__in=waiting.values("meeting__organisation"))
    rows = hosts.select_related("mail_settings").annotate(is_away=Exists(knocking)).order_by("is_away", "pk")
    return [post for host in rows if (post := post_of(host, fallback=fallback)) is not None]


def post_of(host: Organisation, *, fallback: Server | None = None) -> Post | None:
    chosen: MailSettings | None = getattr(host, "mail_settings", None)
    has_own = chosen is not None and bool(chosen.smtp_host)
    try:
        server = server_in(chosen) if has_own else fallback or server_in(None)
    except CannotBeOpened:
        logger.error("the password of the mail server of organisation %s cannot be opened with this key", host.pk)
        return None
    if server is None:
        return None
    return Post(
        server=server,
        sender=sender_in(chosen),
        organisations=(host.pk,),
        most_an_hour=chosen.most_an_hour if chosen else None,
        most_a_day=chosen.most_a_day if chosen else None,
    )


def room_now(post: Post, now: datetime) -> Room:
    """What the server's limits leave; when nothing, the moment from which the next letter may leave."""
    rooms = [_room(post, most, span, now) for most, span in ((post.most_an_hour, HOUR), (post.most_a_day, DAY)) if most]
    if not rooms:
        return Room(number=NO_LIMIT, opens_at=now)
    number = min(room.number for room in rooms)
    return Room(number=number, opens_at=max(room.opens_at for room in rooms))


def _room(post: Post, most: int, span: timedelta, now: datetime) -> Room:
    taken = _lately(post, now - span)
    number = max(0, most - taken.count())
    if number:
        return Room(number=number, opens_at=now)
    oldest = list(taken.order_by("-left_at").values_list("left_at", flat=True)[most - 1 : most])
    return Room(number=0, opens_at=(oldest[0] if oldest else now) + span)


def _lately(post: Post, since: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(left_at__gt=since, meeting__organisation_id__in=post.organisations)
