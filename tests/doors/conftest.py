"""What holds at every door: the clock stands at the cast's NOW."""

import pytest

from tests import cast


@pytest.fixture(autouse=True)
def the_clock_stands(settings) -> None:
    settings.OBRADY_FIXED_NOW = cast.NOW.isoformat()
