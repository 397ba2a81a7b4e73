"""The form of a letter to many: to whom, in whose words, now or on a day before the meeting."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from obrady.doors.web.applications.words import CHANNELS, STATES
from obrady.doors.web.letters import wording
from obrady.doors.web.outreach.words import KINDS as CONTACT_KINDS
from obrady.stages.applications.audiences import SIGN, groups
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws.states import Place
from obrady.stages.letters.queries import Wish
from obrady.stages.letters.states import LONGEST_BEFORE, LetterKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.queries import languages_of
from obrady.stages.outreach.queries import tags_of

WORDS = {
    LetterKind.FREE: ("subject", "text"),
    LetterKind.THANKS: ("result", "details"),
    LetterKind.REMINDER: ("details",),
    LetterKind.PRACTICAL: ("details",),
}
LABELS = {
    "subject": _("Subject"),
    "text": _("Text"),
    "details": _("What you want to add"),
    "result": _("What came of the meeting"),
}
LONGEST = {"subject": 150, "text": 8000, "details": 4000, "result": 4000}
AUDIENCES = {
    "places": _("People by where they stand after the draw"),
    "applications": _("Applications"),
    "contacts": _("Contacts from the contact book"),
}
PLACES = {
    Place.IN: _("have a place"),
    Place.RESERVE: _("on the reserve list"),
    Place.NOT_DRAWN: _("not selected"),
}
# Which filter belongs to which audience; `language` belongs to all.
FILTERS = {
    "places": ("place", "language"),
    "applications": ("state", "channel", "group", "language"),
    "contacts": ("tag", "contact_kind", "language"),
}
SHOWN = tuple(state for state in ApplicationState if state is not ApplicationState.MERGED)


def several(label: object, choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class WritingForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    days_before = forms.IntegerField(
        label=_("Days before the meeting"), min_value=0, max_value=LONGEST_BEFORE, required=False,
        help_text=_("It leaves at 9:00 on that day. Who gets it is found out then."),
    )  # fmt: skip

    def __init__(self, *args, meeting: Meeting, kind: LetterKind, numbers: Mapping[str, int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        labels = [(key, with_number(label, numbers.get(key, 0))) for key, label in AUDIENCES.items()]
        self.fields["audience"] = forms.ChoiceField(
            label=_("To whom"),
            choices=labels,
            widget=forms.RadioSelect,
            error_messages={"required": _("Say to whom this letter goes. Nobody is chosen beforehand.")},
        )
        self.meeting, self.kind = meeting, kind
        self.languages = languages_of(meeting.organisation)
        names = [(code, wording.language_name(code)) for code in self.languages]
        self.fields["place"] = several(_("Where they stand"), list(PLACES.items()))
        self.fields["state"] = several(_("State"), [(state, STATES[state][0]) for state in SHOWN])
        self.fields["channel"] = several(_("Came by"), list(CHANNELS.items()))
        self.fields["group"] = several(_("Answer"), self._groups())
        self.fields["tag"] = several(_("Tag"), [(str(tag.pk), tag.name) for tag in tags_of(meeting.organisation)])
        self.fields["contact_kind"] = several(_("What they are"), list(CONTACT_KINDS.items()))
        self.fields["language"] = several(_("Language of the person"), names)
        for code, name in names:
            for word in WORDS[kind]:
                self.fields[f"{word}_{code}"] = self._words(word, code, name)

    def _groups(self) -> list:
        return [
            (
                said(question.label),
                [(f"{question.key}{SIGN}{option.code}", said(option.label)) for option in question.options],
            )
            for question in groups(self.meeting)
        ]

    def _words(self, word: str, code: str, name: str) -> forms.CharField:
        box = forms.TextInput if word == "subject" else forms.Textarea
        rows = {} if word == "subject" else {"rows": 8 if word == "text" else 4}
        label = f"{LABELS[word]} – {name}"
        return forms.CharField(
            label=label, max_length=LONGEST[word], required=False, widget=box(attrs={"lang": code, **rows})
        )

    @property
    def said_to_whom(self) -> bool:
        return self.is_bound and bool(self.said("audience"))

    def wish(self) -> Wish:
        """Also from what is not valid yet, for the preview."""
        audience = self.said("audience") or ""
        chosen = {name: self.said(name) or [] for name in FILTERS.get(audience, ())}
        if "contact_kind" in chosen:
            chosen["kind"] = chosen.pop("contact_kind")
        key = self.said("key")
        return Wish(
            key=key if isinstance(key, UUID) else uuid4(),
            kind=self.kind,
            audience=audience,
            filter={name: list(values) for name, values in chosen.items() if values},
            words=self.words(),
        )

    def words(self) -> dict[str, dict[str, str]]:
        found = {
            code: {word: (self.said(f"{word}_{code}") or "").replace("\r\n", "\n").strip() for word in WORDS[self.kind]}
            for code in self.languages
        }
        return {code: texts for code, texts in found.items() if any(texts.values())}

    def said(self, name: str):
        if self.is_bound:
            self.is_valid()
            return self.cleaned_data.get(name)
        return self.get_initial_for_field(self.fields[name], name)

    def filters(self) -> list[tuple[str, object, list]]:
        """Per audience its boxes; those without a choice are not shown."""
        return [
            (
                key,
                AUDIENCES[key],
                [self[name] for name in names if name != "language" and has_choices(self.fields[name])],
            )
            for key, names in FILTERS.items()
        ]

    def word_fields(self) -> list:
        return [self[f"{word}_{code}"] for code in self.languages for word in WORDS[self.kind]]


def with_number(label: object, number: int) -> str:
    return ngettext("%(audience)s: %(count)d person", "%(audience)s: %(count)d people", number) % {
        "audience": label,
        "count": number,
    }


def has_choices(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField) and bool(field.choices)


def said(text) -> str:
    """A form's words are in its own languages; the team reads the one that comes first where its own is missing."""
    from django.utils.translation import get_language

    texts = dict(text) if hasattr(text, "keys") else {}
    return texts.get(get_language() or "") or next(iter(texts.values()), "") if texts else str(text)


def refusal(code: str) -> str:
    known = {
        "no_words": _("Write the subject and the text in one language at least."),
        "half_words": _("In each language that you use, both the subject and the text are needed."),
        "nobody": _("Nobody would get this letter. Choose other people."),
        "no_date": _("The meeting has no date yet, so there is no day to count from."),
        "too_late": _("That day is past. Choose fewer days before, or write now."),
        "days": _("Choose from 0 to 60 days."),
        "moved": _("This letter has left or was stopped meanwhile."),
        "cancelled": _("The meeting is cancelled, so this letter makes no sense. A free letter can be sent."),
    }
    return str(known[code])


def unknown_names(names: tuple[str, ...]) -> str:
    listed = ", ".join("{" + name + "}" for name in names)
    return ngettext(
        "There is no such placeholder: %(names)s.", "There are no such placeholders: %(names)s.", len(names)
    ) % {"names": listed}
