import pytest
from django.test import Client

from obrady.stages.meetings.models import Meeting
from tests import cast
from tests.stages.applications import desk


@pytest.fixture
def meeting(db) -> Meeting:
    """Open for applications, with the ready form."""
    return desk.meeting()


def client_of(account) -> Client:
    return cast.sign_in(Client(headers={"accept-language": "en"}), account)


@pytest.fixture
def coordinator(meeting) -> Client:
    return client_of(cast.coordinator())


@pytest.fixture
def office(meeting) -> Client:
    return client_of(cast.office())


@pytest.fixture
def facilitator(meeting) -> Client:
    return client_of(cast.facilitator())
