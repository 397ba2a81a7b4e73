"""Whether what people type can be read on the way is said on its page, and on every page of a coordinator until mended."""

import pytest

from obrady.workshop.reach import is_at_home
from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/en/organisation/szkolimy/setup/address/"
WARNING = "open to the internet without HTTPS"


@pytest.mark.parametrize(
    "host, at_home",
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.1.20", True),
        ("10.0.0.3", True),
        ("localhost", True),
        ("serwer", True),
        ("obrady.lan", True),
        ("obrady.example.org", False),
        ("89.64.1.2", False),
        ("2a02::1", False),
        ("0.0.0.0", False),  # noqa: S104
    ],
)
def test_which_hosts_the_internet_does_not_reach(host: str, at_home: bool) -> None:
    assert is_at_home(host) is at_home


def address(settings, text: str) -> None:
    settings.OBRADY_PUBLIC_ADDRESS, settings.OBRADY_HTTPS = text, text.startswith("https://")
    settings.ALLOWED_HOSTS = ["*"]


@pytest.mark.parametrize(
    "public, host, secure, warns",
    [
        ("http://127.0.0.1:8000", "127.0.0.1", False, False),
        ("http://obrady.example.org", "obrady.example.org", False, True),
        ("http://127.0.0.1:8000", "obrady.example.org", False, True),
        ("https://obrady.example.org", "obrady.example.org", True, False),
        ("http://obrady.lan", "obrady.lan", False, False),
    ],
)
def test_coordinators_are_warned_on_every_page(client, settings, public, host, secure, warns) -> None:
    address(settings, public)
    cast.meeting()
    cast.sign_in(client, cast.coordinator())
    for page in ("/en/team/", "/en/team/integracja/", PAGE):
        assert (WARNING in client.get(page, HTTP_HOST=host, secure=secure).content.decode()) is warns


def test_others_are_not_worried(client, settings) -> None:
    address(settings, "http://obrady.example.org")
    cast.meeting()
    assert WARNING not in cast.sign_in(client, cast.office()).get("/en/team/").content.decode()


def test_a_proxy_that_does_not_tell_is_named(client, settings) -> None:
    address(settings, "https://obrady.example.org")
    settings.SESSION_COOKIE_SECURE = False
    page = cast.sign_in(client, cast.coordinator()).get(PAGE, HTTP_HOST="obrady.example.org").content.decode()
    assert "OBRADY_BEHIND_PROXY=yes" in page.split("<h2>")[0]


def test_the_page_itself_says_how_and_names_no_file_of_the_documentation(client, settings) -> None:
    address(settings, "http://obrady.example.org")
    cast.sign_in(client, cast.coordinator())
    page = client.get(PAGE, HTTP_HOST="obrady.example.org").content.decode()
    assert "docs/" not in page
    assert ".md" not in page
    for said in (
        "certbot certonly --standalone -d obrady.example.org",
        "reverse_proxy 127.0.0.1:8000",
        "proxy_pass",
        "[Service]",
        "systemctl enable --now obrady",
    ):
        assert said in page


def test_before_there_is_a_public_name_the_instructions_show_an_example(client, settings) -> None:
    address(settings, "http://127.0.0.1:8000")
    page = cast.sign_in(client, cast.coordinator()).get(PAGE, HTTP_HOST="127.0.0.1").content.decode()
    assert "certbot certonly --standalone -d spotkania.example.org" in page
