from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def frame(request: HttpRequest) -> dict:
    """What every page's frame shows: the languages (each leading to this same place) and whether this is a demo."""
    path = request.get_full_path()
    languages = [
        {"code": code, "own_name": OWN_NAMES.get(code, name), "address": translate_url(path, code)}
        for code, name in settings.LANGUAGES
    ]
    language = get_language()
    # The frame reads its own names, so that a page may call something else "language".
    return {
        "frame": {"languages": languages, "language": language},
        "languages": languages,
        "language": language,
        "is_demo": settings.OBRADY_DEMO,
    }


OWN_NAMES = {"pl": "polski", "uk": "українська", "en": "English"}
