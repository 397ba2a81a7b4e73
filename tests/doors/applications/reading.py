"""What a page says, and how many questions it asks the database."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

TEAM = "/en/team/integracja/"


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def queries_of(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
