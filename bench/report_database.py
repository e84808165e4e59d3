"""Reports and a schedule's files of 300,000 lines read from a real database, as CSV, Excel and JSON at once.

    python -m bench.report_database [lines]        300,000 unless told otherwise

Copies the database of DATABASE_URL (the demo's, with nobody connected), puts two frozen schedules into the
copy with bare SQL, of a tenth of the lines and of all of them, makes each report from both, each in a
process of its own, and drops the copy. Prints one line of JSON for each with the seconds, the bytes and the
peak memory; exits with 1 if the whole took more than a fifth more memory than the tenth.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

MOST_MORE = 1.2
REPORTS = ("recharge", "provider_payments")
FILES = "schedule files"
TENTH, WHOLE = date(2021, 1, 1), date(2021, 2, 1)
SCHEDULE = """
INSERT INTO funding_schedule (id, version, council_id, number, period_from, period_to, edition, status,
  requested_at, as_at, frozen_at,
  frozen_by, row_count, gross_pence, totals, control_hash, exceptions, outside)
SELECT gen_random_uuid(), 1, id, %(number)s, %(first)s, %(first)s + 27, 1, 'frozen', now(), now(), now(),
  'Bench', %(lines)s, 0, '{}', '', '[]', '{}' FROM accounts_organisation WHERE code = 'NMC'
"""
LINES = """
INSERT INTO funding_scheduleline (id, schedule_id, number, kind, line_id, case_reference, initials,
  birth_year, nhs_number, provider_name, category, description, service_from, service_to, days, unit,
  rate_pence, gross_pence, decision_reference, interim, po_reference, cost_centre, subjective_code, note)
SELECT gen_random_uuid(), schedule.id, n, 'charge', line.ids[1 + n % array_length(line.ids, 1)],
  'S117-2021-' || n, 'AB', 1960 + n % 60, '', 'Provider ' || n % 500, 'accommodation', 'Supported living',
  schedule.period_from, schedule.period_to, 28, 'week', 105000 + n % 233, 420000 + n % 997,
  'PANEL-' || n % 1000, false, 'PO' || n, 'MH117', '4410', ''
FROM funding_schedule schedule, generate_series(1, schedule.row_count) n,
  (SELECT array_agg(id ORDER BY id) ids FROM funding_fundedline) line
WHERE schedule.frozen_by = 'Bench'
"""
SHARES = """
INSERT INTO funding_scheduleshare (id, line_id, organisation_id, percent, amount_pence, residual)
SELECT gen_random_uuid(), line.id, body.id, 50.00,
  CASE body.code WHEN 'NMI' THEN line.gross_pence / 2 ELSE line.gross_pence - line.gross_pence / 2 END,
  body.code = 'NMC'
FROM funding_scheduleline line JOIN funding_schedule schedule ON schedule.id = line.schedule_id,
  accounts_organisation body
WHERE schedule.frozen_by = 'Bench' AND body.code IN ('NMC', 'NMI')
"""


def main() -> int:
    """Fill the copy, measure each report and the files, drop the copy."""
    if "--one" in sys.argv:
        print(json.dumps(_make(sys.argv[-2], date.fromisoformat(sys.argv[-1]))))
        return 0
    lines = int((*sys.argv[1:], "300000")[0])
    url = urlsplit(os.environ["DATABASE_URL"])
    source = url.path.strip("/")
    copy = f"{source}_report_lines"
    maintenance, scratch = (urlunsplit(url._replace(path=f"/{name}")) for name in ("postgres", copy))
    with psycopg.connect(maintenance, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{source}"')
        try:
            _fill(scratch, lines)
            grown = [_compared(what, scratch) for what in (*REPORTS, FILES)]
        finally:
            server.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
    return 1 if max(grown) > MOST_MORE else 0


def _fill(url: str, lines: int) -> None:
    with psycopg.connect(url) as database:
        # The guards of frozen schedules and the checks of each row would take an hour over so many.
        database.execute("SET session_replication_role = replica")
        for number, (first, count) in enumerate(((TENTH, lines // 10), (WHOLE, lines)), start=900_001):
            database.execute(SCHEDULE, {"number": number, "first": first, "lines": count})
        database.execute(LINES)
        database.execute(SHARES)
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("ANALYZE funding_scheduleline, funding_scheduleshare")


def _compared(what: str, url: str) -> float:
    tenth, whole = (_measured(what, first, url) for first in (TENTH, WHOLE))
    grown = round(whole["peak_mib"] / tenth["peak_mib"], 3)
    print(json.dumps({"what": what, "tenth": tenth, "whole": whole, "memory_grown": grown}), flush=True)
    return grown


def _measured(what: str, first: date, url: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.report_database", "--one", what, first.isoformat()]
    found = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, "DATABASE_URL": url}
    )
    return json.loads(found.stdout.splitlines()[-1])


def _make(what: str, first: date) -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s117.settings.dev")
    import django
    from django.test import override_settings

    django.setup()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, override_settings(DOCUMENT_ROOT=folder):
        made = _files(first) if what == FILES else _report(what, first)
    return {
        "seconds": round(time.monotonic() - started, 1),
        **made,
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _report(key: str, first: date) -> dict[str, Any]:
    from funding.models import ReportRun
    from funding.services.report_files import write_report
    from s117.accounts.actors import actor_for
    from s117.accounts.models import Organisation, User

    asker = User.objects.get(username="lowe")
    run = ReportRun(
        organisation=Organisation.objects.get(code="NMC"),
        number=1,
        report=key,
        requested_by=asker,
        purpose="Measured",
        first_day=first,
        last_day=first,
    )
    actor = actor_for(asker, datetime.now(UTC).date())
    made = write_report(run, actor, datetime.now(UTC), lambda done, wanted: None)
    return {"rows": made.rows, "bytes": {file.kind: file.size for file in made.files}}


def _files(first: date) -> dict[str, Any]:
    from funding.models import ExportFile, Schedule
    from funding.services.exports import make_files
    from s117.kernel.actor import system_actor

    schedule = Schedule.objects.get(period_from=first)
    made = make_files(actor=system_actor("bench"), at=datetime.now(UTC), schedule_id=schedule.id)
    sizes = ExportFile.objects.filter(schedule=schedule, audience__code="NMC").values_list("kind", "size")
    return {"rows": schedule.row_count, "files": made, "bytes": dict(sizes)}


if __name__ == "__main__":
    sys.exit(main())
