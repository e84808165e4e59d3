"""Fault test F1: workers are killed while they make documents; every document is made, and once.

    DATABASE_URL=postgres://…/an_empty_database python -m tests.faults.documents_killed [documents] [kills]

A real Celery worker on a real broker (the embedded one unless REDIS_URL is set) makes the documents.
Now and then a random process of its pool, or the whole worker, is killed with SIGKILL and started again.
The sweep runs every five seconds with leases of ten seconds instead of minutes, so that the run is short.
Not part of the suite: it takes minutes. Prints one line of JSON and exits with 1 if anything is lost.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s117.settings.dev")
os.environ.setdefault("S117_DATA", tempfile.mkdtemp(prefix="s117-faults-"))

LEASE = timedelta(seconds=10)
MOST_SECONDS = 540


def main() -> int:
    """Ask, kill, sweep, count."""
    wanted, kills = (int(value) for value in (*sys.argv[1:], "60", "15")[:2])
    import django

    django.setup()
    documents = _ask_for(wanted)
    started = time.monotonic()
    killed = _kill_and_sweep(documents, kills)
    figures = _count(documents) | {"kills": killed, "seconds": round(time.monotonic() - started)}
    sys.stdout.write(json.dumps({"fault": "F1", **figures}) + "\n")
    return 0 if figures["lost"] == figures["doubled"] == 0 else 1


def _ask_for(count: int) -> list[Any]:
    from django.core.management import call_command
    from django.utils import timezone

    from careplans import services
    from careplans.rules.terms import Variant
    from tests.builders import careplans as plans
    from tests.builders.accounts import coordinator

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    plan = plans.a_complete_draft()
    asked = {"actor": coordinator(), "plan_id": plan.id, "variant": Variant.STANDARD, "at": timezone.now()}
    return [services.request_document(**asked).id for _ in range(count)]


def _kill_and_sweep(documents: list[Any], kills: int) -> int:
    from careplans.services.documents import DocumentWork
    from careplans.tasks import documents_sweep
    from s117.documents import made

    DocumentWork.lasts = made.RING_LASTS = LEASE
    chance, worker, killed = random.Random(117), _start_worker(), 0
    next_kill = next_sweep = time.monotonic() + 12
    give_up = time.monotonic() + MOST_SECONDS
    try:
        while time.monotonic() < give_up and _waiting(documents):
            now = time.monotonic()
            if killed < kills and now > next_kill:
                worker = _kill(worker, chance)
                killed, next_kill = killed + 1, now + chance.uniform(2, 6)
            if now > next_sweep:
                documents_sweep()
                next_sweep = now + 5
            time.sleep(0.2)
    finally:
        _stop(worker)
    return killed


def _waiting(documents: list[Any]) -> bool:
    from careplans.models import PlanDocument

    return PlanDocument.objects.filter(pk__in=documents).exclude(status="ready").exists()


def _start_worker() -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "-A",
        "s117.celery",
        "worker",
        "-c",
        "2",
        "-l",
        "critical",
    ]
    return subprocess.Popen(
        command, cwd=Path(__file__).resolve().parents[2], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _kill(worker: subprocess.Popen[bytes], chance: random.Random) -> subprocess.Popen[bytes]:
    """One process of the pool most times; each fourth time the whole worker with all of its pool."""
    pool = _children(worker.pid)
    if pool and chance.random() > 0.25:
        os.kill(chance.choice(pool), signal.SIGKILL)
        return worker
    _stop(worker)
    return _start_worker()


def _stop(worker: subprocess.Popen[bytes]) -> None:
    for pid in (*_children(worker.pid), worker.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    worker.wait()


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(path.parent.name))
    return found


def _count(documents: list[Any]) -> dict[str, int]:
    from careplans.models import PlanDocument
    from s117.audit.models import AuditEvent
    from s117.documents.storage import open_stored

    rows = list(PlanDocument.objects.filter(pk__in=documents).defer("snapshot"))
    ready = [row for row in rows if row.status == "ready"]
    whole = sum(open_stored(row.sha256).startswith(b"%PDF") for row in ready)
    made = AuditEvent.objects.filter(event="document_rendered", subject_id__in=documents).count()
    return {
        "documents": len(rows),
        "lost": len(rows) - whole,
        "doubled": made - len(ready),
        "begun_again": sum(row.attempts - 1 for row in ready),
    }


if __name__ == "__main__":
    raise SystemExit(main())
