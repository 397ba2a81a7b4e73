import pytest
from django.test import Client

from tests import cast
from tests.stages.applications import desk


def client_of(account) -> Client:
    return cast.sign_in(Client(headers={"accept-language": "en"}), account)


@pytest.fixture
def meeting(db):
    return desk.meeting()


@pytest.fixture
def own(meeting):
    return desk.apply(meeting).application


@pytest.fixture
def office(meeting) -> Client:
    return client_of(cast.office())


@pytest.fixture
def coordinator(meeting) -> Client:
    return client_of(cast.coordinator())


@pytest.fixture
def visitor(db) -> Client:
    return Client(headers={"accept-language": "en"})
