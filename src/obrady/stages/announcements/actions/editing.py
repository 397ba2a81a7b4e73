from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from i18nfield.strings import LazyI18nString

from obrady.stages.announcements import rules
from obrady.stages.announcements.actions.naming import (
    drop_unused,
    names_apart,
    reasons_apart,
    remove_wholly,
    strike_out,
    strike_picture,
)
from obrady.stages.announcements.models import Announcement, Expert, PartyEntry, PartyList, PublishedVersion
from obrady.stages.announcements.queries import blocking, draft_content, fingerprint, shown_content, what_is_missing
from obrady.stages.announcements.queries.content import with_change
from obrady.stages.announcements.queries.experts import approved_words
from obrady.stages.announcements.states import EntryKind, Gap, PartyListKind
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.actions import mark_announced, retitle
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Logo, Organisation


def nothing() -> LazyI18nString:
    return LazyI18nString({})


class NotReadyToPublish(Exception):
    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(", ".join(f"{gap.section}: {gap.fault} {' '.join(gap.pieces)}" for gap in gaps))
        self.gaps = gaps


class NothingToPublish(Exception):
    """Readers already see exactly this."""


class NotTheWholeOrder(Exception):
    """A new order must name everything once: somebody else added or removed something meanwhile."""


@dataclass(frozen=True)
class Texts:
    """What is said in whole sentences; the four channels need words only where the usual ones do not suffice."""

    why: LazyI18nString = field(default_factory=nothing)
    for_whom: LazyI18nString = field(default_factory=nothing)
    how_places_are_given: LazyI18nString = field(default_factory=nothing)
    what_follows: LazyI18nString = field(default_factory=nothing)
    by_web: LazyI18nString = field(default_factory=nothing)
    by_scan: LazyI18nString = field(default_factory=nothing)
    at_office: LazyI18nString = field(default_factory=nothing)
    by_phone: LazyI18nString = field(default_factory=nothing)


@dataclass(frozen=True)
class EntryDetails:
    """`consented_on` is the day on which the person or organisation agreed to be named; None means: not (yet)."""

    name: LazyI18nString
    kind: EntryKind = EntryKind.ORGANISATION
    role: LazyI18nString = field(default_factory=nothing)
    link: str = ""
    description: LazyI18nString = field(default_factory=nothing)
    logo: Logo | None = None
    consented_on: date | None = None


def hold_still(organisation: Organisation) -> None:
    """Part of a larger act: until its end nobody else's save comes between reading and writing what an editor edits."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def set_texts(*, actor: Actor, meeting: Meeting, title: LazyI18nString, texts: Texts, now: datetime) -> Announcement:
    with act(actor=actor, verb="announcements.set_texts", thing=meeting, rule=rules.can_edit, now=now):
        retitle(meeting, title)
        announcement = _begun(meeting)
        for text in fields(Texts):
            setattr(announcement, text.name, getattr(texts, text.name))
        announcement.full_clean()
        announcement.save()
    return announcement


def set_heading(*, actor: Actor, meeting: Meeting, kind: PartyListKind, heading: LazyI18nString, now: datetime) -> None:
    """An empty heading brings the usual one back."""
    with act(actor=actor, verb="announcements.set_heading", thing=meeting, rule=rules.can_edit, now=now) as line:
        line.facts["list"] = str(kind)
        party_list = list_of_kind(meeting, kind)
        party_list.heading = heading
        party_list.full_clean()
        party_list.save(update_fields=["heading"])


def order_lists(*, actor: Actor, meeting: Meeting, kinds: Sequence[PartyListKind], now: datetime) -> None:
    """All nine, in the order in which the page shows them."""
    with act(actor=actor, verb="announcements.order_lists", thing=meeting, rule=rules.can_edit, now=now) as line:
        if sorted(kinds) != sorted(PartyListKind):
            raise NotTheWholeOrder
        announcement = _begun(meeting)
        for position, kind in enumerate(kinds):
            PartyList.objects.filter(announcement=announcement, kind=kind).update(position=position)
        line.facts["order"] = [str(kind) for kind in kinds]


def keep_entry(
    *,
    actor: Actor,
    meeting: Meeting,
    kind: PartyListKind,
    entry: PartyEntry | None,
    details: EntryDetails,
    now: datetime,
) -> PartyEntry:
    """A new entry at the end of its list, or new words for one.

    Who no longer agrees to be named leaves the published page and all its earlier versions at once.
    """
    with act(actor=actor, verb="announcements.keep_entry", thing=meeting, rule=rules.can_edit, now=now) as line:
        party_list = list_of_kind(meeting, kind)
        entry = entry or PartyEntry(
            party_list=party_list, position=PartyEntry.objects.filter(party_list=party_list).count()
        )
        before, agreed_before = entry.logo, entry.consented_on
        entry.kind, entry.name, entry.role = details.kind, details.name, details.role
        entry.link, entry.description, entry.logo = details.link, details.description, details.logo
        entry.may_be_named, entry.consented_on = details.consented_on is not None, details.consented_on
        entry.full_clean()
        entry.save()
        settle_names(meeting, entry, picture_before=before, is_agreed_anew=entry.consented_on != agreed_before)
        line.facts.update(list=str(kind), entry=entry.pk)
    return entry


def settle_names(meeting: Meeting, entry: PartyEntry, *, picture_before: Logo | None, is_agreed_anew: bool) -> None:
    """Part of keeping an entry: who is not to be named leaves all versions; a new day of consent is a nod to the words."""
    expert = Expert.objects.filter(entry=entry).first()
    if not entry.may_be_named:
        strike_out(meeting, entry.pk)
    if expert and (is_agreed_anew or not entry.may_be_named):
        expert.approved = approved_words(entry) if entry.may_be_named else {}
        expert.approved_at = expert.approved_at if entry.may_be_named else None
        expert.save(update_fields=["approved", "approved_at"])
    if entry.is_person and picture_before and picture_before != entry.logo:
        if entry.logo is None:
            strike_picture(meeting, entry.pk)
        if expert and expert.approved:
            expert.approved["logo"] = None
            expert.save(update_fields=["approved"])
        drop_unused(picture_before)


def remove_entry(*, actor: Actor, meeting: Meeting, entry: PartyEntry, now: datetime) -> None:
    """Gone from the draft; a person leaves every published version as well, and their picture is deleted."""
    with act(actor=actor, verb="announcements.remove_entry", thing=meeting, rule=rules.can_edit, now=now) as line:
        line.facts.update(list=entry.party_list.kind, entry=entry.pk)
        remove_wholly(entry)


def order_entries(
    *, actor: Actor, meeting: Meeting, kind: PartyListKind, entries: Sequence[int], now: datetime
) -> None:
    """The keys of all entries of one list in their new order."""
    with act(actor=actor, verb="announcements.order_entries", thing=meeting, rule=rules.can_edit, now=now) as line:
        party_list = list_of_kind(meeting, kind)
        if sorted(entries) != sorted(party_list.entries.values_list("pk", flat=True)):
            raise NotTheWholeOrder
        for position, key in enumerate(entries):
            PartyEntry.objects.filter(party_list=party_list, pk=key).update(position=position)
        line.facts.update(list=str(kind), order=list(entries))


def publish_announcement(*, actor: Actor, meeting: Meeting, now: datetime) -> PublishedVersion:
    """Freeze what the draft says now; from this moment on readers see it."""
    with act(actor=actor, verb="announcements.publish", thing=meeting, rule=rules.can_publish, now=now) as line:
        _begun(meeting, lock=True)
        draft = draft_content(meeting)
        if gaps := blocking(what_is_missing(meeting, now=now, draft=draft)):
            raise NotReadyToPublish(gaps)
        latest = PublishedVersion.objects.filter(meeting=meeting).first()
        if latest and shown_content(latest).content == draft:
            raise NothingToPublish
        content, named = names_apart(draft)
        version = PublishedVersion.objects.create(
            meeting=meeting,
            number=latest.number + 1 if latest else 1,
            published_at=now,
            actor=actor.name,
            content=content,
            named=named,
            sha256=fingerprint(content),
        )
        mark_announced(meeting)
        line.facts.update(version=version.number, sha256=version.sha256)
    return version


def publish_change(meeting: Meeting, *, actor: Actor, changed: Sequence[str], now: datetime) -> PublishedVersion | None:
    """Part of a change of course: what readers see, with only what changed put in; what the team is still writing stays a
    draft. None when nothing was published yet."""
    latest = PublishedVersion.objects.select_for_update().filter(meeting=meeting).first()
    if latest is None:
        return None
    content, reasons = reasons_apart(with_change(latest.content, meeting, changed))
    people = {mark: said for mark, said in latest.named.items() if "change" not in said}
    return PublishedVersion.objects.create(
        meeting=meeting,
        number=latest.number + 1,
        published_at=now,
        actor=actor.name,
        content=content,
        named=people | reasons,
        sha256=fingerprint(content),
    )


def _begun(meeting: Meeting, *, lock: bool = False) -> Announcement:
    announcement, is_new = Announcement.objects.get_or_create(meeting=meeting)
    if is_new:
        PartyList.objects.bulk_create(
            PartyList(announcement=announcement, kind=kind, position=position)
            for position, kind in enumerate(PartyListKind)
        )
    return Announcement.objects.select_for_update().get(pk=announcement.pk) if lock else announcement


def list_of_kind(meeting: Meeting, kind: PartyListKind) -> PartyList:
    return PartyList.objects.get(announcement=_begun(meeting), kind=kind)
