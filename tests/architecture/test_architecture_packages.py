"""What a package offers is there, and is what it was when the package was written."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

import pytest

from tests.architecture.source import PACKAGES


def packages() -> list[str]:
    """Every package of ours that lists what it offers."""
    found = [
        info.name
        for top in PACKAGES
        for info in pkgutil.walk_packages(import_module(top).__path__, f"{top}.")
        if info.ispkg and not info.name.endswith(("migrations", "commands"))
    ]
    return [name for name in found if hasattr(import_module(name), "__all__")]


@pytest.mark.parametrize("name", packages())
def test_a_name_that_a_package_offers_is_not_a_module_of_it(name: str) -> None:
    """Importing a submodule sets it on its package: a function of the same name is gone from then on."""
    package = import_module(name)
    modules = {info.name for info in pkgutil.iter_modules(package.__path__)}
    for module in modules:
        import_module(f"{name}.{module}")
    offered = {each: getattr(package, each, None) for each in package.__all__}
    wrong = [each for each, value in offered.items() if value is None or isinstance(value, ModuleType)]
    assert not wrong, f"{name} offers what it does not hold: {wrong}"
