from datetime import datetime
from types import SimpleNamespace

from obrady.stages.announcements import actions
from obrady.stages.announcements.actions import publish_announcement
from obrady.stages.announcements.queries.experts import token_of
from obrady.stages.announcements.states import Answer, Audience, EntryKind, PartyListKind, Phase
from obrady.stages.ledger.states import CONSOLE
from obrady.workshop.documents import read_document
from tests import cast
from tests.browser.pages import Look
from tests.cast import NOW
from tests.doors.access import COORDINATOR, SLUG
from tests.stages.announcements import scene, speaking
from tests.stages.announcements.scene import words

PATRONS = {**SLUG, "kind": str(PartyListKind.PATRONS)}


def send(page) -> None:
    with page.expect_navigation():
        page.locator("main form .form-actions button").last.click()


def approve_unasked(page) -> None:
    """The approval without the tick of agreement."""
    with page.expect_navigation():
        page.locator("button[value=approve]").click()


def draft() -> SimpleNamespace:
    return SimpleNamespace(meeting=cast.meeting(announced=False))


def closed() -> SimpleNamespace:
    opens, closes = "2026-11-02T09:00:00+01:00", "2026-11-09T17:00:00+01:00"
    moments = {"opens_at": datetime.fromisoformat(opens), "closes_at": datetime.fromisoformat(closes)}
    return SimpleNamespace(meeting=scene.published(**moments)[0])


def untranslated() -> SimpleNamespace:
    meeting = scene.ready(place=words("Kawiarnia tylko po polsku"))
    scene.set_texts(
        actor=CONSOLE,
        meeting=meeting,
        title=words("Tytuł"),
        texts=scene.Texts(why=words("Bo **warto**."), for_whom=words("Dla:\n\n- wszystkich")),
        now=NOW,
    )
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    return SimpleNamespace(meeting=meeting)


def crowded() -> SimpleNamespace:
    """30 entries, one of them without consent and one with a word that is longer than a phone is wide."""
    meeting = scene.whole()
    for number in range(28):
        scene.entry(meeting, PartyListKind.PATRONS, name=words(f"Patron {number}"))
    scene.entry(meeting, PartyListKind.PATRONS, name=words("Bezprzerwy" * 8))
    scene.entry(meeting, PartyListKind.PATRONS, kind=EntryKind.PERSON, name=words("Skryta Osoba"), consented_on=None)
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    return SimpleNamespace(meeting=meeting)


def team(name: str, state: str, *, kwargs: dict = SLUG, world=draft, act=None) -> Look:
    return Look(name, kwargs, role=COORDINATOR, state=state, world=world, **({"act": act} if act else {}))


def experts() -> SimpleNamespace:
    """One of each: not asked, invited, approved, declined; the shown page is of the one who approved."""
    meeting = scene.whole()
    names = ("Halina Zmyślona-Wielce-Długa", "Oleh Wymyślony", "Ruta Zmyślona")
    made = [speaking.invited(meeting, name) for name in names]
    words_of = actions.OwnWords(
        name=words(names[0]), role=words("Prezeska"), description=words("Zna się na **rzeczy**.")
    )
    actions.approve(expert=made[0], words=words_of, statement={"pl": "Zgadzam się"}, now=NOW)
    actions.answer_invitation(expert=made[1], answer=Answer.DECLINED, now=NOW)
    return SimpleNamespace(meeting=meeting, key=made[0].entry_id, token=token_of(made[0]))


def with_materials() -> SimpleNamespace:
    meeting = scene.whole()
    for title, audience in (("Plan dnia", Audience.PUBLIC), ("Slajdy" * 20, Audience.PARTICIPANTS)):
        file = read_document(scene.picture("Plan"), name=f"{title}.png")
        details = actions.MaterialDetails(words(title), audience, Phase.BEFORE, document=file)
        kept = actions.keep_material(actor=CONSOLE, meeting=meeting, material=None, details=details, now=NOW)
    actions.remove_material(actor=CONSOLE, meeting=meeting, material=kept, now=NOW)
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    return SimpleNamespace(meeting=meeting, key=kept.pk)


def its_key(made: SimpleNamespace) -> dict:
    return {**SLUG, "key": made.key}


def its_token(made: SimpleNamespace) -> dict:
    return {"token": made.token}


PAGES = [
    team("announcement-experts", "in every state", world=experts),
    team("announcement-experts", "empty"),
    team("announcement-expert", "approved", kwargs=its_key, world=experts),
    Look("expert-page", its_token, state="approved", world=experts),
    Look("expert-page", its_token, state="with errors", world=experts, act=approve_unasked),
    team("materials", "with one taken away", world=with_materials),
    team("materials", "empty"),
    team("material-new", "with errors", act=send),
    Look("public-materials", SLUG, state="with one", world=with_materials),
    Look("announcement", SLUG, state="closed", world=closed),
    Look("announcement", SLUG, state="untranslated", world=untranslated),
    Look("announcement", SLUG, state="with 30 patrons", world=crowded),
    team("announcement-edit", "of an empty draft"),
    team("announcement-publish", "of an empty draft"),
    team("announcement-preview", "of an empty draft"),
    team("announcement-programme", "empty"),
    team("announcement-projects", "empty"),
    team("announcement-lists", "empty"),
    team("announcement-list", "empty", kwargs=PATRONS),
    team("announcement-list", "with 30 entries", kwargs=PATRONS, world=crowded),
    team("announcement-point-new", "with errors", act=send),
    team("announcement-project-new", "with errors", act=send),
    team("announcement-entry-new", "with errors", kwargs=PATRONS, act=send),
]
