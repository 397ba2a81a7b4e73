import pytest
from django.test import Client

from tests import cast
from tests.stages.draws import office


@pytest.fixture(autouse=True)
def applications_are_closed(settings) -> None:
    settings.OBRADY_FIXED_NOW = office.AFTER.isoformat()


def signed_in(account) -> Client:
    return cast.sign_in(Client(headers={"accept-language": "en"}), account)


@pytest.fixture
def coordinator(db) -> Client:
    return signed_in(cast.coordinator())


@pytest.fixture
def observer(db) -> Client:
    return signed_in(cast.observer())


@pytest.fixture
def facilitator(db) -> Client:
    return signed_in(cast.facilitator())


@pytest.fixture
def visitor(db) -> Client:
    return Client(headers={"accept-language": "en"})
