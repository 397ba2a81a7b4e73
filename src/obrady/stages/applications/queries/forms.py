import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from obrady.core.forms import FormDefinition, Window, parse_definition
from obrady.stages.applications.models import Form, FormText
from obrady.stages.applications.states import ReadyForm
from obrady.stages.letters.queries import values_of
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import projects_of
from obrady.stages.people.models import LegalText
from obrady.workshop.links import public_address

NOTICE = "notice"
READY_FILES = {ReadyForm.GENERAL: "general.json", ReadyForm.INTEGRATION: "porozmawiajmy.json"}
TITLES = {
    "pl": "Formularz zgłoszeniowy: „%(title)s”",
    "uk": "Форма заявки: «%(title)s»",
    "en": "Application form: “%(title)s”",
}
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_parsed: dict[str, FormDefinition] = {}

# What controllers usually write; whoever needs other words edits the texts of the form.
USUAL_TEXTS: Mapping[str, Mapping[str, str]] = {
    "recipients": {
        "pl": "Dane mogą dostać: firma, która utrzymuje nasz serwer, oraz instytucje, które finansują i kontrolują projekty.",
        "uk": "Дані можуть отримати: компанія, яка утримує наш сервер, та установи, що фінансують і контролюють проєкти.",
        "en": "The data may be received by the company that runs our server and by the institutions that fund and audit the projects.",
    },
    "transfers": {
        "pl": "Nie przekazujemy danych poza Europejski Obszar Gospodarczy.",
        "uk": "Ми не передаємо дані за межі Європейської економічної зони.",
        "en": "We do not transfer data outside the European Economic Area.",
    },
    "retention_needs": {
        "pl": "30 dni po spotkaniu",
        "uk": "30 днів після зустрічі",
        "en": "30 days after the meeting",
    },
    "retention_experience": {
        "pl": "30 dni po spotkaniu",
        "uk": "30 днів після зустрічі",
        "en": "30 days after the meeting",
    },
    "retention_not_selected": {
        "pl": "3 miesiące po spotkaniu",
        "uk": "3 місяці після зустрічі",
        "en": "3 months after the meeting",
    },
    "retention_selected": {
        "pl": "5 lat, licząc od roku po zakończeniu zadania",
        "uk": "5 років, рахуючи від року після завершення завдання",
        "en": "5 years from the year after the task ends",
    },
    "retention_image": {
        "pl": "do cofnięcia zgody, najdłużej 5 lat",
        "uk": "до відкликання згоди, щонайдовше 5 років",
        "en": "until consent is withdrawn, at most 5 years",
    },
    "projects": {
        "pl": "działania własne organizatora",
        "uk": "власна діяльність організатора",
        "en": "the organiser’s own activities",
    },
    "status_url": {
        "pl": "jej adres jest na potwierdzeniu zgłoszenia",
        "uk": "її адреса є на підтвердженні заявки",
        "en": "its address is on your receipt",
    },
}


def current_form(meeting: Meeting) -> Form | None:
    return Form.objects.filter(meeting=meeting).order_by("-version").first()


def forms_of(meeting: Meeting):
    return Form.objects.filter(meeting=meeting).order_by("-version")


def definition_of(form: Form) -> FormDefinition:
    """The form as people see it, parsed once per process: forms never change."""
    if form.sha256 not in _parsed:
        _parsed[form.sha256] = parse_definition(form.shown)
    return _parsed[form.sha256]


def sensitive_questions(definition: FormDefinition) -> frozenset[str]:
    return frozenset(question.key for question in definition.questions if question.sensitive)


def sensitive_consents(definition: FormDefinition) -> frozenset[str]:
    """The consents under which these answers are kept, and nothing else."""
    secret = sensitive_questions(definition)
    return frozenset(one.key for one in definition.consents if one.covers and secret.issuperset(one.covers))


def legal_texts(form: Form) -> dict[str, LegalText]:
    """The frozen texts behind a form: by consent key, and "notice"."""
    rows = FormText.objects.filter(form=form).select_related("text")
    return {row.key: row.text for row in rows}


@cache
def _ready_text(flavour: ReadyForm) -> str:
    source = files("obrady.stages.applications").joinpath("ready", READY_FILES[flavour])
    return source.read_text(encoding="utf-8")


def ready_form(flavour: ReadyForm = ReadyForm.INTEGRATION) -> dict[str, Any]:
    """A form that comes with the product, as data to publish or to change."""
    return json.loads(_ready_text(flavour))


def ready_form_for(meeting: Meeting, flavour: ReadyForm) -> dict[str, Any]:
    """The ready form under the meeting's own title, in each of its languages."""
    definition = ready_form(flavour)
    titles = {language: _in(meeting.title, language).strip() for language in definition["form"]["languages"]}
    definition["form"]["title"] = {language: TITLES[language] % {"title": title} for language, title in titles.items()}
    return definition


def window_of(meeting: Meeting) -> Window:
    """When applications are in time; an end that is not set yet makes nobody late."""
    return Window(opens_at=meeting.opens_at or EARLIEST, closes_at=meeting.closes_at or LATEST)


def placeholder_values(meeting: Meeting, language: str) -> dict[str, str]:
    """What the texts of a form are filled with; a value that nobody gave yet is an empty text."""
    organisation = meeting.organisation
    known = values_of(meeting, name="", language=language)
    taken = ("meeting_date", "meeting_place", "start_time", "end_time", "places", "closes_at", "answer_by")
    return {
        **{name: known[name] for name in taken},
        **{name: words.get(language) or words["en"] for name, words in USUAL_TEXTS.items()},
        "office_phone": meeting.phone or organisation.phone,
        "controller_name": _in(organisation.name, language),
        "controller_address": ", ".join(_in(organisation.address, language).splitlines()),
        "controller_email": organisation.email or meeting.email,
        "controller_phone": organisation.phone or meeting.phone,
        "dpo_contact": _in(organisation.data_protection_contact, language),
        **projects_in_words(meeting, language),
        "notice_url": public_address(f"/m/{meeting.slug}/notice/", language=language),
    }


def projects_in_words(meeting: Meeting, language: str) -> dict[str, str]:
    """Nothing where no project pays: the usual words say so then."""
    names = ", ".join(_in(project.name, language) for project in projects_of(meeting))
    return {"projects": names} if names else {}


def _in(text: object, language: str) -> str:
    return str(text.localize(language)) if hasattr(text, "localize") else str(text or "")
