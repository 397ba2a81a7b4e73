"""One material: a file or a link, whom it is for, and when it is shown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.announcements.forms.wording import SectionForm, Words
from obrady.stages.announcements.actions import MaterialDetails
from obrady.stages.announcements.models import WEB_ADDRESS, Material
from obrady.stages.announcements.states import Audience, Phase
from obrady.workshop.documents import MOST_BYTES, Document, DocumentRefused, read_document

REFUSED = {
    "empty": _("The file is empty."),
    "too_big": _("The file is larger than 20 MB. Make it smaller, or put it elsewhere and give the link."),
    "unknown": _(
        "This is none of the files that can be handed out: PDF, a picture, or a document of an office program."
    ),
    "macros": _("The document carries macros. Save it without them, for example as PDF."),
    "broken": _("We could not read this file; perhaps it is damaged. Save it anew and choose it again."),
    "too_many_pixels": _("The picture has too many pixels. Make it smaller and choose it again."),
}
AUDIENCES = [
    (Audience.PARTICIPANTS.value, _("people who applied, on their private page")),
    (Audience.PUBLIC.value, _("everybody, on the public page")),
]
PHASES = [
    (Phase.BEFORE.value, _("before the meeting: it is shown from now on")),
    (Phase.AFTER.value, _("after the meeting: it is shown once the meeting is over")),
]


class MaterialForm(SectionForm):
    words = {"title": Words(_("Title"), _("What people read before they open it."), required=True)}
    layout = ("title", "file", "link", "audience", "phase")

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, picture, DOCX, XLSX, PPTX, ODT, ODS or ODP, at most 20 MB.")
    )
    link = forms.URLField(
        label=_("Or a link"), required=False, assume_scheme="https", max_length=500, validators=[WEB_ADDRESS]
    )
    audience = forms.ChoiceField(label=_("Who may have it"), choices=AUDIENCES, widget=forms.RadioSelect)
    phase = forms.ChoiceField(label=_("What for"), choices=PHASES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, material: Material | None, **options: Any) -> None:
        known = material or Material()
        initial = {"link": known.link, "audience": known.audience, "phase": known.phase}
        super().__init__(*args, initial=initial, texts={"title": known.title}, **options)
        self.has_file = bool(known.file)
        if self.has_file:
            self.fields["file"].label = _("Another file instead")

    def clean_file(self) -> Document | None:
        upload = self.cleaned_data["file"]
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return read_document(upload.read(MOST_BYTES + 1), name=upload.name or "")
        except DocumentRefused as refusal:
            raise ValidationError(REFUSED[refusal.code], code=refusal.code) from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        document, link = said.get("file"), said.get("link")
        if document and link:
            self.add_error("link", gettext("Give a file or a link, not both."))
        elif not (document or link or self.has_file or {"file", "link"} & set(self.errors)):
            self.add_error("file", gettext("Choose a file, or give a link."))
        if self.errors and document:
            self.add_error("file", gettext("The file was fine, but a browser does not keep it: choose it again."))
        return said

    def details(self) -> MaterialDetails:
        said = self.cleaned_data
        return MaterialDetails(
            title=self.said("title"),
            audience=Audience(said["audience"]),
            phase=Phase(said["phase"]),
            link=said["link"],
            document=said["file"],
        )
