"""The pages of the contact book: what is shown, changed, refused."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from obrady.stages.ledger.models import Entry
from obrady.stages.outreach import actions, queries
from tests import cast
from tests.stages.outreach import book

pytestmark = pytest.mark.django_db
HERE = {"organisation": "szkolimy"}
LATER = cast.NOW + timedelta(days=1)


def page(name: str, **kwargs) -> str:
    return reverse(name, kwargs=HERE | kwargs)


@pytest.fixture
def office(client):
    cast.organisation()
    return cast.sign_in(client, cast.office())


@pytest.fixture
def coordinator(client, settings):
    settings.OBRADY_DEMO = True
    cast.organisation()
    return cast.sign_in(client, cast.coordinator())


FORM = {
    "kind": "ngo",
    "institution": "Fundacja Łąka",
    "email": "laka@example.org",
    "language": "uk",
    "source": "rozmowa",
}


def test_an_empty_book_teaches(office) -> None:
    shown = office.get(page("contacts")).content.decode()
    assert "Książka jest jeszcze pusta" in shown
    assert page("contacts-offices") in shown


def test_a_contact_is_written_down_and_found(office) -> None:
    office.post(page("contact-new"), FORM | {"tags": "Migracje, Toruń"})
    (kept,) = queries.contacts(cast.organisation())
    assert (kept.person.language, {tag.name for tag in kept.tags.all()}) == ("uk", {"Migracje", "Toruń"})
    assert "Fundacja Łąka" in office.get(page("contacts") + "?search=laka").content.decode()
    assert "Żaden kontakt nie pasuje" in office.get(page("contacts") + "?search=nikt").content.decode()


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"source": ""}, "To pole jest wymagane"),
        ({"institution": ""}, "Podaj instytucję albo osobę"),
        ({"email": "x"}, "To nie jest adres e-mail"),
        ({"kind": "gmina"}, "Wybierz obszar"),
        ({"basis": "consent", "basis_words": "tak"}, "Podaj dzień zgody"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_is_kept(office, changes: dict, words: str) -> None:
    answer = office.post(page("contact-new"), FORM | {"notes": "ważne"} | changes)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert "ważne" in shown
    assert not queries.contacts(cast.organisation()).exists()


def test_the_same_address_is_refused_kindly_with_the_one_there(office) -> None:
    known = book.contact(institution="Gmina Lubicz", email="laka@example.org")
    shown = office.post(page("contact-new"), FORM | {"email": "LAKA@example.org"}).content.decode()
    assert page("contact", key=known.pk) in shown
    assert "Gmina Lubicz" in shown


def test_hostile_words_are_shown_as_words(office) -> None:
    office.post(page("contact-new"), FORM | {"institution": "<script>alert(1)</script>", "notes": "=cmd"})
    assert "<script>alert" not in office.get(page("contacts")).content.decode()


def test_many_are_tagged_archived_and_brought_back(office) -> None:
    one, other = book.contact(1), book.contact(2)
    office.post(page("contacts-bulk"), {"act": "tag", "tag": "a", "contact": [one.pk]})
    office.post(page("contacts-bulk"), {"act": "archive", "all": "yes", "query": "search=Instytucja"})
    assert not queries.contacts(cast.organisation()).exists()
    shown = office.get(page("contacts")).content.decode()
    assert page("contacts-undo") in shown
    office.post(page("contacts-undo"))
    assert set(queries.contacts(cast.organisation())) == {one, other}
    assert [tag.name for tag in book.again(one).tags.all()] == ["a"]


@pytest.mark.parametrize(
    "data", [{"act": "archive"}, {"act": "archive", "contact": ["x"]}, {"act": "no", "all": "yes"}]
)
def test_nobody_ticked_changes_nothing(office, data: dict) -> None:
    book.contact(1)
    assert "Nikogo nie zaznaczono" in office.post(page("contacts-bulk"), data, follow=True).content.decode()
    assert queries.contacts(cast.organisation()).count() == 1


def test_no_more_letters_says_what_it_means_first(office) -> None:
    one = book.contact(1)
    assert "Tego nie da się tu cofnąć" in office.get(page("contact-ask", key=one.pk, act="stop")).content.decode()
    assert not book.again(one).is_stopped
    office.post(page("contact-ask", key=one.pk, act="stop"))
    assert book.again(one).is_stopped
    assert office.get(page("contact-ask", key=one.pk, act="nonsense")).status_code == 404


def test_two_records_are_compared_and_merged(office) -> None:
    one, other = book.contact(1, email=""), book.contact(2, email="drugi@example.org")
    address = page("contact-merge", key=one.pk)
    assert "drugi@example.org" in office.get(f"{address}?other={other.pk}").content.decode()
    office.post(address, {"other": other.pk})
    assert book.again(one).person.email == "drugi@example.org"
    assert book.again(other).merged_into == one


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_holds_no_formula(coordinator, kind: str) -> None:
    book.contact(1, institution="=cmd|calc", phone="+48 600 000 001")
    answer = coordinator.post(page("contacts-export"), {"format": kind})
    data = b"".join(answer) if answer.streaming else answer.content
    rows = (
        [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()]
        if kind == "xlsx"
        else list(csv.reader(io.StringIO(data.decode())))
    )
    assert (rows[1][0], rows[1][3]) == ("'=cmd|calc", "+48 600 000 001")
    line = Entry.objects.get(verb="outreach.export")
    assert line.facts == {"what": "contacts", "rows": 1, "columns": 16, "format": kind}


def test_limits_are_kept_within_their_bounds(coordinator) -> None:
    answer = coordinator.post(page("contacts-limits"), {"most_in_30_days": 9, "pause_days": 5, "most_a_day": 100})
    assert answer.status_code == 422
    coordinator.post(page("contacts-limits"), {"most_in_30_days": 3, "pause_days": 7, "most_a_day": 50})
    assert vars(queries.restraints_of(cast.organisation())) == {"most_in_30_days": 3, "pause_days": 7, "most_a_day": 50}


LIST = "Nazwa;E-mail;Gmina\nFundacja Łąka;laka@example.org;Lubicz\nUrząd;ops;Chełmża\n"
BATCH = {"source": "lista", "basis": "published", "kind": "ngo", "language": "pl", "basis_words": "", "tags": ""}


def upload(office, content: bytes, **changes):
    file = SimpleUploadedFile("lista.csv", content)
    return office.post(page("contacts-import"), BATCH | {"file": file} | changes)


def test_a_list_is_read_tried_taken_in_and_taken_back(office) -> None:
    read = upload(office, LIST.encode("cp1250"))
    sent = BATCH | {"table": read.context["table"], "column-institution": 0, "column-email": 1, "column-area": 2}
    tried = office.post(page("contacts-import-columns"), sent | {"act": "try"})
    shown = tried.content.decode()
    assert "to nie jest adres e-mail: ops" in shown
    assert not queries.contacts(cast.organisation()).exists()
    done = office.post(page("contacts-import-columns"), sent | {"act": "take-in"})
    assert [one.area for one in queries.contacts(cast.organisation())] == ["041504"]
    office.post(page("contacts-import-undo"), {"batch": done.context["done"].batch})
    assert not queries.contacts(cast.organisation()).exists()


def test_a_guess_finds_the_usual_columns(office) -> None:
    fields = {field["key"]: field["place"] for field in upload(office, LIST.encode()).context["fields"]}
    assert (fields["institution"], fields["email"], fields["area"], fields["phone"]) == ("0", "1", "2", "")


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04nonsense", b"a\n" * 2005]
)
def test_a_file_that_cannot_be_read_is_answered_in_words(office, content: bytes) -> None:
    answer = upload(office, content)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


@pytest.mark.parametrize("table", ["", "[]", "{", '{"columns": [1], "rows": []}', '{"columns": [], "rows": [["x"]]}'])
def test_a_table_that_was_tampered_with_is_asked_for_again(office, table: str) -> None:
    answer = office.post(page("contacts-import-columns"), BATCH | {"table": table, "act": "take-in"}, follow=True)
    assert "Wybierz plik jeszcze raz" in answer.content.decode()


def test_source_and_basis_are_asked_for_the_whole_list(office) -> None:
    answer = upload(office, LIST.encode(), source="", basis="")
    assert set(answer.context["form"].errors) == {"source", "basis"}


def test_all_offices_come_in_and_out(office) -> None:
    assert "144" in office.get(page("contacts-offices")).content.decode()
    done = office.post(page("contacts-offices"))
    assert queries.contacts(cast.organisation()).count() == 164
    office.post(page("contacts-import-undo"), {"batch": done.context["done"].batch})
    assert not queries.contacts(cast.organisation()).exists()


def queries_for(office, name: str) -> int:
    office.get(page(name))
    with CaptureQueriesContext(connection) as seen:
        office.get(page(name))
    return len(seen)


def test_thirty_contacts_need_no_more_queries_than_one(office) -> None:
    book.contact(0, tags=("a",))
    one = queries_for(office, "contacts")
    for number in range(1, 30):
        book.contact(number, tags=("a", f"b{number}"))
    assert queries_for(office, "contacts") == one


def test_another_organisation_does_not_see_this_book(office) -> None:
    host = cast.organisation("inna", "Inna Fundacja")
    foreign = actions.add_contact(actor=cast.actor(cast.outsider()), organisation=host, said=book.said(5), now=LATER)
    assert office.get(page("contact", key=foreign.pk)).status_code == 404
    office.post(page("contacts-bulk"), {"act": "archive", "contact": [foreign.pk]})
    assert book.again(foreign).archived_at is None
