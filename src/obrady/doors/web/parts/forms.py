"""Form fields that several rooms use."""

from django import forms
from i18nfield.forms import I18nFormField, I18nWidget

from obrady.doors.web.parts.context import OWN_NAMES
from obrady.doors.web.parts.words import own_name


class _InEveryLanguage(I18nWidget):
    """One box per language, each with its own visible label."""

    template_name = "parts/in_every_language.html"
    use_fieldset = True
    render = forms.MultiWidget.render

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        for locale, box in zip(self.locales, context["widget"]["subwidgets"], strict=True):
            box["label"] = OWN_NAMES.get(locale) or own_name(locale)
        return context


class _Lines(_InEveryLanguage):
    widget = forms.TextInput


class _Paragraphs(_InEveryLanguage):
    widget = forms.Textarea


class MultilingualCharField(I18nFormField):
    """A line in every language of the installation, or in those of `locales`; `required` asks for at least one."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"widget": _Lines, **kwargs})


class MultilingualTextField(I18nFormField):
    def __init__(self, *, rows: int = 4, **kwargs) -> None:
        super().__init__(**{"widget": _Paragraphs, "widget_kwargs": {"attrs": {"rows": rows}}, **kwargs})
