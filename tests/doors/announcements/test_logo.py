"""Logos: only known ones, the very bytes that were checked, kept by browsers for good."""

import hashlib

import pytest

from tests import cast
from tests.stages.announcements import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def logo():
    return scene.logo("Nurt", of=cast.organisation())


def test_the_bytes_are_those_of_the_hash_in_the_address(client, logo) -> None:
    response = client.get(f"/logo/{logo.sha256}.png")
    assert hashlib.sha256(response.content).hexdigest() == logo.sha256
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(f"/logo/{logo.sha256}.png", headers={"If-None-Match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["0" * 64, "../obrady.sqlite3", "A" * 64, "abc"])
def test_nothing_else_is_served(client, logo, name: str) -> None:
    assert client.get(f"/logo/{name}.png").status_code == 404


def test_a_logo_whose_file_is_gone_is_not_found(client, logo) -> None:
    logo.file.storage.delete(logo.file.name)
    assert client.get(f"/logo/{logo.sha256}.png").status_code == 404
