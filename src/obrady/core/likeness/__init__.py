"""Which records may be one person, which spellings one organisation: proposed with score and reason."""

from .contacts import email_key, phone_key, phone_keys
from .duplicates import candidate_duplicates, likely_same
from .linked import match_name
from .organisations import CONFIDENT, names_nothing, organisation_keys, same_organisation
from .text import folded, slug, sounds
from .types import LikelyPair, LinkedName, Named, Reason, Record, Spelling
from .weights import LIKELY

__all__ = [
    "CONFIDENT",
    "LIKELY",
    "LikelyPair",
    "LinkedName",
    "Named",
    "Reason",
    "Record",
    "Spelling",
    "candidate_duplicates",
    "email_key",
    "folded",
    "likely_same",
    "match_name",
    "names_nothing",
    "organisation_keys",
    "phone_key",
    "phone_keys",
    "same_organisation",
    "slug",
    "sounds",
]
