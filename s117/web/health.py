"""Health, for the machines that watch over the service: `/livez` and `/readyz`.

Answered before everything else, so that a watcher needs no host name, no session and no HTTPS, and so that
"the process answers" means that alone. The answers name parts of the system, never people or versions.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

logger = logging.getLogger("s117.health")

OK = "ok"
FREE_DISK = 0.05
CLOCK_DRIFT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=10)


class HealthMiddleware:
    """Answers the two addresses; passes every other request on. Stands first in MIDDLEWARE."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = {"/livez": livez, "/readyz": readyz}.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = answer()
        response["Cache-Control"] = "no-store"
        return response


def livez() -> HttpResponse:
    """The process answers. No I/O: a slow database is no reason to kill a web process."""
    return JsonResponse({"status": "alive"})


def readyz() -> HttpResponse:
    """Whether requests may be sent here: 200 `ready` or `degraded`, 503 `unready`.

    Without the database, the tables or room on the disk no save can succeed: unready. Without the broker,
    with work waiting or a clock that drifts, saves still do: degraded, for an operator and not the balancer.
    """
    needed = {"database": database(), "migrations": OK, "disk": disk()}
    wanted = {"broker": broker()}
    if needed["database"] == OK:
        needed["migrations"] = migrations()
        wanted["clock"] = clock()
    if needed["migrations"] == OK and needed["database"] == OK:
        wanted["jobs"] = jobs()
    unready = any(found != OK for found in needed.values())
    degraded = any(found != OK for found in wanted.values())
    status = "unready" if unready else "degraded" if degraded else "ready"
    return JsonResponse({"status": status, "checks": needed | wanted}, status=503 if unready else 200)


def database() -> str:
    """A round trip."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.error("database unreachable (%s)", type(error).__name__)
        return "unreachable"
    return OK


class _Migrations:
    """Asked until they are found applied; a process never outlives that, so it need not be asked again."""

    applied = False


def migrations() -> str:
    """Whether the tables are those of this release."""
    if not _Migrations.applied:
        try:
            executor = MigrationExecutor(connection)
            _Migrations.applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return "cannot be read"
    return OK if _Migrations.applied else "not all applied"


def disk() -> str:
    """Room for documents."""
    try:
        usage = shutil.disk_usage(_existing(settings.DOCUMENT_ROOT))
    except OSError:
        return "documents folder unreachable"
    return OK if usage.free / usage.total > FREE_DISK else "less than 5% free"


def _existing(folder: Path) -> Path:
    """The folder, or its nearest parent that exists: it is made with the first document."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def broker() -> str:
    """Whether workers can be rung for; asked with short time-outs."""
    options = settings.DOORBELL_TRANSPORT_OPTIONS
    try:
        with current_app.connection_for_write(transport_options=options) as broker:
            if broker.transport.driver_type == "redis":
                broker.default_channel.client.ping()
    except Exception as error:  # whatever the driver raises: the broker must never make this fail
        logger.warning("broker unreachable (%s)", type(error).__name__)
        return "unreachable: saves work, documents wait"
    return OK


def clock() -> str:
    """Whether times written by different machines can be compared."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return OK if abs(theirs - timezone.now()) < CLOCK_DRIFT else "differs from the database's by over 2 s"


def jobs() -> str:
    """Whether anything that was asked for is left lying: it waits, and nothing of its kind was begun of late.

    A long queue that workers are going through, as on the first start, is slow and not stuck.
    """
    since = timezone.now() - LONGEST_WAIT
    stuck = any(_is_stuck(model, waiting, since) for model, waiting in settings.JOB_ROWS.items())
    return "the oldest has waited over 10 minutes, and none was begun since" if stuck else OK


def _is_stuck(model: str, waiting: list[str], since: datetime) -> bool:
    rows = apps.get_model(model)._default_manager
    left = rows.filter(status__in=waiting, requested_at__lt=since).exists()
    return left and not rows.filter(claimed_at__gte=since).exists()
