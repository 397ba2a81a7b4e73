import copy
import json
import re

import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.models import Form
from obrady.stages.applications.states import PlaceholdersWithoutValue, SensitiveWithoutConsent
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.actions import choose_projects
from obrady.stages.people.models import LegalText
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db


def publish(meeting, definition=None, actor=CONSOLE):
    return actions.publish_form(actor=actor, meeting=meeting, definition=definition or queries.ready_form(), now=NOW)


def test_every_text_is_filled_in_every_language() -> None:
    meeting = desk.meeting(with_form=False)
    form = publish(meeting)
    assert re.search(r"\{\w+\}", json.dumps(form.shown)) is None
    notice = queries.legal_texts(form)[queries.NOTICE]
    assert notice.version == "1.1"
    assert all("Fundacja Szkolimy" in notice.texts["full"][language] for language in ("pl", "uk", "en"))
    assert f"/uk/m/{meeting.slug}/notice/" in notice.texts["short"]["uk"]


def test_each_consent_is_frozen_with_its_version() -> None:
    form = publish(desk.meeting(with_form=False))
    keys = {consent.key for consent in queries.definition_of(form).consents}
    assert set(queries.legal_texts(form)) == keys | {queries.NOTICE}
    assert {text.version for key, text in queries.legal_texts(form).items() if key != queries.NOTICE} == {"1.0"}


def test_a_gap_stops_publication_and_all_gaps_are_named() -> None:
    meeting = cast.meeting()
    with pytest.raises(PlaceholdersWithoutValue) as refusal:
        publish(meeting)
    assert {"controller_address", "dpo_contact"} <= set(refusal.value.names)
    assert (Form.objects.count(), LegalText.objects.count()) == (0, 0)


def test_a_meeting_that_no_project_pays_for_needs_none() -> None:
    meeting = desk.meeting(with_form=False)
    choose_projects(actor=CONSOLE, meeting=meeting, projects=[], now=NOW)
    notice = queries.legal_texts(publish(meeting))[queries.NOTICE]
    assert "działania własne organizatora" in notice.texts["full"]["pl"]


def test_the_same_words_are_the_same_form_and_other_words_the_next_version() -> None:
    meeting = desk.meeting(with_form=False)
    first, again = publish(meeting), publish(meeting)
    assert (again.pk, again.version) == (first.pk, 1)
    changed = queries.ready_form()
    changed["form"]["title"]["pl"] = "Inny tytuł"
    assert publish(meeting, changed).version == 2
    assert queries.current_form(meeting).shown["form"]["title"]["pl"] == "Inny tytuł"


def test_a_sensitive_question_needs_a_consent_of_its_own() -> None:
    definition = copy.deepcopy(queries.ready_form())
    for section in definition["sections"]:
        for question in section["questions"]:
            if question["key"] == "diet":
                question["consent"] = None
    with pytest.raises(SensitiveWithoutConsent) as refusal:
        publish(desk.meeting(with_form=False), definition)
    assert refusal.value.params == {"questions": ("diet",)}


@pytest.mark.parametrize("who", [cast.office, cast.facilitator, cast.observer, cast.outsider])
def test_only_the_coordinator_publishes(who) -> None:
    with pytest.raises(NotAllowed):
        publish(desk.meeting(with_form=False), actor=cast.actor(who()))
