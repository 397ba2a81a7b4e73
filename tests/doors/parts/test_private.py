from django.http import HttpResponse

from obrady.doors.web.parts.private import private


def test_a_page_behind_a_secret_link_is_neither_found_nor_told_to_other_sites() -> None:
    shown = private(HttpResponse("yours"))
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert shown.content == b"yours"
