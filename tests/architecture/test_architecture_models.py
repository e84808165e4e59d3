"""Foreign keys point down the line; every table keeps its history; every column has a privacy class."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps
from django.db import models

from s117.audit.history import TrackedModel, TrackedQuerySet
from tests.architecture.source import APPS

# Low to high: a key may only point to the same app or to one before it.
LINE = ("kernel", "audit", "accounts", "jobs", "web", "documents", *APPS, "dashboards", "api")
OURS = {label for label in LINE if apps.is_installed(f"s117.{label}") or apps.is_installed(label)}
# Tables that do not keep history, each with its reason.
UNTRACKED = {
    "audit.AuditEvent": "is itself a record, append-only by trigger",
    "audit.AccessEvent": "is itself a record, append-only by trigger",
    "accounts.User": "keeps its own history, without the password",
    "web.Submission": "a form's receipt, kept for a day to stop double sending; no domain fact",
    "web.HeldForm": "what was typed when a session ended, for its own writer, kept for a day",
    "web.Draft": "text that is not saved yet, for its own writer, kept for four weeks",
    "api.TokenMinute": "a counter of requests, for the limit",
    "funding.ScheduleLine": "figures written once and frozen by a trigger",
    "funding.ScheduleShare": "figures written once and frozen by a trigger",
    "funding.RechargeLine": "figures written once and fixed by a trigger",
    "funding.InvoiceCharge": "worked out anew by each matching, fixed by a trigger once approved",
}


def domain_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and not model.__name__.startswith("Historical")
    ]


def test_foreign_keys_point_down_the_line_and_hide_their_reverse_name() -> None:
    found = []
    for model in domain_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or field.related_model._meta.app_label not in OURS:
                continue
            source, target = model._meta.app_label, field.related_model._meta.app_label
            if LINE.index(target) > LINE.index(source):
                found.append(f"{model.__name__}.{field.name} points up to {target}")
            if target != source and not field.remote_field.hidden:
                found.append(f"{model.__name__}.{field.name} needs related_name='+'")
    assert found == []


def test_rows_are_never_deleted_by_a_cascade() -> None:
    found = [
        f"{model.__name__}.{field.name}"
        for model in domain_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]
    assert found == []


def test_every_table_is_tracked_or_listed_with_a_reason() -> None:
    untracked = {model._meta.label for model in domain_models() if not issubclass(model, TrackedModel)}
    assert untracked == UNTRACKED.keys()


@pytest.mark.parametrize(
    "model", [m for m in domain_models() if issubclass(m, TrackedModel)], ids=lambda m: m.__name__
)
def test_a_tracked_table_has_history_and_the_guarded_queryset(model: type[TrackedModel]) -> None:
    assert hasattr(model, "history")
    assert isinstance(model._default_manager.all(), TrackedQuerySet)


CLASSED = [m for m in domain_models() if issubclass(m, TrackedModel) or hasattr(m, "privacy")]


@pytest.mark.parametrize("model", CLASSED, ids=lambda m: m.__name__)
def test_every_column_has_one_privacy_class(model: type[models.Model]) -> None:
    columns = {field.name for field in model._meta.concrete_fields} - {"id", "version"}
    listed = Counter(model.privacy.fields())  # type: ignore[attr-defined]
    assert [name for name, count in listed.items() if count > 1] == []
    assert set(listed) == columns
