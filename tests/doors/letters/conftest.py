import pytest
from django.test import Client

from tests import cast


@pytest.fixture
def coordinator(db) -> Client:
    cast.meeting()
    return cast.sign_in(Client(headers={"accept-language": "en"}), cast.coordinator())


@pytest.fixture
def office(db) -> Client:
    cast.meeting()
    return cast.sign_in(Client(headers={"accept-language": "en"}), cast.office())
