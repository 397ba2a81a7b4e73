"""Files and links: whom they reach and when, and what is not taken for a document."""

import io
import zipfile
from datetime import timedelta

import pytest

from obrady.stages.announcements import actions
from obrady.stages.announcements.actions import MaterialDetails
from obrady.stages.announcements.models import Material
from obrady.stages.announcements.queries import participants_materials, public_materials
from obrady.stages.announcements.states import MOST_MATERIALS, Audience, Phase
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.copying import Dates, copy_meeting
from obrady.workshop.documents import Document, DocumentRefused, read_document
from tests import cast
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.announcements.scene import words

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def kept(meeting: Meeting, title: str, audience=Audience.PUBLIC, phase=Phase.BEFORE, **more: object) -> Material:
    details = MaterialDetails(title=words(title), audience=audience, phase=phase, link="https://example.org/", **more)
    return actions.keep_material(actor=CONSOLE, meeting=meeting, material=None, details=details, now=NOW)


def titles(rows) -> list[str]:
    return [str(row.title) for row in rows]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (PDF, "pdf"),
        (scene.picture("x"), "png"),
        (archive(word__document_xml=b""), "docx"),
        (archive(xl__workbook_xml=b""), "xlsx"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "odt"),
    ],
)
def test_what_a_file_is_follows_from_its_content(raw: bytes, kind: str) -> None:
    assert read_document(raw, name="../../Plan dnia.exe").kind == kind
    assert read_document(raw, name="../../Plan dnia.exe").name == f"Plan dnia.{kind}"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "unknown"),
        (b"MZ\x90\x00", "unknown"),
        (b"%PDF-1.7 cut off", "broken"),
        (b"\x89PNG\r\n\x1a\nnothing", "broken"),
        (b"PK\x03\x04 not an archive", "broken"),
        (archive(readme=b"hello"), "unknown"),
        (
            archive(word__document_xml=b"", word__vbaProject_bin=b"").replace(b"vbaProject_bin", b"vbaProject.bin"),
            "macros",
        ),
        (PDF + b"0" * (20 * 1024 * 1024), "too_big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_document_is_refused_in_a_word(raw: bytes, code: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        read_document(raw, name="plan.pdf")
    assert refusal.value.code == code


@pytest.mark.django_db
def test_everybody_sees_less_than_those_who_applied() -> None:
    meeting = cast.meeting()
    kept(meeting, "dla wszystkich")
    kept(meeting, "dla zgłoszonych", Audience.PARTICIPANTS)
    assert titles(public_materials(meeting, NOW)) == ["dla wszystkich"]
    assert titles(participants_materials(meeting, NOW)) == ["dla wszystkich", "dla zgłoszonych"]


@pytest.mark.django_db
def test_what_is_for_afterwards_comes_when_the_meeting_is_over() -> None:
    meeting = cast.meeting()
    kept(meeting, "slajdy", phase=Phase.AFTER)
    assert titles(public_materials(meeting, meeting.ends_at)) == []
    assert titles(public_materials(meeting, meeting.ends_at + timedelta(seconds=1))) == ["slajdy"]


@pytest.mark.django_db
def test_taken_away_and_put_back_in_its_place() -> None:
    meeting = cast.meeting()
    first, _second = kept(meeting, "a"), kept(meeting, "b")
    actions.remove_material(actor=CONSOLE, meeting=meeting, material=first, now=NOW)
    assert titles(public_materials(meeting, NOW)) == ["b"]
    actions.put_material_back(actor=CONSOLE, meeting=meeting, material=first, now=NOW)
    assert titles(public_materials(meeting, NOW)) == ["a", "b"]


@pytest.mark.django_db
def test_a_file_takes_the_place_of_a_link() -> None:
    meeting = cast.meeting()
    material = kept(meeting, "plan")
    document = read_document(PDF, name="Plan dnia.pdf")
    assert isinstance(document, Document)
    details = MaterialDetails(words("plan"), Audience.PUBLIC, Phase.BEFORE, document=document)
    actions.keep_material(actor=CONSOLE, meeting=meeting, material=material, details=details, now=NOW)
    material.refresh_from_db()
    with material.file.open("rb") as file:
        assert (material.link, material.name, file.read()) == ("", "Plan dnia.pdf", PDF)


@pytest.mark.django_db
def test_there_is_a_limit() -> None:
    meeting = cast.meeting()
    Material.objects.bulk_create(
        Material(meeting=meeting, title=words("x"), link="https://example.org/", created_at=NOW)
        for _number in range(MOST_MATERIALS)
    )
    with pytest.raises(actions.TooManyMaterials):
        kept(meeting, "one more")


@pytest.mark.django_db
def test_a_copy_of_the_meeting_shows_the_same_files() -> None:
    meeting = cast.meeting()
    document = read_document(PDF, name="Plan dnia.pdf")
    details = MaterialDetails(words("plan"), Audience.PUBLIC, Phase.BEFORE, document=document)
    actions.keep_material(actor=CONSOLE, meeting=meeting, material=None, details=details, now=NOW)
    gone = kept(meeting, "usunięty")
    actions.remove_material(actor=CONSOLE, meeting=meeting, material=gone, now=NOW)
    copy = copy_meeting(
        actor=CONSOLE, source=meeting, slug="nowe", title=words("Nowe"), dates=Dates(), wanted=["materials"], now=NOW
    )
    material = public_materials(copy, NOW).get()
    assert (str(material.title), material.sha256) == ("plan", document.sha256)
