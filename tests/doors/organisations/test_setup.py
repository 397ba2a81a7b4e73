"""The set-up page says what is done and what is left; each step is kept by itself and can be changed later."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from obrady.stages.organisations.models import Logo, Organisation
from tests import cast

pytestmark = pytest.mark.django_db
SETUP = "/en/organisation/szkolimy/setup/"


@pytest.fixture
def coordinator(client):
    return cast.sign_in(client, cast.coordinator())


def organisation() -> Organisation:
    return Organisation.objects.get(slug="szkolimy")


def picture(kind: str = "PNG", *, size: tuple[int, int] = (40, 20)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", out.getvalue())


def steps(client) -> dict[str, bool]:
    return {step.page: step.is_done for step in client.get(SETUP).context["steps"]}


def test_what_is_left_is_named_and_the_next_step_is_the_button(coordinator) -> None:
    page = coordinator.get(SETUP).content.decode()
    assert steps(coordinator)["organisation-details"] is False
    assert "Missing: postal address, e-mail or phone, contact for questions about personal data." in page
    assert "Next: The organisation" in page


def test_only_what_is_needed_is_counted_and_the_rest_is_called_optional(coordinator) -> None:
    page = coordinator.get(SETUP)
    said = page.content.decode()
    assert (page.context["needed"], page.context["next_step"].page) == (1, "organisation-details")
    assert "1 step is needed before you publish a meeting" in said
    assert said.count("optional, can wait") == len(page.context["optional"]) > 0
    said = {"name_0": "Fundacja", "address_0": "ul. Nowa 1", "email": "biuro@example.org"}
    coordinator.post(f"{SETUP}details/", {**said, "data_protection_contact_2": "dpo@example.org"})
    page = coordinator.get(SETUP)
    assert (page.context["needed"], page.context["next_step"]) == (0, None)
    assert "All that is needed is there" in page.content.decode()


def test_what_publishing_needs_is_not_called_optional(coordinator) -> None:
    page = coordinator.get(f"{SETUP}details/").content.decode()
    for name in ("Postal address", "Contact for questions about personal data"):
        assert "needed before publishing" in page[page.index(f">{name}") :][:120]
    assert "e-mail or phone is needed before publishing" in page[page.index(">E-mail") :][:120]


def test_details_are_kept_per_language_and_make_the_step_done(coordinator) -> None:
    said = {"name_0": "Fundacja", "name_1": "Фундація", "address_0": "ul. Nowa 1", "email": "biuro@example.org"}
    coordinator.post(f"{SETUP}details/", {**said, "data_protection_contact_2": "dpo@example.org"})
    kept = organisation()
    assert (kept.name.data["uk"], kept.email) == ("Фундація", "biuro@example.org")
    assert steps(coordinator)["organisation-details"] is True


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"name_0": ""}, "name"),
        ({"email": "no"}, "email"),
        ({"phone": "<script>"}, "phone"),
        ({"website": "x"}, "website"),
    ],
)
def test_wrong_details_come_back_filled_in(coordinator, wrong: dict, field: str) -> None:
    response = coordinator.post(f"{SETUP}details/", {"name_0": "Fundacja", "address_0": "ul. Ważna 7", **wrong})
    assert response.context["form"].errors.keys() == {field}
    assert "ul. Ważna 7" in response.content.decode()


def test_a_language_that_is_left_out_keeps_its_texts(coordinator) -> None:
    coordinator.post(f"{SETUP}languages/", {"act": "out:uk"})
    coordinator.post(f"{SETUP}details/", {"name_0": "Nowa nazwa"})
    assert organisation().languages == ["pl", "en"]
    assert organisation().name.data["uk"] == cast.words("Fundacja Szkolimy").data["uk"]


@pytest.mark.parametrize(
    "sent, languages",
    [
        ({"language": "de"}, ["pl", "uk", "en", "de"]),
        ({"act": "up:uk"}, ["uk", "pl", "en"]),
        ({"act": "up:pl"}, ["pl", "uk", "en"]),
        ({"act": "down:pl"}, ["uk", "pl", "en"]),
        ({"act": "down:en"}, ["pl", "uk", "en"]),
        ({"language": "pl"}, ["pl", "uk", "en"]),
        ({"language": "<b>"}, ["pl", "uk", "en"]),
        ({"act": "out:xx"}, ["pl", "uk", "en"]),
    ],
)
def test_languages_are_added_and_moved(coordinator, sent: dict, languages: list[str]) -> None:
    coordinator.post(f"{SETUP}languages/", sent)
    assert organisation().languages == languages


def test_one_language_remains(coordinator) -> None:
    for code in ("pl", "uk", "en"):
        response = coordinator.post(f"{SETUP}languages/", {"act": f"out:{code}"}, follow=True)
    assert organisation().languages == ["en"]
    assert "One language must remain" in response.content.decode()


def test_a_further_language_gets_its_box(coordinator) -> None:
    coordinator.post(f"{SETUP}languages/", {"language": "de"})
    page = coordinator.get(f"{SETUP}details/").content.decode()
    assert "Deutsch" in page
    coordinator.post(f"{SETUP}details/", {"name_0": "Fundacja", "name_3": "Stiftung"})
    assert organisation().name.data["de"] == "Stiftung"


def test_a_logo_is_written_anew_and_shown(coordinator) -> None:
    sent = {"picture": picture("JPEG"), "alternative_text_0": "Fundacja Szkolimy"}
    coordinator.post(f"{SETUP}logo/", sent)
    logo = organisation().logo
    with logo.file.open() as kept:
        assert (logo.width, kept.read(4)) == (40, b"\x89PNG")
    assert "shown now" in coordinator.get(f"{SETUP}logo/").content.decode()


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"%PDF-1.4", b"\x89PNG broken"])
def test_what_is_no_picture_is_refused_in_words(coordinator, content: bytes) -> None:
    sent = {"picture": SimpleUploadedFile("x.png", content), "alternative_text_0": "x"}
    response = coordinator.post(f"{SETUP}logo/", sent)
    assert "picture" in response.context["form"].errors
    assert not Logo.objects.exists()


def test_a_picture_without_words_is_refused(coordinator) -> None:
    response = coordinator.post(f"{SETUP}logo/", {"picture": picture()})
    assert response.context["form"].errors.keys() == {"alternative_text", "picture"}


def test_a_logo_is_taken_off_and_chosen_again(coordinator) -> None:
    coordinator.post(f"{SETUP}logo/", {"picture": picture(), "alternative_text_0": "x"})
    kept = organisation().logo
    coordinator.post(f"{SETUP}logo/choose/", {"logo": "none"})
    assert organisation().logo is None
    coordinator.post(f"{SETUP}logo/choose/", {"logo": kept.pk})
    assert organisation().logo == kept


def test_a_pale_colour_is_corrected_and_said_so(coordinator) -> None:
    response = coordinator.get(f"{SETUP}colour/", {"accent": "#ffe08a"})
    swatch = response.context["swatches"]["light"]
    assert (swatch.is_corrected, swatch.ratio >= 4.5, swatch.ratio_chosen < 4.5) == (True, True, True)
    assert "not kept yet" in response.content.decode()
    assert organisation().accent == "#8c2f1b"


def test_a_dark_colour_is_shown_as_it_was_chosen(coordinator) -> None:
    coordinator.post(f"{SETUP}colour/", {"accent": "#1B4F6E"})
    assert organisation().accent == "#1b4f6e"
    page = coordinator.get(f"{SETUP}colour/")
    assert not page.context["swatches"]["light"].is_corrected
    assert "/accent/1b4f6e.css" in page.content.decode()


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#12345g", "#1234567", "</style>"])
def test_what_is_no_colour_is_refused(coordinator, colour: str) -> None:
    response = coordinator.post(f"{SETUP}colour/", {"accent": colour})
    assert response.context["form"].errors.keys() == {"accent"}
    assert organisation().accent == "#8c2f1b"
