"""What imports cannot show: relations between models, look-ups by name, signals and forgotten migrations."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

from tests.architecture.house import HOUSE, stages_from_first_to_last


def stage_of(model: type[Model]) -> str | None:
    name = model.__module__.split(".")
    return name[2] if name[:2] == ["obrady", "stages"] else None


def relations() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or not isinstance(target, type) or not stage_of(target) or not stage_of(model):
                continue
            yield f"{model.__name__}.{field.name}", stage_of(model) or "", stage_of(target) or ""


def test_no_relation_points_to_a_later_stage() -> None:
    order = {stage: position for position, stage in enumerate(stages_from_first_to_last())}
    found = list(relations())
    upward = [name for name, own, target in found if order.get(own, -1) < order[target]]
    assert found
    assert upward == []


def test_every_stage_is_installed_in_the_order_of_the_contract() -> None:
    installed = [app.label for app in apps.get_app_configs() if app.name.startswith("obrady.stages.")]
    assert installed == stages_from_first_to_last()


@pytest.mark.parametrize(
    "forbidden", [r"\bget_model\(", r"\bGenericForeignKey\b", r"\bmodels(\.| import )signals\b", r"@receiver\b"]
)
def test_no_room_reaches_another_behind_the_contracts(forbidden: str) -> None:
    files = [file for file in HOUSE.rglob("*.py") if "migrations" not in file.parts]
    assert [str(file.relative_to(HOUSE)) for file in files if re.search(forbidden, file.read_text())] == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", "--check", "--dry-run")
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_migrations_are_named_by_intent() -> None:
    files = [file for file in HOUSE.rglob("migrations/[0-9]*.py") if file.parent != Path()]
    assert [file.name for file in files if "_auto_" in file.name] == []
