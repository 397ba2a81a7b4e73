"""Who is named in published versions, and how they leave all of them. Part of larger acts."""

import secrets
from datetime import datetime

from obrady.stages.announcements.models import Expert, PartyEntry, PublishedVersion
from obrady.stages.announcements.queries.content import Content, fingerprint
from obrady.stages.announcements.states import EntryKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.actions import drop_logo
from obrady.stages.organisations.models import Logo
from obrady.stages.people.models import Person


def names_apart(draft: Content) -> tuple[Content, dict[str, Content]]:
    """The draft with a salted fingerprint for everybody whom it names, and what is said of them, kept apart.

    A person's picture has a fingerprint of its own.
    """
    named: dict[str, Content] = {}

    def mark(said: Content) -> Content:
        salted = {**said, "salt": secrets.token_hex(16)}
        named[fingerprint(salted)] = salted
        return {"named": fingerprint(salted)}

    def mark_entry(entry: Content) -> Content:
        if entry["kind"] == EntryKind.PERSON and entry["logo"]:
            entry = {**entry, "logo": mark({"entry": entry["entry"], "logo": entry["logo"]})}
        return mark(entry)

    lists = [{**part, "entries": [mark_entry(entry) for entry in part["entries"]]} for part in draft["lists"]]
    content, reasons = reasons_apart({**draft, "lists": lists})
    return content, named | reasons


def reasons_apart(content: Content) -> tuple[Content, dict[str, Content]]:
    """The same for why the course was changed: free words, which may turn out to be about somebody."""
    if "course" not in content:
        return content, {}
    kept = [
        {"change": note["at"], "reason": note["reason"], "salt": secrets.token_hex(16)} for note in content["course"]
    ]
    notes = [
        {**note, "reason": {"named": fingerprint(said)}} for note, said in zip(content["course"], kept, strict=True)
    ]
    return {**content, "course": notes}, {fingerprint(said): said for said in kept}


def strike_out(meeting: Meeting, key: int) -> None:
    """This entry leaves every published version, its picture as well."""
    _forget(meeting, lambda said: said.get("entry") == key)


def strike_picture(meeting: Meeting, key: int) -> None:
    """The words stay, the picture leaves every published version."""
    _forget(meeting, lambda said: said.get("entry") == key and "name" not in said)


def strike_reason(meeting: Meeting, at: datetime) -> None:
    """Why this change was made leaves every published version; that it was made stays."""
    _forget(meeting, lambda said: "change" in said and datetime.fromisoformat(said["change"]) == at)


def _forget(meeting: Meeting, is_meant) -> None:
    for version in PublishedVersion.objects.select_for_update().filter(meeting=meeting):
        named = {mark: said for mark, said in version.named.items() if not is_meant(said)}
        if named != version.named:
            version.named = named
            version.save(update_fields=["named"])


def drop_unused(logo: Logo | None) -> None:
    if logo is None:
        return
    published = PublishedVersion.objects.filter(meeting__organisation=logo.organisation_id)
    if not any(logo.sha256 in f"{version.content} {version.named}" for version in published.iterator()):
        drop_logo(logo)


def remove_wholly(entry: PartyEntry) -> None:
    """From the draft; a person from every published version as well, with their picture, their invitation and how to
    reach them."""
    meeting, key, logo = entry.party_list.announcement.meeting, entry.pk, entry.logo
    people = list(Expert.objects.filter(entry=entry).values_list("person", flat=True))
    is_person = entry.is_person
    entry.delete()
    Person.objects.filter(pk__in=people).delete()
    if is_person:
        strike_out(meeting, key)
        drop_unused(logo)
