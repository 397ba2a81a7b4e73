from obrady.stages.announcements.queries.content import (
    PublicContent,
    announcement_of,
    changed_sections,
    draft_content,
    fingerprint,
    latest_version,
    lists_of,
    names_nobody_may_read,
    public_content,
    shown_content,
    version_with_number,
    versions_of,
)
from obrady.stages.announcements.queries.funding import Funding, funding_of
from obrady.stages.announcements.queries.gaps import blocking, what_is_missing
from obrady.stages.announcements.queries.texts import texts_of

__all__ = [
    "Funding",
    "PublicContent",
    "announcement_of",
    "blocking",
    "changed_sections",
    "draft_content",
    "fingerprint",
    "funding_of",
    "latest_version",
    "lists_of",
    "names_nobody_may_read",
    "public_content",
    "shown_content",
    "texts_of",
    "version_with_number",
    "versions_of",
    "what_is_missing",
]
