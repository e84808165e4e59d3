"""The base of every domain model: history on each save, and no way round it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from simple_history.models import HistoricalRecords

from s117.audit.context import current_actor
from s117.kernel.actor import Actor

AT_ONCE = 500
"""Rows that one statement saves: a longer one is slower to plan than to run."""


class Privacy:
    """How sensitive each field of a model is; a test holds the lists against the columns.

    `identifier` points at one person, `special` is health or criminal data, `free_text` may hold
    either, `ordinary` is the rest. Each is field names separated by spaces.
    """

    def __init__(
        self, *, identifier: str = "", special: str = "", free_text: str = "", ordinary: str = ""
    ) -> None:
        self.identifier = tuple(identifier.split())
        self.special = tuple(special.split())
        self.free_text = tuple(free_text.split())
        self.ordinary = tuple(ordinary.split())

    def fields(self) -> tuple[str, ...]:
        """Every field named, repeats included."""
        return self.identifier + self.special + self.free_text + self.ordinary


class BypassesHistory(Exception):
    """A bulk write was tried on a tracked model: it would leave no history row."""


class TrackedQuerySet(models.QuerySet[Any]):
    """Reads freely; writes only row by row, because bulk writes leave no history."""

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise BypassesHistory(
            f"{self.model.__name__} rows are saved one by one, so that each has its history."
        )

    update = _refuse
    delete = _refuse
    bulk_create = _refuse
    bulk_update = _refuse

    def insert_new(self, rows: Sequence[Any]) -> list[Any]:
        """Insert many rows at once with their history, leaving out those whose key is taken already.

        Returns the rows that this call made. For rows that come by the thousand (notices, the lines of an
        invoice): three statements however many. Give them in one order everywhere, so that two callers cannot
        deadlock.
        """
        models.QuerySet.bulk_create(self, rows, ignore_conflicts=True)
        made = set(self.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        new = [row for row in rows if row.pk in made]
        self.model.history.bulk_history_create(new, default_user=current_actor())
        return new

    def save_rows(self, rows: Sequence[Any], *names: str) -> None:
        """Save these fields of many rows at once, each counted as one change with its history: two statements
        for each 500 rows. The caller has locked them, or what they belong to."""
        for row in rows:
            row.version += 1
        plain = models.QuerySet(self.model, using=self.db)
        plain.bulk_update(rows, [*names, "version"], batch_size=AT_ONCE)
        self.model.history.bulk_history_create(
            rows, batch_size=AT_ONCE, update=True, default_user=current_actor()
        )

    def amend_all(self, rows: Sequence[Any], **changes: object) -> None:
        """The same change to many rows at once, each counted and with its history: two statements in all.
        The caller has locked them."""
        for row in rows:
            row.version += 1
            for name, value in changes.items():
                setattr(row, name, value)
        plain = models.QuerySet(self.model, using=self.db).filter(pk__in=[row.pk for row in rows])
        plain.update(version=models.F("version") + 1, **changes)
        self.model.history.bulk_history_create(rows, update=True, default_user=current_actor())

    def claim(self, pk: uuid.UUID, field: str, old: str, new: str, **extra: object) -> bool:
        """Move a job row from `old` to `new` in one conditional UPDATE; False if someone else has it.

        Job rows only (documents, reminders, schedules): their progress is not a legal record.
        """
        claimed = self.filter(pk=pk, **{field: old})
        return models.QuerySet.update(claimed, **{field: new}, **extra) == 1


def _set_actor(record: Any, actor: Actor | None) -> None:
    if actor is not None:
        record.history_user_id = actor.id
        record.history_actor = actor.name


def _get_actor_id(record: Any) -> uuid.UUID | None:
    return record.history_user_id


def _acting(instance: models.Model, **_: object) -> Actor:
    return current_actor()


class AuditedHistory(models.Model):
    """Who wrote a history row, in words that outlive the account."""

    history_actor = models.CharField(max_length=200, default="")

    class Meta:
        abstract = True


def history_of_changes(**options: Any) -> HistoricalRecords:
    """Simple-history configured our way: attributed through the actor context, never unattributed."""
    settings: dict[str, Any] = {
        "bases": [AuditedHistory],
        "get_user": _acting,
        "history_user_id_field": models.UUIDField(null=True),
        "history_user_getter": _get_actor_id,
        "history_user_setter": _set_actor,
        "inherit": True,
    }
    return HistoricalRecords(**(settings | options))


class TrackedModel(models.Model):
    """A row whose every state is kept. `version` counts changes, for optimistic locking."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = TrackedQuerySet.as_manager()
    history = history_of_changes()

    privacy: ClassVar[Privacy]

    class Meta:
        abstract = True

    def amend(self, **changes: object) -> Self:
        """Set the fields, count the change and save."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.version += 1
        self.save()
        return self
