"""Every job has its task and every task its job; a message of another release does no harm."""

from __future__ import annotations

import inspect

import pytest
from django.apps import apps
from django.conf import settings

from s117.celery import app
from s117.jobs.names import Job


def test_jobs_and_tasks_are_the_same_list() -> None:
    tasks = {name for name in app.tasks if not name.startswith("celery.")}
    assert tasks == {job.value for job in Job}


@pytest.mark.parametrize("job", list(Job))
def test_a_task_takes_keywords_and_lets_unknown_ones_pass(job: Job) -> None:
    parameters = inspect.signature(app.tasks[job.value].run).parameters.values()
    assert all(p.kind in (p.KEYWORD_ONLY, p.VAR_KEYWORD) for p in parameters)
    assert any(p.kind is p.VAR_KEYWORD for p in parameters)


def test_the_clockwork_starts_nothing_but_jobs() -> None:
    assert {entry["task"] for entry in settings.BEAT_SCHEDULE.values()} <= {job.value for job in Job}


@pytest.mark.parametrize("model", settings.JOB_ROWS)
def test_what_waits_for_a_worker_says_since_when_and_when_one_last_went_on_with_it(model: str) -> None:
    columns = {field.name for field in apps.get_model(model)._meta.concrete_fields}
    assert {"status", "requested_at", "claimed_at"} <= columns
