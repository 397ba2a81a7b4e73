import json
from pathlib import Path

import pytest

from obrady.core.forms import FormDefinition, parse_definition

MEETING = Path(__file__).parents[2] / "data" / "meeting"


@pytest.fixture(scope="session")
def form_json() -> dict:
    return json.loads((MEETING / "form.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def definition(form_json: dict) -> FormDefinition:
    return parse_definition(form_json)
