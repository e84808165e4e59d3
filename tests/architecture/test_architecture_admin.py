"""The admin site changes reference data and accounts; records about people are not in it to be changed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.db import models

from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from tests.architecture.source import APPS

EVERYTHING = SimpleNamespace(
    actor=Actor(id=None, name="all-powerful", permissions=frozenset(Permission)),
    user=SimpleNamespace(is_active=True, is_staff=True, is_superuser=True, has_perm=lambda *_: True),
)
REGISTERED = list(admin.site._registry.items())


@pytest.mark.parametrize(("model", "page"), REGISTERED, ids=[model.__name__ for model, _ in REGISTERED])
def test_records_of_people_are_read_only_whoever_asks(
    model: type[models.Model], page: admin.ModelAdmin[models.Model]
) -> None:
    if model._meta.app_label in (*APPS, "audit", "accounts"):
        assert not page.has_delete_permission(EVERYTHING)
    if model._meta.app_label in (*APPS, "audit"):
        assert not page.has_add_permission(EVERYTHING)
        assert not page.has_change_permission(EVERYTHING)


def test_nothing_is_in_the_admin_site_unless_it_is_ours() -> None:
    """Libraries register groups and addresses, which do nothing here and would only mislead."""
    labels = {model._meta.label for model, _ in REGISTERED if model._meta.app_label != "accounts"}
    assert {label for label in labels if label.split(".")[0] not in (*APPS, "audit", "api")} == set()
