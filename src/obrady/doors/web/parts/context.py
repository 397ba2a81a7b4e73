from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def frame(request: HttpRequest) -> dict:
    """What every page's frame shows: the languages (each leading to this same place) and whether this is a demo."""
    path = request.get_full_path()
    return {
        "languages": [
            {"code": code, "own_name": OWN_NAMES.get(code, name), "address": translate_url(path, code)}
            for code, name in settings.LANGUAGES
        ],
        "language": get_language(),
        "is_demo": settings.OBRADY_DEMO,
    }


OWN_NAMES = {"pl": "polski", "uk": "українська", "en": "English"}
