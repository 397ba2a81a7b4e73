"""What a change of course means for those who were invited to apply: news for them, and no more invitations."""

from collections.abc import Mapping

from django.db.models import QuerySet

from obrady.stages.letters.course import Reader, people_by_way, writer
from obrady.stages.meetings.queries import window_of
from obrady.stages.meetings.registry.course import CoursePart, Step, Touched, register_part
from obrady.stages.meetings.states import CourseKind, Window
from obrady.stages.outreach.actions.keeping import drop_planned
from obrady.stages.outreach.actions.stopping import way_out_of
from obrady.stages.outreach.models import Contact, Invitation
from obrady.stages.outreach.queries import had_enough, history, unsubscribe_url, with_stop
from obrady.stages.outreach.states import Reply

SILENT = (CourseKind.SHRINK, CourseKind.TAKE_BACK)
# More time is an invitation once more: caps and pauses hold. Another day or place, and a cancellation, put right what an
# earlier letter said, so they are told at once.
INVITES_AGAIN = (CourseKind.EXTEND, CourseKind.REOPEN)


def readers(step: Step) -> list[Invitation]:
    """Whom the news concerns and who may get a letter now."""
    spared = {one.pk for one in had_lately(step)}
    return [one for one in concerned(step) if one.pk not in spared]


def had_lately(step: Step) -> list[Invitation]:
    """Those of them who had a letter so lately that another one would be too many; whoever said they come is told."""
    if step.change.kind not in INVITES_AGAIN:
        return []
    known = history(step.former, step.now)
    silent = [one for one in concerned(step) if one.reply == Reply.NONE]
    return [one for one in silent if had_enough(one.contact, known, step.now)]


def concerned(step: Step) -> list[Invitation]:
    """Who was invited and has not declined, applied or asked to be left alone. As long as they can still apply it
    touches all of them; later only those who said that they will come."""
    if step.change.kind in SILENT:
        return []
    can_apply = any(window_of(one, step.now) is not Window.CLOSED for one in (step.former, step.meeting))
    rows = Invitation.objects.filter(
        meeting=step.former,
        invited_at__isnull=False,
        reply__in=[Reply.NONE, Reply.WILL_COME] if can_apply else [Reply.WILL_COME],
        contact__archived_at=None,
        contact__person__erased_at=None,
    )
    stopped = with_stop(Contact.objects.filter(invitations__in=rows)).filter(is_stopped=True).values("pk")
    return list(rows.exclude(contact__in=stopped).select_related("contact__person", "contact__organisation"))


def _planned(step: Step) -> QuerySet[Invitation]:
    """Planned and not written; whoever could no longer apply need not be asked to."""
    return Invitation.objects.filter(meeting=step.former).exclude(waits_for="")


def _touched(step: Step) -> list[Touched]:
    found = readers(step)
    rows = [
        Touched("contacts", len(found), people_by_way(one.contact.person for one in found)),
        Touched("contacts_paused", len(had_lately(step))),
    ]
    if step.change.kind is CourseKind.CANCEL:
        rows.append(Touched("invitations", _planned(step).count()))
    return rows


def _apply(step: Step) -> Mapping[str, object]:
    found, pen = readers(step), writer(step)
    dropped = drop_planned(_planned(step)) if step.change.kind is CourseKind.CANCEL else 0
    written = pen.write_all([_as_reader(invitation, step) for invitation in found]) if pen else 0
    return {"invitations_stopped": dropped, "contacts_written_to": written}


def _as_reader(invitation: Invitation, step: Step) -> Reader:
    contact = invitation.contact
    way_out = unsubscribe_url(way_out_of(contact, now=step.now), language=contact.person.language)
    more = {"reference": None, "status_url": None, "missing_answers": None, "ledger_head": None}
    return Reader(person=contact.person, about=invitation.about, more={**more, "unsubscribe_url": way_out})


def declare() -> None:
    register_part(CoursePart("outreach", touched=_touched, apply=_apply))
