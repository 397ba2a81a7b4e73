"""Experts answer for themselves: whether they come, and which words about them readers see."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from obrady.stages.announcements import actions
from obrady.stages.announcements.actions import EntryDetails, ExpertContact, OwnWords
from obrady.stages.announcements.models import Expert, PartyEntry
from obrady.stages.announcements.queries import draft_content, expert_url, expert_with_token, experts_of, public_content
from obrady.stages.announcements.queries.experts import token_of
from obrady.stages.announcements.states import Answer, EntryKind, ExpertStand, PartyListKind
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.letters.actions import stop_writing
from obrady.stages.letters.models import Letter
from obrady.stages.meetings.queries import agenda_of
from obrady.stages.people.models import Consent, Person
from obrady.stages.people.registry import erase_person, export_person
from obrady.workshop.images import read_picture
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.announcements.scene import words

pytestmark = pytest.mark.django_db
EXPERTS = PartyListKind.INVITED_EXPERTS
STATEMENT = {"pl": "Zgadzam się", "en": "I agree"}
BIO = OwnWords(name=words("Halina Zmyślona"), role=words("Prezeska"), description=words("Zna się na rzeczy."))


def invited(meeting=None, *, by_letter: bool = True, email: str = "halina@example.org") -> Expert:
    meeting = meeting or scene.whole()
    details = EntryDetails(kind=EntryKind.PERSON, name=words("Halina Zmyślona"))
    entry = actions.keep_entry(actor=CONSOLE, meeting=meeting, kind=EXPERTS, entry=None, details=details, now=NOW)
    contact = ExpertContact(language="uk", email=email, points=agenda_of(meeting)[1:2])
    return actions.keep_expert(
        actor=CONSOLE, meeting=meeting, entry=entry, contact=contact, by_letter=by_letter, now=NOW
    )


def approved(expert: Expert, bio: OwnWords = BIO) -> Expert:
    actions.approve(expert=expert, words=bio, statement=STATEMENT, now=NOW)
    return expert


def shown(content: dict) -> dict[str, dict]:
    lists = {part["kind"]: part["entries"] for part in content["lists"]}
    return {entry["name"]["pl"]: entry for entry in lists[EXPERTS]}


def stand(expert: Expert) -> ExpertStand:
    return next(row.stand for row in experts_of(expert.meeting, NOW) if row.entry.pk == expert.entry_id)


def test_the_letter_carries_the_own_link_and_the_point_of_the_programme() -> None:
    expert = invited()
    letter = Letter.objects.get(about=expert.about)
    assert expert_url(expert) in letter.body
    assert "10:00–12:00 Що нам заважає" in letter.body
    assert (letter.language, letter.trouble) == ("uk", "")


def test_the_link_finds_its_expert_and_no_other() -> None:
    expert = invited()
    assert expert_with_token(token_of(expert)) == expert
    assert expert_with_token(token_of(expert)[:-1] + "x") is None
    assert expert_with_token("") is None


def test_without_a_letter_there_is_a_link_to_pass_on() -> None:
    expert = invited(by_letter=False, email="")
    assert not Letter.objects.filter(about=expert.about).exists()
    assert expert_url(expert).endswith(f"/uk/e/{token_of(expert)}/")


def test_nothing_is_shown_before_they_approve() -> None:
    expert = invited()
    assert shown(draft_content(expert.meeting)).keys() == {"Oleh Wymyślony"} | {"Halina Zmyślona"}
    assert shown(draft_content(expert.meeting))["Halina Zmyślona"]["entry"] != expert.entry_id


def test_approving_is_the_consent_and_it_is_on_record_with_its_text() -> None:
    expert = approved(invited())
    entry = PartyEntry.objects.get(pk=expert.entry_id)
    consent = Consent.objects.get(person=expert.person)
    assert (entry.may_be_named, entry.consented_on) == (True, NOW.date())
    assert (consent.given, consent.text.texts) == (True, {"text": STATEMENT})
    assert stand(expert) is ExpertStand.APPROVED


def test_what_the_team_writes_afterwards_waits_for_a_nod() -> None:
    expert = approved(invited())
    entry = PartyEntry.objects.get(pk=expert.entry_id)
    details = EntryDetails(
        kind=EntryKind.PERSON, name=words("Halina Inna"), consented_on=entry.consented_on, role=words("Bajki")
    )
    actions.keep_entry(actor=CONSOLE, meeting=expert.meeting, kind=EXPERTS, entry=entry, details=details, now=NOW)
    assert "Halina Inna" not in shown(draft_content(expert.meeting))
    assert stand(expert) is ExpertStand.CHANGED
    approved(Expert.objects.get(pk=expert.pk), replace(BIO, name=words("Halina Inna")))
    assert "Halina Inna" in shown(draft_content(expert.meeting))


def test_whoever_declines_leaves_every_published_version_at_once() -> None:
    expert = approved(invited(), replace(BIO, name=words("Halina Jedyna")))
    version = actions.publish_announcement(actor=CONSOLE, meeting=expert.meeting, now=NOW)
    assert "Halina Jedyna" in shown(public_content(expert.meeting).content)
    actions.answer_invitation(expert=expert, answer=Answer.DECLINED, now=NOW)
    version.refresh_from_db()
    assert "Halina Jedyna" not in json.dumps([version.content, version.named], ensure_ascii=False)
    assert stand(expert) is ExpertStand.DECLINED


def test_consent_is_taken_back_without_staying_away() -> None:
    expert = approved(invited())
    actions.answer_invitation(expert=expert, answer=Answer.ACCEPTED, now=NOW)
    actions.take_consent_back(expert=expert, now=NOW)
    expert.refresh_from_db()
    assert (expert.answer, expert.approved, expert.entry.may_be_named) == (Answer.ACCEPTED, {}, False)
    assert [row.given for row in Consent.objects.filter(person=expert.person)] == [True, False]


def test_whoever_declined_approves_nothing() -> None:
    expert = invited()
    actions.answer_invitation(expert=expert, answer=Answer.DECLINED, now=NOW)
    with pytest.raises(NotAllowed):
        approved(expert)


def test_a_picture_alone_leaves_every_version() -> None:
    picture = read_picture(scene.picture("twarz", size=(200, 400)), square=True)
    expert = approved(invited(), replace(BIO, name=words("Halina Jedyna"), picture=picture))
    version = actions.publish_announcement(actor=CONSOLE, meeting=expert.meeting, now=NOW)
    assert shown(public_content(expert.meeting).content)["Halina Jedyna"]["logo"]["width"] == 200
    approved(Expert.objects.get(pk=expert.pk), replace(BIO, name=words("Halina Jedyna"), without_picture=True))
    version.refresh_from_db()
    assert shown(public_content(expert.meeting).content)["Halina Jedyna"]["logo"] is None
    assert picture.sha256 not in json.dumps(version.named)


def test_each_act_leaves_one_line_without_a_name() -> None:
    expert = approved(invited())
    actions.write_to_expert(actor=CONSOLE, expert=expert, now=NOW + timedelta(days=1))
    actions.take_consent_back(expert=expert, now=NOW)
    lines = list(Entry.objects.order_by("-sequence")[:4])
    assert [line.verb.partition(".")[2] for line in lines] == [
        "take_consent_back", "write_to_expert", "approve", "keep_expert",
    ]  # fmt: skip
    assert "Halina" not in json.dumps([line.facts for line in lines], ensure_ascii=False)
    assert Letter.objects.filter(about=expert.about).count() == 2


def test_erasing_an_expert_erases_the_entry_and_every_version() -> None:
    expert = approved(invited(), replace(BIO, name=words("Halina Jedyna")))
    version = actions.publish_announcement(actor=CONSOLE, meeting=expert.meeting, now=NOW)
    person = expert.person
    copy = export_person(actor=CONSOLE, person=person, now=NOW)
    assert copy["announcements.PartyEntry"][0]["name"] == {"pl": "Halina Jedyna"}
    erase_person(actor=CONSOLE, person=person, now=NOW)
    version.refresh_from_db()
    assert "Halina Jedyna" not in json.dumps(version.named, ensure_ascii=False)
    assert not PartyEntry.objects.filter(pk=expert.entry_id).exists()


def test_removing_the_entry_removes_how_to_reach_them() -> None:
    expert = invited()
    actions.remove_entry(actor=CONSOLE, meeting=expert.meeting, entry=expert.entry, now=NOW)
    assert not Person.objects.filter(pk=expert.person_id).exists()


def test_an_expert_gets_one_letter_a_day() -> None:
    expert = invited()
    with pytest.raises(actions.ExpertNotWritten, match="today"):
        actions.write_to_expert(actor=CONSOLE, expert=expert, now=NOW + timedelta(hours=1))
    assert Letter.objects.filter(about=expert.about).count() == 1
    actions.write_to_expert(actor=CONSOLE, expert=expert, now=NOW + timedelta(days=1))
    assert Letter.objects.filter(about=expert.about).count() == 2


def test_an_expert_who_wants_no_letters_is_not_written_to() -> None:
    expert = invited(by_letter=False)
    stop_writing(organisation=expert.meeting.organisation, person=expert.person, now=NOW)
    with pytest.raises(actions.ExpertNotWritten, match="wants_no_letters"):
        actions.write_to_expert(actor=CONSOLE, expert=expert, now=NOW)
    assert not Letter.objects.filter(about=expert.about).exists()
