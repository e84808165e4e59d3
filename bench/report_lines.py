"""A report of 300,000 lines as CSV, Excel and JSON at once, through the writer that the worker uses.

    python -m bench.report_lines [lines]        300,000 unless told otherwise

The rows are generated, in the columns of the recharge report. Each length runs in a process of its own, a
tenth first; prints one line of JSON with the seconds, the bytes and the peak memory of both, and exits with 1
if the longer file took more than a tenth more memory. Needs no database: reading in pieces is the cursor's.
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

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s117.settings.test")
MOST_MORE = 1.1


def main() -> int:
    """Measure a tenth and the whole, each in its own process."""
    if "--one" in sys.argv:
        print(json.dumps(_write(int(sys.argv[-1]))))
        return 0
    wanted = int((*sys.argv[1:], "300000")[0])
    tenth, whole = (_measured(lines) for lines in (wanted // 10, wanted))
    grown = whole["peak_mib"] / tenth["peak_mib"]
    print(json.dumps({"tenth": tenth, "whole": whole, "memory_grown": round(grown, 3)}))
    return 1 if grown > MOST_MORE else 0


def _measured(lines: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.report_lines", "--one", str(lines)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(found.stdout.splitlines()[-1])


def _write(lines: int) -> dict[str, Any]:
    import django
    from django.test import override_settings

    django.setup()
    from dataclasses import replace

    from funding.queries.reports import REPORTS, Rows
    from funding.services.report_files import write_report
    from s117.kernel.actor import system_actor

    def rows(actor: object, filters: object) -> Rows:
        return Rows(lines, (_row(number) for number in range(1, lines + 1)))

    REPORTS["recharge"] = replace(REPORTS["recharge"], rows=rows, payers=None)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, override_settings(DOCUMENT_ROOT=folder):
        made = write_report(_run(), system_actor("bench"), datetime.now(UTC), lambda done, wanted: None)
    return {
        "lines": made.rows,
        "seconds": round(time.monotonic() - started, 1),
        "bytes": {file.kind: file.size for file in made.files},
        "gross_pence": made.sums["Gross"],
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _run() -> Any:
    from funding.models import ReportRun
    from s117.accounts.models import Organisation, User

    return ReportRun(
        organisation=Organisation(code="NMC", name="Northmoor Council"),
        number=1,
        report="recharge",
        requested_by=User(full_name="Brigid Lowe"),
        purpose="Measured",
        first_day=date(2026, 4, 1),
        last_day=date(2026, 4, 30),
    )


def _row(number: int) -> tuple[Any, ...]:
    """A line of a schedule in the columns of the recharge report, different from the one before."""
    first, last = date(2026, 4, 1), date(2026, 4, 30)
    gross = 450_000 + number % 997
    half = gross // 2
    return (
        "NMC", 1, number, first, last, "charge", first, last, 30, f"S117-2026-{number:06d}", "9990000018",
        "AB", 1960 + number % 60, f"Provider {number % 500} Supported Living", "accommodation",
        "Supported living", "week", None, 105_000 + number % 233, gross, gross - half, half,
        "NMC 50.00%; NMI 50.00%", f"PANEL-2026-{number % 1000:03d}", "", f"PO{number:06d}", "MH117", "4410",
        None, None, "",
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
