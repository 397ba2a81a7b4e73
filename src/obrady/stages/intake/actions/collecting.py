"""How far a mailbox was read: a message and the mark behind it are stored in one transaction, so a killed worker loses
nothing and doubles nothing."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from obrady.stages.intake import rules
from obrady.stages.intake.models import Collecting, RawMessage
from obrady.stages.intake.states import MailTrouble
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import WORKER, Actor
from obrady.stages.organisations.models import Organisation
from obrady.workshop import mail, sealing

LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=30)
TRIES = 5


def begin(organisation: Organisation, mailbox: str, *, now: datetime) -> Collecting | None:
    """Ours until the lease runs out; None while another worker reads it, or while it rests after a failure."""
    row, _ = Collecting.objects.get_or_create(organisation=organisation)
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    due = Q(next_try_at=None) | Q(next_try_at__lte=now) | ~Q(mailbox=mailbox)
    if not Collecting.objects.filter(free, due, pk=row.pk).update(lease_until=now + LEASE, tried_at=now):
        return None
    row.refresh_from_db()
    if row.mailbox != mailbox:
        _begin_anew(row, mailbox=mailbox, uidvalidity=0)
    return row


def recount(row: Collecting, uidvalidity: int) -> None:
    """The server counts anew: everything is looked at again, and what is known is recognised."""
    if row.uidvalidity != uidvalidity:
        _begin_anew(row, mailbox=row.mailbox, uidvalidity=uidvalidity)


def _begin_anew(row: Collecting, *, mailbox: str, uidvalidity: int) -> None:
    row.mailbox, row.uidvalidity, row.last_uid, row.stuck_uid, row.stuck_tries = mailbox, uidvalidity, 0, 0, 0
    row.save(update_fields=["mailbox", "uidvalidity", "last_uid", "stuck_uid", "stuck_tries"])


def keep(row: Collecting, uid: int, found: mail.Fetched | None, *, fault: str = "", now: datetime) -> bool:
    """The message as it came, and the mark behind it; whether it is new. `found` is None when it is gone."""
    with transaction.atomic():
        is_new = found is not None and _keep_raw(row, uid, found, fault=fault, now=now)
        passed = Collecting.objects.filter(pk=row.pk, uidvalidity=row.uidvalidity, last_uid__lt=uid)
        passed.update(last_uid=uid, stuck_uid=0, stuck_tries=0)
    row.last_uid, row.stuck_uid, row.stuck_tries = max(row.last_uid, uid), 0, 0
    return is_new


def _keep_raw(row: Collecting, uid: int, found: mail.Fetched, *, fault: str, now: datetime) -> bool:
    message = RawMessage(
        organisation=row.organisation, mailbox=row.mailbox, uidvalidity=row.uidvalidity, uid=uid, size=found.size,
        is_whole=found.is_whole, fetched_at=now, fault=fault, fingerprint=_fingerprint(row, uid, found),
    )  # fmt: skip
    message.sealed = sealing.seal(settings.OBRADY_MASTER_KEY, found.raw, place=message.seal_place)
    known = RawMessage.objects.filter(organisation=row.organisation, fingerprint=message.fingerprint)
    _free_number(message)
    if known.exists():
        known.exclude(mailbox=row.mailbox, uidvalidity=row.uidvalidity).update(
            mailbox=row.mailbox, uidvalidity=row.uidvalidity, uid=uid
        )
        return False
    try:
        with act(actor=WORKER, verb="intake.keep_raw", thing=message, rule=rules.can_collect, now=now) as line:
            message.save(force_insert=True)
            line.facts.update(size=found.size, whole=found.is_whole)
    except IntegrityError:
        if not known.exists():
            raise
        return False
    return True


def _fingerprint(row: Collecting, uid: int, found: mail.Fetched) -> str:
    if found.raw:
        return mail.fingerprint_of(found.raw)
    return hashlib.sha256(f"nothing of {row.mailbox} {row.uidvalidity} {uid}".encode()).hexdigest()


def _free_number(message: RawMessage) -> None:
    """A server that gives a number twice must not make us lose the second message: the first keeps no number."""
    taken = RawMessage.objects.filter(mailbox=message.mailbox, uidvalidity=message.uidvalidity, uid=message.uid)
    for other in taken.exclude(fingerprint=message.fingerprint).only("pk"):
        RawMessage.objects.filter(pk=other.pk).update(mailbox=f"earlier {other.pk}")


def stumbled(row: Collecting, uid: int) -> None:
    """The server broke off or refused at this message."""
    tries = row.stuck_tries + 1 if row.stuck_uid == uid else 1
    row.stuck_uid, row.stuck_tries = uid, tries
    row.save(update_fields=["stuck_uid", "stuck_tries"])


def done(row: Collecting, *, now: datetime) -> None:
    Collecting.objects.filter(pk=row.pk).update(
        lease_until=None, collected_at=now, trouble=MailTrouble.NONE, answer="", failures=0, next_try_at=None
    )


def failed(row: Collecting, *, trouble: str, answer: str, now: datetime) -> None:
    """Tried again after a growing pause, for as long as it takes."""
    row.refresh_from_db(fields=["failures"])
    pause = min(FIRST_PAUSE * 2 ** min(row.failures, 10), LONGEST_PAUSE)
    Collecting.objects.filter(pk=row.pk).update(
        lease_until=None, trouble=trouble, answer=answer[:200], failures=F("failures") + 1, next_try_at=now + pause
    )


def try_at_once(*, actor: Actor, organisation: Organisation, now: datetime) -> None:
    """A person asked for it: the next round does not wait for the pause."""
    with act(actor=actor, verb="intake.try_at_once", thing=organisation, rule=rules.can_see_mailbox, now=now):
        Collecting.objects.filter(organisation=organisation).update(next_try_at=None)
