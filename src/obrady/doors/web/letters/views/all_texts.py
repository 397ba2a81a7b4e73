"""The texts of all letters of a meeting on one page: edited together, saved at once."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from obrady.doors.web.letters import wording
from obrady.doors.web.letters.forms import refused_in_words
from obrady.doors.web.letters.views.templates import languages_of
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.letters import actions, queries, rules
from obrady.stages.letters.queries import Filled, Stationery, Wording
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import all_meetings
from obrady.workshop import clock

LONGEST_SUBJECT, LONGEST_BODY = 150, 8000


@dataclass
class Box:
    """One text in one language as it stands in the form."""

    kind: LetterKind
    language: str
    current: Wording
    own: bool | None
    subject: str
    body: str
    error: str = ""
    sketch: Filled | None = None
    is_asked_for: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.language}"

    @property
    def label(self) -> object:
        return wording.KINDS[self.kind]

    @property
    def language_name(self) -> str:
        return wording.language_name(self.language)

    @property
    def is_changed(self) -> bool:
        return not is_same(Wording(self.subject, self.body), self.current)

    @property
    def standing(self) -> object:
        return wording.STANDINGS[self.own]


def is_same(one: Wording, other: Wording) -> bool:
    def plain(words: Wording) -> tuple[str, str]:
        return " ".join(words.subject.split()), words.body.replace("\r\n", "\n").strip()

    return plain(one) == plain(other)


@team_page(rules.can_write_templates)
def all_texts(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    group = request.GET.get("group", "")
    kinds = wording.GROUPS.get(group, wording.GROUPS[wording.FIRST_GROUP])[1]
    shared, own = queries.stationery(meeting), queries.own_templates(meeting)
    boxes = [box_of(request, shared, own, kind, code) for kind in kinds for code in languages_of(own)]
    if request.method == "POST" and (answer := _acted(request, meeting, boxes, group)):
        return answer
    context = {
        "meeting": meeting,
        "rail": "letters",
        "boxes": boxes,
        "wrong": [box for box in boxes if box.error],
        "groups": [
            (key, label, key == (group or wording.FIRST_GROUP)) for key, (label, _kinds) in wording.GROUPS.items()
        ],
        "has_own": any(own.values()),
        "others": others(request, meeting),
        "may_everywhere": rules.can_write_templates.test(actor_of(request), meeting.organisation),
        "placeholders": wording.explained(wording.PLACEHOLDERS, values_in(meeting, get_language() or "")),
    }
    sketch_all(meeting, boxes)
    return render(request, "letters/all_texts.html", context)


def others(request: HttpRequest, meeting: Meeting) -> list[Meeting]:
    """Other meetings of the same organisation whose words this person may see."""
    rows = all_meetings().filter(organisation=meeting.organisation).exclude(pk=meeting.pk)
    return [one for one in rows if rules.can_write_templates.test(actor_of(request), one)]


def box_of(request: HttpRequest, shared: Stationery, own: dict, kind: LetterKind, code: str) -> Box:
    _language, current = shared.wording(kind, code)
    subject = request.POST.get(f"subject-{kind}-{code}", current.subject)
    body = request.POST.get(f"body-{kind}-{code}", current.body)
    return Box(kind, code, current, own.get((kind.value, code)), subject, body)


def _acted(request: HttpRequest, meeting: Meeting, boxes: list[Box], group: str) -> HttpResponse | None:
    """None shows the page again, with everything that was typed."""
    act, _, key = request.POST.get("act", "").partition(":")
    box = next((one for one in boxes if one.key == key), None)
    match act:
        case "save":
            return _saved(request, meeting, boxes, group)
        case "preview" if box:
            box.is_asked_for = True
        case "reset" if box:
            _reset(request, meeting, box)
            return _back(meeting, group) if not any(one.is_changed for one in boxes) else None
        case "copy":
            return _copied(request, meeting, group)
        case "share":
            return _shared(request, meeting, group)
    return None


def _saved(request: HttpRequest, meeting: Meeting, boxes: list[Box], group: str) -> HttpResponse | None:
    changed = [box for box in boxes if box.is_changed]
    for box in changed:
        try:
            words = actions.Words(box.subject, box.body)
            actions.check_template(subject=words.subject, body=words.body, kind=box.kind)
        except actions.TemplateRefused as refusal:
            box.error = refused_in_words(refusal)
    if any(box.error for box in changed):
        return None
    words = {(box.kind, box.language): actions.Words(box.subject, box.body) for box in changed}
    drafts = (
        actions.save_templates(actor=actor_of(request), meeting=meeting, words=words, now=clock.now()) if words else 0
    )
    said = ngettext("%(count)d text is saved.", "%(count)d texts are saved.", len(words)) % {"count": len(words)}
    anew = ngettext("%(count)d draft is written anew.", "%(count)d drafts are written anew.", drafts)
    messages.success(request, f"{said} {anew % {'count': drafts}}" if drafts else said)
    return _back(meeting, group)


def sketch_all(meeting: Meeting, boxes: list[Box]) -> None:
    """Each text beside its filled letter; what depends on the person is named in words."""
    values = {code: values_in(meeting, code) for code in {box.language for box in boxes}}
    for box in boxes:
        words = Wording(box.subject, box.body)
        box.sketch, _gaps = queries.sketched(words, values[box.language], called=wording.called())


def values_in(meeting: Meeting, language: str) -> dict[str, str | None]:
    return {
        **queries.optional_values_of(meeting, language),
        **queries.values_of(meeting, name="", language=language),
    }


def _reset(request: HttpRequest, meeting: Meeting, box: Box) -> None:
    """What else was typed stays in its boxes."""
    actions.drop_templates(actor=actor_of(request), meeting=meeting, places=[(box.kind, box.language)], now=clock.now())
    shared = queries.stationery(meeting)
    _language, box.current = shared.wording(box.kind, box.language)
    box.subject, box.body = box.current.subject, box.current.body
    box.own = queries.own_templates(meeting).get((box.kind.value, box.language))
    messages.success(request, _("The earlier words hold again."))


def _copied(request: HttpRequest, meeting: Meeting, group: str) -> HttpResponse:
    wanted = request.POST.get("source", "")
    source = next((one for one in others(request, meeting) if one.slug == wanted), None)
    if source is None:
        messages.warning(request, _("Choose the meeting whose words you want."))
        return _back(meeting, group)
    number = actions.copy_templates(actor=actor_of(request), meeting=meeting, source=source, now=clock.now())
    said = ngettext("%(count)d text is copied.", "%(count)d texts are copied.", number) % {"count": number}
    messages.success(request, said if number else _("That meeting has no words of its own."))
    return _back(meeting, group)


def _shared(request: HttpRequest, meeting: Meeting, group: str) -> HttpResponse:
    number = actions.share_templates(actor=actor_of(request), meeting=meeting, now=clock.now())
    said = ngettext("%(count)d text now holds for all meetings.", "%(count)d texts now hold for all meetings.", number)
    messages.success(request, said % {"count": number})
    return _back(meeting, group)


def _back(meeting: Meeting, group: str) -> HttpResponse:
    answer = redirect("letter-texts-all", slug=meeting.slug)
    answer["Location"] += f"?group={group}" if group in wording.GROUPS else ""
    return answer
