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
from obrady.stages.announcements.queries.experts import (
    InvitedExpert,
    expert_url,
    expert_with_token,
    experts_of,
    points_of,
)
from obrady.stages.announcements.queries.funding import Funding, funding_of
from obrady.stages.announcements.queries.gaps import blocking, what_is_missing
from obrady.stages.announcements.queries.materials import (
    material_with_key,
    materials_of,
    participants_materials,
    public_materials,
    removed_materials,
)
from obrady.stages.announcements.queries.texts import texts_of

__all__ = [
    "Funding",
    "InvitedExpert",
    "PublicContent",
    "announcement_of",
    "blocking",
    "changed_sections",
    "draft_content",
    "expert_url",
    "expert_with_token",
    "experts_of",
    "fingerprint",
    "funding_of",
    "latest_version",
    "lists_of",
    "material_with_key",
    "materials_of",
    "names_nobody_may_read",
    "participants_materials",
    "points_of",
    "public_content",
    "public_materials",
    "removed_materials",
    "shown_content",
    "texts_of",
    "version_with_number",
    "versions_of",
    "what_is_missing",
]
