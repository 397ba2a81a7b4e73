"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import obrady.core.chance
import obrady.core.selection

MODULES = [
    f"{room.__name__}.{module.name}"
    for room in (obrady.core.chance, obrady.core.selection)
    for module in pkgutil.iter_modules(room.__path__)
]


@pytest.mark.parametrize("name", ["obrady.core.chance", "obrady.core.selection", *MODULES])
def test_the_examples_say_what_the_code_does(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
