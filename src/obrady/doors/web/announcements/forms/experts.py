"""How to reach an expert, and what experts say about themselves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.announcements.forms.sections import RICH, PictureForm
from obrady.doors.web.announcements.forms.wording import Words, paragraphs, tidy
from obrady.stages.announcements.actions import ExpertContact, OwnWords
from obrady.stages.announcements.models import MOST_IN_A_LINE, WEB_ADDRESS, Expert
from obrady.stages.meetings.models import AgendaPoint

# What an expert agrees to; it is kept word for word, in every language, with their consent.
STATEMENT = _(
    "I agree that my name, role, note, web page and picture, as they stand above, are shown on the public page of this "
    "meeting and on its posters, until I take this back."
)


class ContactForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    language = forms.ChoiceField(label=_("Language of the letter and the page"))
    points = forms.MultipleChoiceField(
        label=_("Their points of the programme"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        expert: Expert | None,
        agenda: Sequence[AgendaPoint],
        languages: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        initial: dict[str, Any] = {"language": languages[0][0]}
        if expert:
            person = expert.person
            initial = {"email": person.email, "phone": person.phone, "language": person.language}
            initial["points"] = [str(point.pk) for point in expert.points.all()]
        super().__init__(*args, initial=initial, **options)
        self.agenda = {str(point.pk): point for point in agenda}
        self.fields["language"].choices = languages
        self.fields["points"].choices = [(key, _said(point)) for key, point in self.agenda.items()]
        if not agenda:
            del self.fields["points"]

    def clean_phone(self) -> str:
        return tidy(self.cleaned_data["phone"])

    def contact(self) -> ExpertContact:
        said = self.cleaned_data
        points = [self.agenda[key] for key in said.get("points") or ()]
        return ExpertContact(language=said["language"], email=said["email"], phone=said["phone"], points=points)


def _said(point: AgendaPoint) -> str:
    hours = "–".join(f"{hour:%-H:%M}" for hour in (point.starts_at, point.ends_at) if hour)
    return f"{hours} {point.title}".strip()


class OwnWordsForm(PictureForm):
    """The expert's own page: their words, and the sentence that they agree to."""

    @property
    def is_portrait(self) -> bool:
        return True

    words = {
        "name": Words(_("Your name"), required=True, may_stay=True),
        "role": Words(_("Your role"), _("For example: director of the association, Lublin."), most=MOST_IN_A_LINE),
        "description": paragraphs(_("A note about you"), RICH, lines=5),
    }
    layout = ("name", "role", "description", "link", _("Your picture"), "no_picture", "picture", _("Consent"), "agreed")

    link = forms.URLField(label=_("Your web page"), required=False, assume_scheme="https", validators=[WEB_ADDRESS])
    no_picture = forms.BooleanField(label=_("Take the picture away"), required=False)
    agreed = forms.BooleanField(
        label=STATEMENT, error_messages={"required": _("Without your agreement nothing about you is shown.")}
    )

    def __init__(self, *args: Any, expert: Expert, **options: Any) -> None:
        entry = expert.entry
        texts = {name: getattr(entry, name) for name in self.words}
        super().__init__(*args, initial={"link": entry.link}, texts=texts, **options)
        self.fields["picture"].label = _("A new picture of you")
        self.fields["picture"].help_text = _("PNG, JPEG, WebP or GIF, at most 5 MB. We cut it to a square.")
        if not entry.logo:
            del self.fields["no_picture"]

    def own_words(self) -> OwnWords:
        return OwnWords(
            name=self.said("name"),
            role=self.said("role"),
            description=self.said("description"),
            link=self.cleaned_data["link"],
            picture=self.cleaned_data.get("picture") or None,
            without_picture=bool(self.cleaned_data.get("no_picture")),
        )
