from types import SimpleNamespace

from obrady.stages.announcements.actions import (
    ExpertContact,
    MaterialDetails,
    keep_expert,
    keep_material,
    publish_announcement,
)
from obrady.stages.announcements.models import PartyEntry
from obrady.stages.announcements.queries.experts import token_of
from obrady.stages.announcements.states import Audience, PartyListKind, Phase
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.queries import agenda_of, projects_of, short_code
from obrady.workshop.documents import read_document
from tests.cast import NOW
from tests.doors.access import COORDINATOR, GET, POST, SLUG, TEAM, Access, everyone, only
from tests.stages.announcements import scene

EXPERTS = PartyListKind.INVITED_EXPERTS
LIST = {**SLUG, "kind": str(EXPERTS)}


def world() -> SimpleNamespace:
    meeting = scene.whole()
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    project = projects_of(meeting)[0]
    expert = PartyEntry.objects.filter(party_list__kind=EXPERTS).last()
    contact = ExpertContact(language="pl", email="oleh@example.org")
    invited = keep_expert(actor=CONSOLE, meeting=meeting, entry=expert, contact=contact, by_letter=True, now=NOW)
    file = read_document(scene.picture("Plan"), name="plan.png")
    details = MaterialDetails(scene.words("Plan"), Audience.PUBLIC, Phase.BEFORE, document=file)
    return SimpleNamespace(
        meeting=meeting,
        point=agenda_of(meeting)[0].pk,
        project=project.pk,
        logo=project.logos.get(),
        token=token_of(invited),
        expert=expert.pk,
        material=keep_material(actor=CONSOLE, meeting=meeting, material=None, details=details, now=NOW).pk,
        entry=PartyEntry.objects.filter(party_list__kind=EXPERTS).first().pk,
    )


def point(made: SimpleNamespace) -> dict:
    return {**SLUG, "key": made.point}


def project(made: SimpleNamespace) -> dict:
    return {**SLUG, "key": made.project}


def logo_words(made: SimpleNamespace) -> dict:
    return {**SLUG, "key": made.logo.pk}


def logo(made: SimpleNamespace) -> dict:
    return {"sha256": made.logo.sha256}


def entry(made: SimpleNamespace) -> dict:
    return {**LIST, "key": made.entry}


def expert(made: SimpleNamespace) -> dict:
    return {**SLUG, "key": made.expert}


def token(made: SimpleNamespace) -> dict:
    return {"token": made.token}


def material(made: SimpleNamespace) -> dict:
    return {**SLUG, "key": made.material}


LINKED = {"title_pl": "Plan", "link": "https://example.org/", "audience": "public", "phase": "before"}
READ = only(COORDINATOR)
WRITTEN = only(COORDINATOR, status=302)
REFUSED = only(COORDINATOR, status=400)
DOWN = {"direction": "down"}

TABLE = [
    Access("announcement", SLUG, GET, everyone(200)),
    Access("announcement-ics", SLUG, GET, everyone(200)),
    Access("announcement-text", SLUG, GET, everyone(200)),
    Access("announcement-picture", {**SLUG, "language": "pl"}, GET, everyone(200)),
    Access("announcement-plain", SLUG, GET, only(*TEAM)),
    Access("announcement-compare", SLUG, GET, only(*TEAM)),
    Access("logo", logo, GET, everyone(200)),
    Access("poster", {**SLUG, "size": "a4", "language": "pl"}, GET, everyone(200)),
    Access("short", lambda made: {"code": short_code(made.meeting)}, GET, everyone(302)),
    Access("posters", SLUG, GET, only(*TEAM)),
    Access("poster-preview", {**SLUG, "size": "leaflet", "language": "uk"}, GET, only(*TEAM)),
    Access("announcement-edit", SLUG, GET, READ),
    Access("announcement-preview", SLUG, GET, only(*TEAM)),
    Access("announcement-version", {**SLUG, "number": 1}, GET, only(*TEAM)),
    Access("announcement-publish", SLUG, GET, READ),
    Access("announcement-texts", SLUG, GET, READ),
    Access("announcement-texts", SLUG, POST, REFUSED),
    Access("announcement-particulars", SLUG, GET, READ),
    Access("announcement-particulars", SLUG, POST, REFUSED),
    Access("announcement-programme", SLUG, GET, READ),
    Access("announcement-point-new", SLUG, GET, READ),
    Access("announcement-point-new", SLUG, POST, WRITTEN, {"title_pl": "Powitanie"}),
    Access("announcement-point", point, GET, READ),
    Access("announcement-point", point, POST, REFUSED),
    Access("announcement-point-move", point, GET, everyone(405)),
    Access("announcement-point-move", point, POST, WRITTEN, DOWN),
    Access("announcement-point-remove", point, GET, READ),
    Access("announcement-point-remove", point, POST, WRITTEN),
    Access("announcement-projects", SLUG, GET, READ),
    Access("announcement-project-new", SLUG, GET, READ),
    Access("announcement-project-new", SLUG, POST, REFUSED),
    Access("announcement-project", project, GET, READ),
    Access(
        "announcement-project", project, POST, WRITTEN, {"name_pl": "Razem", "funding_sentence_pl": "Płaci fundusz."}
    ),
    Access("announcement-project-choose", project, GET, everyone(405)),
    Access("announcement-project-choose", project, POST, WRITTEN, {"act": "leave"}),
    Access("announcement-logo-text", logo_words, GET, READ),
    Access("announcement-logo-text", logo_words, POST, WRITTEN, {"alternative_text_pl": "Znak funduszu"}),
    Access("announcement-lists", SLUG, GET, READ),
    Access("announcement-list", LIST, GET, READ),
    Access("announcement-list", LIST, POST, WRITTEN, {"heading_pl": "Osoby eksperckie"}),
    Access("announcement-list-move", LIST, GET, everyone(405)),
    Access("announcement-list-move", LIST, POST, WRITTEN, DOWN),
    Access("announcement-entry-new", LIST, GET, READ),
    Access("announcement-entry-new", LIST, POST, WRITTEN, {"name_pl": "Halina", "kind": "person"}),
    Access("announcement-entry", entry, GET, READ),
    Access("announcement-entry", entry, POST, REFUSED),
    Access("announcement-entry-move", entry, GET, everyone(405)),
    Access("announcement-entry-move", entry, POST, WRITTEN, DOWN),
    Access("announcement-entry-remove", entry, GET, READ),
    Access("announcement-entry-remove", entry, POST, WRITTEN),
    Access("announcement-experts", SLUG, GET, READ),
    Access("announcement-expert", expert, GET, READ),
    Access("announcement-expert", expert, POST, WRITTEN, {"language": "uk", "save": "yes"}),
    Access("announcement-expert-write", expert, GET, everyone(405)),
    Access("announcement-expert-write", expert, POST, WRITTEN),
    Access("expert-page", token, GET, everyone(200)),
    Access("expert-page", token, POST, everyone(302), {"act": "accept"}),
    Access("materials", SLUG, GET, only(*TEAM)),
    Access("material-new", SLUG, GET, READ),
    Access("material-new", SLUG, POST, WRITTEN, LINKED),
    Access("material", material, GET, READ),
    Access("material", material, POST, REFUSED),
    Access("material-download", material, GET, only(*TEAM)),
    Access("material-move", material, GET, everyone(405)),
    Access("material-move", material, POST, WRITTEN, DOWN),
    Access("material-remove", material, GET, everyone(405)),
    Access("material-remove", material, POST, WRITTEN),
    Access("material-put-back", material, GET, everyone(405)),
    Access("material-put-back", material, POST, WRITTEN),
    Access("public-materials", SLUG, GET, everyone(200)),
    Access("public-material", material, GET, everyone(200)),
    Access("own-material", lambda made: {"token": "nobody", "key": made.material}, GET, everyone(404)),
]
