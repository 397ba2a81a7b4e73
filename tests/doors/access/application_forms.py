"""The editor of a form, and the templates of an organisation: for coordinators alone."""

from types import SimpleNamespace

from obrady.stages.applications import actions
from tests import cast
from tests.doors.access import COORDINATOR, GET, POST, SLUG, Access, only
from tests.stages.applications import desk


def world() -> SimpleNamespace:
    """A meeting with the ready form, a template, and one that was removed."""
    meeting = desk.meeting()
    kept, gone = (
        actions.save_as_template(actor=desk.coordinator(), meeting=meeting, name=name, now=cast.NOW)
        for name in ("Zwykły", "Dawny")
    )
    actions.remove_template(actor=desk.coordinator(), template=gone, now=cast.NOW)
    return SimpleNamespace(meeting=meeting, template=kept.pk, removed=gone.pk)


HOUSE = {"organisation": "szkolimy"}


def template(world: SimpleNamespace) -> dict:
    return {**HOUSE, "key": world.template}


def removed(world: SimpleNamespace) -> dict:
    return {**HOUSE, "key": world.removed}


def named(**kwargs: str) -> dict:
    return {**SLUG, **kwargs}


def coordinator(status: int = 200) -> dict:
    return only(COORDINATOR, status=status)


SECTION, QUESTION = named(key="needs"), named(key="diet")
CONSENT, FEATURE = named(key="consent_sensitive"), named(key="gender")
PAGES = (
    "form-file", "form-preview", "form-check", "form-compare", "form-publish", "form-template-save", "form-edit",
    "form-texts", "form-notice", "form-caps", "form-bank", "form-section-new", "form-question-new", "form-consent-new",
    "form-feature-new",
)  # fmt: skip
TABLE = [
    *(Access(name, SLUG, GET, coordinator()) for name in PAGES),
    *(Access(name, SLUG, POST, coordinator(422)) for name in PAGES[5:6] + PAGES[7:9] + PAGES[10:]),
    Access("form-caps", SLUG, POST, coordinator(302)),
    Access("form-publish", SLUG, POST, coordinator(302)),
    Access("form-begin", SLUG, GET, coordinator(405)),
    Access("form-begin", SLUG, POST, coordinator(302), data={"source": "ready"}),
    Access("form-give-up", SLUG, GET, coordinator(405)),
    Access("form-give-up", SLUG, POST, coordinator(302)),
    Access("form-act", SLUG, GET, coordinator(405)),
    Access("form-act", SLUG, POST, coordinator(302), data={"do": "down question full_name"}),
    Access("form-section", SECTION, GET, coordinator()),
    Access("form-section", SECTION, POST, coordinator(422)),
    Access("form-section-remove", SECTION, GET, coordinator()),
    Access("form-section-remove", SECTION, POST, coordinator(302)),
    Access("form-question", QUESTION, GET, coordinator()),
    Access("form-question", QUESTION, POST, coordinator(422)),
    Access("form-question-remove", QUESTION, GET, coordinator()),
    Access("form-question-remove", QUESTION, POST, coordinator(302)),
    Access("form-consent", CONSENT, GET, coordinator()),
    Access("form-consent", CONSENT, POST, coordinator(422)),
    Access("form-consent-remove", CONSENT, GET, coordinator()),
    Access("form-consent-remove", CONSENT, POST, coordinator(302)),
    Access("form-feature", FEATURE, GET, coordinator()),
    Access("form-feature", FEATURE, POST, coordinator(422)),
    Access("form-feature-remove", FEATURE, GET, coordinator()),
    Access("form-feature-remove", FEATURE, POST, coordinator(302)),
    Access("form-templates", HOUSE, GET, coordinator()),
    Access("form-templates", HOUSE, POST, coordinator(422)),
    Access("form-template", template, GET, coordinator()),
    Access("form-template", template, POST, coordinator(302), data={"name": "Inny"}),
    Access("form-template-remove", template, GET, coordinator()),
    Access("form-template-remove", template, POST, coordinator(302)),
    Access("form-template-bring-back", removed, GET, coordinator(405)),
    Access("form-template-bring-back", removed, POST, coordinator(302)),
    Access("form-template-file", template, GET, coordinator()),
]
