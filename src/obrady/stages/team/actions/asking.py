from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from obrady.stages.team.models import AskedFrom

KEPT = timedelta(days=1)


def count_asking(*, address: str, now: datetime) -> int:
    """How often a link was asked for from this address in this hour, with this time; the same for every process."""
    place = salted_hmac("link asked for from", address, algorithm="sha256").hexdigest()
    hour = now.replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        AskedFrom.objects.filter(hour__lt=now - KEPT).delete()
        row, _new = AskedFrom.objects.get_or_create(place=place, hour=hour)
        AskedFrom.objects.filter(pk=row.pk).update(number=F("number") + 1)
        row.refresh_from_db()
    return row.number
