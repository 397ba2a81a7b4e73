from datetime import datetime

from obrady.stages.intake.models import DataLink
from obrady.stages.intake.states import DATA_LINK_KEPT, DATA_LINK_OPEN
from obrady.workshop.links import hash_of_token


def data_link(token: str, *, now: datetime) -> DataLink | None:
    """A link that still works: for a day until it is used, then for a quarter of an hour."""
    link = DataLink.objects.select_related("person").filter(token_hash=hash_of_token(token)).first()
    if link is None or link.person.erased_at is not None:
        return None
    start, kept = (link.opened_at, DATA_LINK_OPEN) if link.opened_at else (link.made_at, DATA_LINK_KEPT)
    return link if now < start + kept else None
