"""Fails unless the deterministic tests of the rules of law run every line and branch of them.

The property tests are left out: what they happen to try differs from run to run.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

RULES = "cases/rules"
TESTS = "tests/unit/rules/cases"
LEFT_OUT = f"{TESTS}/test_cases_properties.py"


def main() -> int:
    """The exit code: 0 where nothing is left uncovered."""
    with tempfile.TemporaryDirectory() as folder:
        found = os.environ | {"COVERAGE_FILE": str(Path(folder) / "coverage")}
        coverage = [sys.executable, "-m", "coverage"]
        tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--ignore", LEFT_OUT, TESTS]
        ran = subprocess.run(
            [*coverage, "run", "--branch", f"--source={RULES}", *tests], env=found, check=False
        )
        report = [
            *coverage,
            "report",
            "--show-missing",
            "--skip-covered",
            "--precision=2",
            "--fail-under=100",
        ]
        return ran.returncode or subprocess.run(report, env=found, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
