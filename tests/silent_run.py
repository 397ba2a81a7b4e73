"""One run of tests inside a process that is thrown away afterwards, the same every time."""

from collections.abc import Sequence

import hypothesis
import numpy as np  # noqa: F401  # loaded once, before all forks
import pytest


def status(arguments: Sequence[str]) -> int:
    hypothesis.settings.register_profile("trial", deadline=None, database=None, derandomize=True)
    hypothesis.settings.load_profile("trial")
    return int(pytest.main(list(arguments)))
