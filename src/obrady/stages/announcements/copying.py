"""What a copy of a meeting takes along from here: the announcement's texts, and its lists of people and partners.

Organisations stay named. A person agreed to be named for one meeting: in the copy they stand in the list, and are
shown once they have agreed again.
"""

from obrady.stages.announcements.models import Announcement, PartyEntry, PartyList
from obrady.stages.announcements.queries import materials_of
from obrady.stages.announcements.states import EntryKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.copying import Copying, CopyPart, copied, register_part


def _copy_texts(step: Copying) -> None:
    source = Announcement.objects.filter(meeting=step.source).first()
    if source:
        copied(source, meeting=step.target)


def _copy_lists(step: Copying) -> None:
    target, _made = Announcement.objects.get_or_create(meeting=step.target)
    for row in PartyList.objects.filter(announcement__meeting=step.source):
        party_list = copied(row, announcement=target)
        for entry in row.entries.all():
            _copy_entry(entry, party_list)


def _copy_entry(entry: PartyEntry, party_list: PartyList) -> None:
    asked_anew = {"may_be_named": False, "consented_on": None} if entry.kind == EntryKind.PERSON else {}
    copied(entry, party_list=party_list, **asked_anew)


def _copy_materials(step: Copying) -> None:
    """The same files, which both meetings show."""
    for material in materials_of(step.source):
        copied(material, meeting=step.target, created_at=step.now)


def _entries(meeting: Meeting) -> int:
    return PartyEntry.objects.filter(party_list__announcement__meeting=meeting).count()


def declare() -> None:
    texts = Announcement.objects.filter
    register_part(CopyPart("texts", count=lambda meeting: texts(meeting=meeting).count(), copy=_copy_texts))
    register_part(CopyPart("lists", count=_entries, copy=_copy_lists))
    register_part(CopyPart("materials", count=lambda meeting: materials_of(meeting).count(), copy=_copy_materials))
