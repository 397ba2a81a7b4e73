from html import unescape

TEAM = "/en/team/integracja/recruitment/"
PUBLIC = "/en/m/integracja/draw/"


def text_of(response) -> str:
    return " ".join(unescape(response.content.decode()).split())
