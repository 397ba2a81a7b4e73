"""The contact book: who is in it, on what basis, found again, archived, merged, taken in from lists."""

from dataclasses import replace
from datetime import timedelta

import pytest

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.outreach import actions, queries
from obrady.stages.outreach.models import Contact
from obrady.stages.outreach.queries import Batch
from obrady.stages.outreach.states import Basis, ContactKind, ContactRefused
from obrady.stages.people.actions import record_consents
from obrady.stages.people.models import Person
from obrady.stages.people.registry import blank_person, erase_person, export_person
from tests import cast
from tests.stages.letters.post import person
from tests.stages.outreach import book

pytestmark = pytest.mark.django_db
LATER = cast.NOW + timedelta(days=1)


def office():
    return cast.actor(cast.office())


def usual() -> dict:
    return {"actor": office(), "organisation": cast.organisation(), "now": LATER}


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"institution": " "}, "no_name"),
        ({"source": ""}, "source"),
        ({"kind": ContactKind.GMINA}, "area"),
        ({"kind": ContactKind.POWIAT, "area": "046301"}, "area"),
        ({"area": "999999"}, "area"),
        ({"basis": Basis.OTHER}, "basis_words"),
        ({"basis": Basis.CONSENT, "basis_words": "Zgadzam się"}, "basis_date"),
        ({"email": "biuro"}, "bad_email"),
        ({"tags": ("x" * 61,)}, "tag"),
    ],
)
def test_a_contact_that_lacks_something_is_refused(changes: dict, code: str) -> None:
    with pytest.raises(ContactRefused) as refusal:
        book.contact(**changes)
    assert refusal.value.code == code
    assert not Contact.objects.exists()


def test_who_is_not_of_the_office_may_not_write_into_the_book() -> None:
    with pytest.raises(NotAllowed):
        actions.add_contact(
            actor=cast.actor(cast.observer()), organisation=cast.organisation(), said=book.said(), now=LATER
        )


@pytest.mark.parametrize("spelt", ["BIURO1@URZAD.EXAMPLE", "biuro1+x@urzad.example"])
def test_the_same_address_leads_to_the_contact_that_is_there(spelt: str) -> None:
    known = book.contact()
    with pytest.raises(ContactRefused) as refusal:
        book.contact(2, email=spelt)
    assert (refusal.value.code, refusal.value.contact) == ("same_address", str(known.pk))


def test_one_domain_in_two_scripts_is_one_address() -> None:
    book.contact(email="biuro@łubianka.example")
    with pytest.raises(ContactRefused):
        book.contact(2, email="biuro@xn--ubianka-mjb.example")


@pytest.mark.parametrize(
    "query, found",
    [
        ({"search": "lubicz"}, {"Gmina Lubicz"}),
        ({"kind": "ngo"}, {"Fundacja Łąka"}),
        ({"gmina_kind": "2"}, {"Gmina Lubicz"}),
        ({"powiat": "0415"}, {"Gmina Lubicz"}),
        ({"basis": "none"}, {"Fundacja Łąka"}),
        ({"standing": "no_address"}, {"Fundacja Łąka"}),
        ({"standing": "unsubscribed"}, {"Radio Przykład"}),
        ({"standing": "archived"}, {"Stara"}),
        ({"search": "nikt"}, set()),
    ],
)
def test_contacts_are_found_by(query: dict, found: set[str]) -> None:
    book.contact(1, institution="Gmina Lubicz", kind=ContactKind.GMINA, area="041505")
    book.contact(2, institution="Fundacja Łąka", kind=ContactKind.NGO, email="", basis=Basis.NONE)
    radio = book.contact(3, institution="Radio Przykład", kind=ContactKind.MEDIA)
    actions.stop(actor=office(), contact=radio, now=LATER)
    actions.archive_contacts(contacts=[book.contact(4, institution="Stara").pk], **usual())
    assert {one.institution for one in queries.found_contacts(cast.organisation(), **query)} == found


def test_a_tag_is_one_tag_however_it_is_written() -> None:
    one, other = book.contact(1, tags=("Migracje", " migracje ")), book.contact(2)
    assert actions.tag_contacts(contacts=[one.pk, other.pk], tag="MIGRACJE", **usual()) == 1
    (tag,) = queries.tags_of(cast.organisation())
    assert (tag.name, tag.number) == ("Migracje", 2)
    assert actions.tag_contacts(contacts=[one.pk], tag="migracje", remove=True, **usual()) == 1


def test_out_of_the_archive_comes_who_has_no_double_meanwhile() -> None:
    one, other = book.contact(1), book.contact(2)
    actions.archive_contacts(contacts=[one.pk, other.pk], **usual())
    book.contact(1)
    assert actions.restore_contacts(contacts=[one.pk, other.pk], **usual()) == 1
    assert book.again(other).archived_at is None
    assert book.again(one).archived_at is not None


def test_merging_fills_blanks_and_takes_tags_and_invitations_over() -> None:
    kept = book.contact(1, email="", phone="", tags=("a",))
    gone = book.contact(2, phone="+48 600 000 009", tags=("b",))
    book.invite(gone)
    actions.merge_contacts(actor=office(), kept=kept, gone=gone, now=LATER)
    merged = book.again(kept)
    assert (merged.person.email, merged.person.phone) == ("biuro2@urzad.example", "+48 600 000 009")
    assert {tag.name for tag in merged.tags.all()} == {"a", "b"}
    assert [row.contact for row in queries.rows_of(cast.meeting())] == [merged]
    assert Entry.objects.filter(verb="outreach.merge").count() == 1


def test_all_offices_of_the_voivodeship_come_in_once() -> None:
    done = actions.fill_in_offices(source="rejestr", **usual())
    assert done.number == 144 + 19 + 1
    assert actions.missing_offices(cast.organisation()) == []
    assert actions.fill_in_offices(source="rejestr", **usual()).number == 0
    assert queries.contacts(cast.organisation()).filter(kind="gmina").count() == 144


def tried(*rows: dict, **batch: object):
    said = Batch(**({"source": "lista", "basis": Basis.PUBLISHED} | batch))
    numbered = list(enumerate(rows, start=2))
    usual = {"kind_words": {"gmina": ContactKind.GMINA}, "languages": ["pl", "uk"], "stopped": frozenset()}
    return queries.try_rows(cast.organisation(), numbered, batch=said, **usual)


@pytest.mark.parametrize(
    "row, fault",
    [
        ({}, (2, "", "no_name")),
        ({"institution": "A", "email": "x"}, (2, "email", "bad_email")),
        ({"institution": "A", "kind": "klub"}, (2, "kind", "unknown_kind")),
        ({"institution": "A", "area": "Nigdzie"}, (2, "area", "unknown_area")),
        ({"institution": "A", "area": "Chełmża"}, (2, "area", "doubtful_area")),
        ({"institution": "A", "kind": "Gmina"}, (2, "area", "needs_area")),
        ({"institution": "A", "language": "ru"}, (2, "language", "language")),
        ({"institution": "A" * 201}, (2, "institution", "too_long")),
    ],
)
def test_what_is_wrong_in_a_list_is_named_by_row_and_column(row: dict, fault: tuple) -> None:
    (found,) = tried(row).faults
    assert (found.number, found.field, found.code) == fault


@pytest.mark.parametrize(
    "text, code",
    [
        ("Lubicz", "041504"),
        ("0415042", "041504"),
        ("041504", "041504"),
        ("gmina wiejska Chełmża", "041502"),
        ("Chełmża (miejska)", "041501"),
    ],
)
def test_a_gmina_is_found_by_code_and_by_name(text: str, code: str) -> None:
    trial = tried({"institution": "A", "kind": "gmina", "area": text})
    assert [entry.area for entry in trial.new] == [code]


def test_a_list_twice_takes_nobody_in_twice_and_can_be_taken_back() -> None:
    rows = [{"institution": "A", "email": "a@example.org"}, {"institution": "B", "email": "A@example.org"}]
    trial = tried(*rows)
    assert [fault.code for fault in trial.faults] == ["twice"]
    batch = Batch(source="lista", basis=Basis.PUBLISHED)
    done = actions.import_contacts(entries=trial.new, batch=batch, **usual())
    assert [one.institution for _, one in tried(rows[0]).known] == ["A"]
    assert actions.take_back_import(batch=done.batch, **usual()) == 1
    assert not queries.contacts(cast.organisation()).exists()


def applicant(said: bool, email: str = "oksana@example.net") -> Person:
    somebody = person(email=email)
    record_consents(
        somebody, said={"consent_mailing": said}, texts={}, notice_version="1", channel="web", taken_by="", now=cast.NOW
    )
    return somebody


def test_applicants_who_agreed_are_offered_once_with_their_own_word() -> None:
    agreed, _ = applicant(said=True), applicant(said=False, email="nie@example.net")
    (offered,) = queries.ready_to_take_in(cast.organisation())
    assert offered.person == agreed
    actions.take_in_participants(people=[agreed.pk], source="zgłoszenie", **usual())
    (taken,) = queries.contacts(cast.organisation())
    assert (taken.basis, taken.basis_on) == (Basis.PARTICIPANT, cast.NOW.date())
    assert taken.person != agreed
    assert queries.ready_to_take_in(cast.organisation()) == []


def test_whoever_takes_the_consent_back_is_not_written_to() -> None:
    agreed = applicant(said=True)
    actions.take_in_participants(people=[agreed.pk], source="zgłoszenie", **usual())
    record_consents(
        agreed, said={"consent_mailing": False}, texts={}, notice_version="1", channel="web", taken_by="", now=LATER
    )
    choice = actions.choice_of(cast.meeting(), book.everybody(), "first", now=LATER)
    assert [refusal.why for refusal in choice.left_out] == ["consent_withdrawn"]


def test_with_the_applicant_the_contact_that_was_taken_from_them_is_erased() -> None:
    agreed = applicant(said=True)
    actions.take_in_participants(people=[agreed.pk], source="zgłoszenie", **usual())
    copy = export_person(actor=cast.actor(cast.coordinator()), person=agreed, now=LATER)
    assert copy["outreach.Contact"][0]["source"] == "zgłoszenie"
    erase_person(actor=cast.actor(cast.coordinator()), person=agreed, now=LATER)
    assert (Contact.objects.count(), Person.objects.count()) == (0, 0)


def test_of_a_blanked_contact_only_the_office_and_the_count_stay() -> None:
    one = book.contact(
        institution="Gmina Lubicz", kind=ContactKind.GMINA, area="041505", notes="lubi herbatę", tags=("a",)
    )
    book.invite(one)
    blank_person(actor=cast.actor(cast.coordinator()), person=one.person, now=LATER)
    kept = Contact.objects.get()
    assert (kept.institution, kept.notes, kept.mail_key, kept.tags.count()) == ("Gmina Lubicz", "", "", 0)
    assert queries.coverage(queries.rows_of(cast.meeting())).total.reached == 1
    assert not queries.contacts(cast.organisation()).exists()


def test_changing_keeps_what_was_not_changed() -> None:
    one = book.contact(tags=("a",), notes="x")
    said = replace(actions.particulars_of(one), name="Anna Przykładowa")
    actions.change_contact(actor=office(), contact=one, said=said, now=LATER)
    assert actions.particulars_of(book.again(one)) == said
