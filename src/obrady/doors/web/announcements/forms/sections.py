"""The other pages of the editor: texts, a point of the programme, a project, a heading, an entry, a logo's words."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.announcements.forms.moments import day_field, hour_field
from obrady.doors.web.announcements.forms.wording import BEFORE_PUBLISHING, SectionForm, Words, paragraphs
from obrady.stages.announcements.actions import EntryDetails, Texts
from obrady.stages.announcements.models import MOST_IN_A_LINE, WEB_ADDRESS, Announcement, PartyEntry
from obrady.stages.announcements.states import EntryKind, PartyListKind
from obrady.stages.meetings.actions import AgendaLine
from obrady.stages.meetings.models import AgendaPoint, Meeting, Project
from obrady.stages.organisations.models import Logo
from obrady.workshop.images import MOST_BYTES, Picture, PictureCannotBeRead, read_picture

RICH = _("Leave an empty line between paragraphs. *Emphasis*, **strong**, lists with -, [links](https://…).")
USUAL = _("Leave this empty and the page says the usual sentence.")
ALTERNATIVE_TEXT = Words(
    _("What the picture shows"),
    _("Read aloud to people who cannot see it. For a logo: whose it is."),
)


class TextsForm(SectionForm):
    words = {
        "title": Words(_("Title of the meeting"), required=True),
        "why": paragraphs(_("Why we meet"), RICH, note=BEFORE_PUBLISHING),
        "for_whom": paragraphs(_("Who may come"), RICH, note=BEFORE_PUBLISHING),
        "how_places_are_given": paragraphs(
            _("How places are given"),
            _("For example: by lot, under rules that are published before the draw."),
            lines=4,
        ),
        "what_follows": paragraphs(_("What becomes of the results"), lines=4),
        "by_web": paragraphs(_("Applying on this site"), USUAL, lines=3),
        "by_scan": paragraphs(_("Applying with a scan by e-mail"), USUAL, lines=3),
        "at_office": paragraphs(_("Applying at the office"), USUAL, lines=3),
        "by_phone": paragraphs(_("Applying by phone"), USUAL, lines=3),
    }
    layout = (
        "title",
        "why",
        "for_whom",
        "how_places_are_given",
        "what_follows",
        _("How to apply, in your own words"),
        "by_web",
        "by_scan",
        "at_office",
        "by_phone",
    )

    def __init__(self, *args: Any, meeting: Meeting, announcement: Announcement, **options: Any) -> None:
        texts = {name: getattr(announcement, name) for name in self.words if name != "title"}
        super().__init__(*args, texts={"title": meeting.title, **texts}, **options)

    def texts(self) -> Texts:
        return Texts(**{name: self.said(name) for name in self.words if name != "title"})


class PointForm(SectionForm):
    words = {
        "title": Words(_("What happens"), required=True, most=MOST_IN_A_LINE),
        "description": paragraphs(_("More about it"), lines=4, most=2000),
    }
    layout = (("starts_at", "ends_at"), "title", "description")

    starts_at = hour_field(_("From"))
    ends_at = hour_field(_("Until"))

    def __init__(self, *args: Any, point: AgendaPoint | None, **options: Any) -> None:
        known = point or AgendaPoint()
        initial = {"starts_at": known.starts_at, "ends_at": known.ends_at}
        super().__init__(
            *args, initial=initial, texts={"title": known.title, "description": known.description}, **options
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("starts_at") and said.get("ends_at") and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", gettext("The end must come after the beginning."))
        return said

    def line(self) -> AgendaLine:
        return AgendaLine(
            starts_at=self.cleaned_data["starts_at"],
            ends_at=self.cleaned_data["ends_at"],
            title=self.said("title"),
            description=self.said("description"),
        )


class PictureForm(SectionForm):
    """A form with one new picture; it is read and written anew before anything is kept, a portrait cut to a square."""

    @property
    def is_portrait(self) -> bool:
        return False

    picture = forms.FileField(
        label=_("Picture file"),
        required=False,
        help_text=_("PNG, JPEG, WebP or GIF, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )

    def clean_picture(self) -> Picture | None:
        upload = self.cleaned_data["picture"]
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return read_picture(upload.read(MOST_BYTES + 1), square=self.is_portrait)
        except PictureCannotBeRead as refusal:
            raise ValidationError(PICTURE_REFUSED[refusal.code], code=refusal.code) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("picture"):
            self._ask_for_words()
        if self.errors and said.get("picture"):
            self.add_error("picture", gettext("The picture was fine, but a browser does not keep it: choose it again."))
        return said

    def _ask_for_words(self) -> None:
        text = f"alternative_text_{settings.LANGUAGE_CODE}"
        if text in self.fields and text not in self.errors and not self.cleaned_data.get(text):
            self.add_error(text, gettext("Say in words what the picture shows."))


PICTURE_REFUSED = {
    "too_big": _("The file is larger than 5 MB. Make the picture smaller and choose it again."),
    "too_many_pixels": _("The picture has too many pixels. Make it smaller, 1200 pixels are plenty."),
    "not_a_picture": _("We could not read this file as a picture. Choose a PNG, JPEG, WebP or GIF."),
}


class ProjectForm(PictureForm):
    words = {
        "name": Words(_("Name of the project"), required=True, may_stay=True),
        "funding_sentence": paragraphs(
            _("Funding sentence"),
            _("Word for word as the funder wants it. It stands on every page, list and letter."),
            required=True,
            lines=4,
            most=2000,
        ),
        "office_hours": Words(
            _("Office hours of the project"), _("Only if they differ from the meeting's."), lines=3, most=1000
        ),
        "alternative_text": ALTERNATIVE_TEXT,
    }
    layout = ("name", "funding_sentence", "office_hours", "link", _("Logos"), "without", "picture", "alternative_text")

    link = forms.URLField(
        label=_("Web page of the project"), required=False, assume_scheme="https", validators=[WEB_ADDRESS]
    )
    without = forms.MultipleChoiceField(
        label=_("Take these logos away"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, project: Project | None, **options: Any) -> None:
        known = project or Project()
        texts = {name: getattr(known, name) for name in self.words if name != "alternative_text"}
        super().__init__(*args, initial={"link": known.link}, texts=texts, **options)
        self.logos = list(known.logos.order_by("projectlogo__position")) if known.pk else []
        self.fields["without"].choices = [(str(logo.pk), str(logo)) for logo in self.logos]
        if not self.logos:
            del self.fields["without"]

    def kept_logos(self) -> list[Logo]:
        gone = set(self.cleaned_data.get("without") or ())
        return [logo for logo in self.logos if str(logo.pk) not in gone]


class HeadingForm(SectionForm):
    words = {"heading": Words(_("Heading"), _("Leave it empty and the page uses the usual one."))}


class LogoTextForm(SectionForm):
    words = {"alternative_text": Words(ALTERNATIVE_TEXT.label, ALTERNATIVE_TEXT.help, required=True)}


class EntryForm(PictureForm):
    @property
    def is_portrait(self) -> bool:
        """People stand in a square beside their name; a logo keeps its shape."""
        return self.data.get("kind") == EntryKind.PERSON

    words = {
        "name": Words(_("Name"), required=True, may_stay=True),
        "role": Words(_("Role"), _("For example: director, moderator, patron of the meeting."), most=MOST_IN_A_LINE),
        "description": paragraphs(_("Description"), RICH, lines=5),
        "alternative_text": ALTERNATIVE_TEXT,
    }
    layout = (
        "kind",
        "name",
        "role",
        "link",
        "description",
        _("Consent to be named"),
        "may_be_named",
        "consented_on",
        _("Logo or picture"),
        "no_picture",
        "picture",
        "alternative_text",
    )

    kind = forms.ChoiceField(
        label=_("This is"),
        choices=[(EntryKind.PERSON.value, _("a person")), (EntryKind.ORGANISATION.value, _("an organisation"))],
        widget=forms.RadioSelect,
    )
    link = forms.URLField(label=_("Web page"), required=False, assume_scheme="https", validators=[WEB_ADDRESS])
    may_be_named = forms.BooleanField(
        label=_("Agreed to be named on the public page"),
        required=False,
        help_text=_("Without consent the entry is kept for the team and shown to nobody else."),
    )
    consented_on = day_field(_("When they agreed"))
    no_picture = forms.BooleanField(label=_("Take the picture away"), required=False)

    def __init__(self, *args: Any, entry: PartyEntry | None, kind: PartyListKind, today: date, **options: Any) -> None:
        known = entry or PartyEntry(kind=kind.usual_entry)
        self.logo = known.logo
        texts = {name: getattr(known, name) for name in ("name", "role", "description")}
        initial = {"kind": known.kind, "link": known.link, "may_be_named": known.may_be_named}
        initial["consented_on"] = known.consented_on or today
        if self.logo:
            texts["alternative_text"] = self.logo.alternative_text
        super().__init__(*args, initial=initial, texts=texts, **options)
        if not self.logo:
            del self.fields["no_picture"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("may_be_named") and "consented_on" not in self.errors and not said.get("consented_on"):
            self.add_error("consented_on", gettext("Write down when they agreed to be named."))
        if self.logo and not said.get("no_picture"):
            self._ask_for_words()
        return said

    def leave_pictures_alone(self) -> None:
        """For whoever may edit this meeting, but not what belongs to the whole organisation."""
        pictures = [
            name for name in self.fields if name in ("picture", "no_picture") or name.startswith("alternative_text")
        ]
        for name in pictures:
            del self.fields[name]
        self.layout = tuple(part for part in self.layout[:-4])

    @property
    def has_new_picture(self) -> bool:
        return bool(self.cleaned_data.get("picture"))

    @property
    def keeps_its_logo(self) -> bool:
        return self.logo is not None and not self.cleaned_data.get("no_picture")

    @property
    def has_new_words(self) -> bool:
        return any(name.startswith("alternative_text") for name in self.changed_data)

    def details(self, logo: Logo | None) -> EntryDetails:
        said = self.cleaned_data
        return EntryDetails(
            kind=EntryKind(said["kind"]),
            name=self.said("name"),
            role=self.said("role"),
            link=said["link"],
            description=self.said("description"),
            logo=logo,
            consented_on=said["consented_on"] if said["may_be_named"] else None,
        )
