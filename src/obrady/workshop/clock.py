"""What time it is. Doors ask here and hand the answer down; nothing below a door looks at a clock."""

from datetime import UTC, datetime

from django.conf import settings


def now() -> datetime:
    """The current instant in UTC, or the fixed one that a demo as dated runs at."""
    if settings.OBRADY_FIXED_NOW:
        return datetime.fromisoformat(settings.OBRADY_FIXED_NOW).astimezone(UTC)
    return datetime.now(UTC)
