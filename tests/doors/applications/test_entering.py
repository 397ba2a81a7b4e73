"""The office takes applications: by phone, at the desk, from paper."""

from datetime import timedelta

import pytest

from obrady.doors.web.applications import proof
from obrady.stages.applications import queries
from obrady.stages.applications.states import ApplicationState, Channel
from obrady.stages.letters.queries import letters_about
from obrady.stages.letters.states import LetterState
from obrady.stages.people.queries import current_consents
from tests import cast
from tests.doors.applications.reading import TEAM, text_of
from tests.stages.applications import desk

ADDRESS = f"{TEAM}applications/new/phone/"
CALL = {"full_name": "Olena Petrenko", "phone": "600 700 800", "consent_rules": "yes", "spoken": "uk", "language": "uk"}


def sent(act: str = "later", **changes) -> dict:
    usual = {**CALL, "ticket": proof.hand_out(cast.NOW).sealed, "act": act}
    return {key: value for key, value in {**usual, **changes}.items() if value is not None}


def only(meeting):
    return queries.register(meeting).get()


def test_the_script_begins_with_the_notice_and_the_minimum(office) -> None:
    page = text_of(office.get(ADDRESS))
    assert page.index("Read out first") < page.index('id="full_name"') < page.index("Save now, complete later")
    assert page.index('name="consent_rules"') < page.index("Save now, complete later") < page.index('id="problem"')


def test_a_call_is_saved_with_channel_time_and_who_took_it(office, meeting) -> None:
    answer = office.post(ADDRESS, sent())
    found = only(meeting)
    assert answer.url == f"{TEAM}applications/{found.reference}/number/"
    assert (found.channel, found.received_at, found.state) == (Channel.PHONE, cast.NOW, ApplicationState.INCOMPLETE)
    assert queries.names_of_takers([found])[found.taken_by] == "Ola Biurowa"


def test_what_nobody_asked_is_no_refusal(office, meeting) -> None:
    office.post(ADDRESS, sent())
    assert set(current_consents(only(meeting).person)) == {"consent_rules"}


def test_a_double_click_gives_one_application_and_one_number(office, meeting) -> None:
    data = sent()
    first, second = office.post(ADDRESS, data), office.post(ADDRESS, data)
    assert first.url == second.url
    assert queries.register(meeting).count() == 1


def test_a_name_is_enough_to_complete_later_and_nobody_is_saved_without(office, meeting) -> None:
    nobody = office.post(ADDRESS, sent(full_name=""))
    assert nobody.status_code == 422
    assert 'href="#full_name"' in text_of(nobody)
    assert 'value="600 700 800"' in text_of(nobody)
    assert office.post(ADDRESS, sent(phone=None)).status_code == 302


def test_the_whole_application_names_what_is_missing(office, meeting) -> None:
    answer = office.post(ADDRESS, sent(act="whole"))
    assert answer.status_code == 422
    assert 'href="#problem"' in text_of(answer)
    assert queries.register(meeting).count() == 0


def test_somebody_alike_is_said_once_and_never_blocks(office, meeting) -> None:
    known = desk.apply(meeting, full_name="Olena Petrenko", phone="+48600700800").application
    asked_back = office.post(ADDRESS, sent())
    assert asked_back.status_code == 409
    assert f'name="seen" value="{known.reference}"' in text_of(asked_back)
    assert office.post(ADDRESS, sent(seen=known.reference)).status_code == 302
    assert queries.register(meeting).count() == 2
    assert queries.open_pairs(meeting).count() == 1


def test_the_live_warning_names_the_earlier_application_and_why(office, meeting) -> None:
    known = desk.apply(meeting, full_name="Olena Petrenko", phone="+48600700800").application
    answer = office.post(f"{TEAM}applications/likely/", {"full_name": "Olena Petrenko", "phone": "600 700 800"})
    assert known.reference in text_of(answer)
    assert "the same telephone" in text_of(answer)


def test_the_live_warning_is_silent_about_strangers(office, meeting) -> None:
    desk.apply(meeting)
    answer = office.post(f"{TEAM}applications/likely/", {"full_name": "Olena Petrenko", "phone": "600 700 800"})
    assert text_of(answer) == ""


def test_the_language_of_the_call_changes_and_nothing_typed_is_lost(office) -> None:
    page = text_of(office.post(ADDRESS, sent(act=None, speak="uk", spoken="en", language="en")))
    assert 'lang="uk">Ім’я та прізвище' in page
    assert 'value="Olena Petrenko"' in page
    assert "Save now, complete later" in page
    assert 'name="language" value="uk" checked' in page


def test_a_call_after_the_closing_is_kept_as_late(office, meeting, settings) -> None:
    settings.OBRADY_FIXED_NOW = (meeting.closes_at + timedelta(hours=1)).isoformat()
    assert "counts as late" in text_of(office.get(ADDRESS))
    office.post(ADDRESS, sent())
    assert only(meeting).state == ApplicationState.LATE


def test_the_number_is_read_out_in_the_language_of_the_call(office, meeting) -> None:
    page = text_of(office.post(ADDRESS, sent(), follow=True))
    groups = only(meeting).reference.split("-")
    assert all(f"<span>{group}</span>" in page for group in groups)
    assert 'class="script-said" lang="uk"' in page
    assert "Опишіть одну проблему" in page


def test_the_next_call_notes_that_the_caller_heard_it(office, meeting) -> None:
    office.post(ADDRESS, sent())
    found = only(meeting)
    assert [letter.state for letter in letters_about(found.about)] == [LetterState.TO_DO]
    answer = office.post(f"{TEAM}applications/{found.reference}/number/")
    assert answer.url == ADDRESS
    assert [letter.state for letter in letters_about(found.about)] == [LetterState.DONE]


def paper(**changes) -> dict:
    data = {key: value for key, value in desk.answers().items() if key not in ("diet", "needs", "migration_experience")}
    return sent(**{**data, "act": "whole", "arrived_at": "2026-11-28T10:00", **changes})


@pytest.mark.parametrize("came, faulty", [("2026-11-28T10:00", False), ("2026-12-28T10:00", True), ("yesterday", True)])
def test_paper_counts_from_the_hour_at_which_it_came(office, meeting, came: str, faulty: bool) -> None:
    answer = office.post(f"{TEAM}applications/new/paper-scan/", paper(arrived_at=came))
    assert answer.status_code == (422 if faulty else 302)
    if faulty:
        assert 'href="#arrived_at"' in text_of(answer)
    else:
        assert only(meeting).received_at.isoformat() == "2026-11-28T09:00:00+00:00"


def test_the_web_is_no_channel_of_the_office(office) -> None:
    assert office.get(f"{TEAM}applications/new/web/").status_code == 404


def test_without_a_form_nothing_can_be_taken(db, client) -> None:
    desk.meeting(with_form=False)
    page = text_of(cast.sign_in(client, cast.office()).get(ADDRESS))
    assert f'href="{TEAM}form/"' in page
