from datetime import date

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.strings import LazyI18nString

from obrady.doors.web.intake import words
from obrady.doors.web.parts.context import OWN_NAMES
from obrady.doors.web.parts.forms import MultilingualCharField, MultilingualTextField
from obrady.stages.intake.models import Thread
from obrady.stages.intake.queries import colleagues
from obrady.stages.intake.states import MOST_IN_A_SUMMARY, MOST_IN_A_TEXT, MessageKind, ThreadChannel
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation

ANY = pgettext_lazy("no filter", "all")
SPOKEN = (ThreadChannel.PHONE, ThreadChannel.OFFICE)
MOST_IN_AN_ANSWER = 4000


def choices(labels: dict) -> list[tuple[str, object]]:
    return [("", ANY), *((str(key), label) for key, label in labels.items())]


def text_field(label: object, *, rows: int = 6, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MOST_IN_A_TEXT, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs
    )


class FilterForm(forms.Form):
    """A value that does not exist filters nothing."""

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class ThreadFilter(FilterForm):
    search = forms.CharField(required=False, label=_("Name, contact, number or words"), max_length=100)
    kind = forms.ChoiceField(required=False, label=_("Kind"), choices=choices(words.KINDS))
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[
            ("", ANY),
            ("running", _("not answered yet")),
            *((str(key), label) for key, (label, _mark) in words.STATES.items()),
        ],
    )
    whose = forms.ChoiceField(
        required=False, label=_("Whose"), choices=[("", ANY), ("mine", _("mine")), ("overdue", _("overdue"))]
    )


class MessageFilter(FilterForm):
    search = forms.CharField(required=False, label=_("Sender, subject or words"), max_length=100)
    kind = forms.ChoiceField(
        required=False,
        label=_("Kind"),
        choices=choices(
            {key: label for key, (label, _mark) in words.MESSAGE_KINDS.items() if key is not MessageKind.UNREAD}
        ),
    )
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=choices({key: label for key, (label, _mark) in words.MESSAGE_STATES.items()}),
    )


class AskForm(forms.Form):
    """On the private page."""

    subject = forms.ChoiceField(
        label=_("What is it?"), choices=list(words.SUBJECTS.items()), widget=forms.RadioSelect, initial="question"
    )
    text = text_field(_("Your message"))


class MoreForm(forms.Form):
    text = text_field(_("Write more"), rows=4)


class NewThreadForm(forms.Form):
    """What somebody said on the telephone or at the office, typed by the team."""

    subject = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("question", _("a question")),
            ("objection", _("an objection")),
            *((f"right:{key}", label) for key, label in words.RIGHTS.items() if key != "consent"),
        ],
    )
    channel = forms.ChoiceField(
        label=_("How it came"), choices=[(str(key), words.CHANNELS[key]) for key in (*SPOKEN, ThreadChannel.MAIL)]
    )
    reference = forms.CharField(
        label=_("Application number"), required=False, max_length=32,
        help_text=_("Leave it empty when the person has not applied; then say below how to reach them."),
    )  # fmt: skip
    name = forms.CharField(label=_("Full name"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    language = forms.ChoiceField(label=_("Language of the answer"), choices=())
    text = text_field(_("What they said or wrote"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, OWN_NAMES.get(code, name)) for code, name in settings.LANGUAGES]

    @property
    def has_contact(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("name", "email", "phone"))


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer"), max_length=MOST_IN_AN_ANSWER, widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"})
    )
    way = forms.ChoiceField(label=_("How it reaches them"), choices=(), widget=forms.RadioSelect)
    waits = forms.BooleanField(required=False, label=_("We asked back and wait for them"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args, by_letter: object = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        spoken = [
            ("phone", _("It was said on the telephone")),
            ("office", _("It was said at the office")),
        ]
        self.fields["way"].choices = ([("letter", by_letter)] if by_letter else []) + spoken
        self.initial.setdefault("way", "letter" if by_letter else "phone")


class NoteForm(forms.Form):
    text = text_field(_("Note for colleagues"), rows=3)


class ArrangeForm(forms.Form):
    owner = forms.ModelChoiceField(queryset=None, required=False, label=_("Who answers"), empty_label=_("nobody yet"))
    due = forms.DateField(label=_("Answer by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    summary = forms.CharField(
        required=False,
        max_length=MOST_IN_A_SUMMARY,
        label=_("Summary of the answer"),
        help_text=_("One sentence without names. The minutes of recruitment show it with an objection."),
    )

    def __init__(self, *args, thread: Thread, **kwargs) -> None:
        initial = {"owner": thread.owner_id, "due": thread.due_on, "summary": thread.summary}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["owner"].queryset = colleagues(thread.meeting)

    def clean_due(self) -> date:
        due = self.cleaned_data["due"]
        if not 2000 <= due.year <= 2200:
            raise forms.ValidationError(_("Please choose a day of this century."))
        return due


class SortForm(forms.Form):
    """Whose a message is and what it is."""

    subject = forms.ChoiceField(label=_("What is it?"), choices=())
    meeting = forms.ModelChoiceField(queryset=None, label=_("Meeting"))
    whose = forms.ChoiceField(label=_("Whose"), choices=(), widget=forms.RadioSelect, required=False)
    reference = forms.CharField(
        required=False, max_length=32, label=_("or an application number"),
        help_text=_("The number of an application to the meeting above."),
    )  # fmt: skip

    def __init__(self, *args, meetings, people: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = NewThreadForm.base_fields["subject"].choices
        self.fields["meeting"].queryset = meetings
        self.fields["whose"].choices = [
            *people,
            ("sender", _("somebody who is not in our records: answer to the address it came from")),
        ]
        self.initial.setdefault("whose", people[0][0] if people else "sender")


class PublicQuestionForm(forms.Form):
    question = MultilingualCharField(
        label=_("Question"), max_length=300,
        help_text=_("In your own words: no names, nothing that tells who asked."),
    )  # fmt: skip
    answer = MultilingualTextField(label=_("Answer"), rows=5)

    def said(self) -> tuple[LazyI18nString, LazyI18nString]:
        return self.cleaned_data["question"], self.cleaned_data["answer"]


class ConsentForm(forms.Form):
    key = forms.CharField(max_length=80)
    channel = forms.ChoiceField(choices=[(str(key), words.CHANNELS[key]) for key in (*SPOKEN, ThreadChannel.MAIL)])


def meetings_of(organisation: Organisation) -> QuerySet[Meeting]:
    return Meeting.objects.filter(organisation=organisation).order_by("-created_at")
