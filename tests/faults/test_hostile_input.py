"""Every address of the product against hostile words: in its path, its query, its fields, and as broken bytes.

Whatever comes in is answered with a page in the reader's language or with a redirect: never a failure of the server,
never a look inside, and the ledger stays whole. What was refused leaves nothing behind.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse, translate_url

from obrady.config.urls import urlpatterns as real_urls
from obrady.stages.applications.models import Application
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.queries import breaks
from obrady.stages.people.models import Person
from tests import cast
from tests.doors import access
from tests.doors.access import GET, POST, Access
from tests.doors.applications.test_applying import hidden
from tests.doors.test_access import ROWS, for_each
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
WORDS = {
    "markup": "<svg/onload=alert(1)>\"'><script>alert(1)</script>",
    "formula": '=cmd|"/C calc"!A0',
    "turned": "\u202eabc\u2066\u200f\ufeff",
    "nul": "a\x00b",
    "long": "ż" * 20_000,
    "template": "{{ settings.SECRET_KEY }}{% debug %}%(x)s{0.__class__}",
    "path": "../../../etc/passwd%00/..;/",
    "number": "9" * 400,
    "digits": "1" * 5000,
    "digit that is none": "²",
    "negative": "-1",
    "not a number": "NaN",
    "day": "9999-99-99",
    "first day": "0001-01-01",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "outside": "\U0010ffff\ue000",
}
QUERIES = ("search", "page", "state", "kind", "channel", "problem", "code", "receipt", "outcome", "pair", "letter",
           "screen", "draw", "language", "preview", "sensitive", "kinds", "next", "station", "act")  # fmt: skip
BROKEN = {
    "bytes that are no UTF-8": b"full_name=%ff%fe&\xff\xfe=\xc3\x28&csrfmiddlewaretoken=\xff",
    "one key, thousands of times": b"&".join([b"act=1"] * 3999),
    "too many fields": b"&".join(b"f%d=1" % number for number in range(4500)),
    "no form at all": b"\x00\x01\x02{}[]",
}
LOOK_INSIDE = re.compile(rb"Traceback|DJANGO_SETTINGS_MODULE|site-packages|SECRET_KEY =|OperationalError|psycopg")


def patient_client(role: str = "coordinator") -> Client:
    client = access.client_of(role)
    client.raise_request_exception = False
    return client


def faults_of(response: HttpResponse, *, what: str) -> list[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    found = [f"{what}: {response.status_code}"] if response.status_code >= 500 and not is_wanted(response) else []
    if LOOK_INSIDE.search(body):
        found.append(f"{what}: shows its inside")
    if WORDS["markup"].encode() in body:
        found.append(f"{what}: repeats markup as it came")
    return found


def is_wanted(response: HttpResponse) -> bool:
    """The public form keeps what was typed and asks to send it once more."""
    return response.status_code == 503 and b"<form" in response.content


def address(row: Access, world: object) -> str:
    return reverse(row.name, kwargs=row.kwargs(world) if callable(row.kwargs) else row.kwargs)


def field_names(page: bytes) -> set[str]:
    return {unescape(name) for name in re.findall(r'name="([^"]+)"', page.decode(errors="replace"))}


PAGES = [pair for pair in ROWS if pair[0].method == GET]
SENT = [pair for pair in ROWS if pair[0].method == POST]


@for_each(PAGES)
def test_any_query_is_answered_with_a_page(row: Access, world) -> None:
    where, client = address(row, world), patient_client()
    found = [
        fault
        for kind, words in WORDS.items()
        for fault in faults_of(client.get(where, dict.fromkeys(QUERIES, words)), what=f"{row} {kind}")
    ]
    found += faults_of(client.get(f"{where}?search=%ff%fe&page=%c3%28&\xff"), what=f"{row} broken bytes")
    assert found == []


@for_each(SENT)
def test_any_field_is_answered_with_a_page(row: Access, world) -> None:
    """The fields are those of the form on the page, the ones that the row sends, and the usual ones."""
    where, client = address(row, world), patient_client()
    given = row.data(world) if callable(row.data) else row.data
    names = {*given, *field_names(client.get(where).content), "act", "key"}
    found = []
    for kind, words in WORDS.items():
        found += faults_of(client.post(where, dict.fromkeys(names, words)), what=f"{row} {kind}")
        for one in given:
            found += faults_of(client.post(where, {**given, one: words}), what=f"{row} {one} {kind}")
    assert found == []
    assert list(breaks()) == []


@for_each(SENT)
def test_broken_bytes_change_nothing(row: Access, world) -> None:
    """The world is made once; what one kind of bytes did to it is rolled back before the next."""
    where = address(row, world)
    before, found = counted(), []
    for kind, sent in BROKEN.items():
        with transaction.atomic():
            answer = patient_client().post(where, sent, content_type="application/x-www-form-urlencoded")
            found += faults_of(answer, what=f"{row} {kind}")
            if answer.status_code >= 400 and counted() != before:
                found.append(f"{row} {kind}: refused, and something is left behind")
            transaction.set_rollback(True)
    assert found == []


def counted() -> tuple[int, int, int]:
    return Application.objects.count(), Person.objects.count(), Entry.objects.count()


def hostile_paths() -> Iterator[str]:
    """Addresses that no link of ours leads to: every part of a path in turn is something else."""
    segments = [
        "%00",
        "%ff%fe",
        "%2e%2e",
        "%E2%80%AE",
        "a" * 2000,
        "<script>",
        "-1",
        "99999999999999999999",
        "%0d%0aX: y",
    ]
    for before, after in (
        ("/z/", "/"), ("/z/", "/correct/"), ("/z/", "/withdraw/"), ("/z/", "/consents/"), ("/z/", "/come-back/"),
        ("/m/", "/"), ("/m/", "/apply/"), ("/m/", "/draw/bundle.json"), ("/m/integracja/apply/received/", "/"),
        ("/logo/", ".png"), ("/team/", "/"), ("/team/integracja/applications/", "/"),
        ("/team/integracja/applications/new/", "/"), ("/team/integracja/duplicates/", "/"),
        ("/team/integracja/letters/", "/"), ("/team/integracja/letters/texts/", "/pl/"),
        ("/team/integracja/letters/texts/selected/", "/"), ("/team/integracja/announcement/lists/", "/"),
        ("/team/integracja/announcement/versions/", "/"), ("/team/integracja/recruitment/rehearsal/", "/"),
        ("/static/", ""), ("/", "/"),
    ):  # fmt: skip
        yield from (f"{before}{segment}{after}" for segment in segments)


@pytest.mark.parametrize("method", ["get", "post"])
def test_any_path_leads_to_a_page_in_words(method: str) -> None:
    cast.meeting()
    client = patient_client()
    found = []
    for where in hostile_paths():
        answer = getattr(client, method)(where)
        found += faults_of(answer, what=where[:80])
        if answer.status_code < 400 and answer.status_code not in (301, 302):
            found.append(f"{where[:80]}: {answer.status_code}")
    assert found == []


@pytest.mark.parametrize(
    "language, words", [("pl", "Nie ma takiej strony"), ("uk", "Такої сторінки"), ("en", "no such page")]
)
def test_a_refusal_speaks_the_reader_s_language(language: str, words: str) -> None:
    answer = patient_client(access.ANONYMOUS).get(translate_url("/z/nie-ma/", language))
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("hour", ["00:00", "23:59"])
def test_a_day_at_the_end_of_the_calendar_is_refused_in_words(day: str, hour: str) -> None:
    meeting, client, before = desk.meeting(), patient_client(), counted()
    where = reverse("application-new", kwargs={"slug": meeting.slug, "channel": "paper-scan"})
    paper = {"ticket": hidden(client.get(where).content.decode(), "ticket"), "act": "later", "full_name": "Jan Kot"}
    days = dict.fromkeys(("day", "opens_day", "closes_day", "answer_by"), day)
    hours = dict.fromkeys(("begins", "ends", "opens_hour", "closes_hour"), hour)
    particulars = reverse("announcement-particulars", kwargs={"slug": meeting.slug})
    for answer in (
        client.post(where, {**paper, "arrived_at": f"{day}T{hour}"}),
        client.post(particulars, {**days, **hours, "zone": "Europe/Warsaw"}),
    ):
        assert faults_of(answer, what=day) == []
        assert b"error-summary" in answer.content
    assert counted()[:2] == before[:2]


def a_careless_page(request) -> HttpResponse:
    return HttpResponse(str(int(request.GET["page"])) + request.GET["search"])


urlpatterns = [*real_urls, path("careless/", a_careless_page)]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("kind", ["nul", "markup"])
def test_a_careless_page_would_be_noticed(kind: str) -> None:
    """The control: the same eyes see a page that fails and one that repeats what came."""
    number = "1" if kind == "markup" else WORDS[kind]
    answer = patient_client().get("/careless/?" + urlencode({"page": number, "search": WORDS[kind]}))
    assert len(faults_of(answer, what="careless")) == 1
