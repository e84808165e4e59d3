"""`make check`: everything a machine can say about the code without running the tests."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from s117 import embedded

ROOT = embedded.ROOT
TOOLS = Path(sys.executable).parent
COMMANDS = ROOT / "s117" / "management" / "commands"


def checks() -> dict[str, list[str]]:
    """Name → command, in the order they are run."""
    manage = [sys.executable, "manage.py"]
    found = {
        "format": [str(TOOLS / "ruff"), "format", "--check", "--quiet", "."],
        "lint": [str(TOOLS / "ruff"), "check", "--quiet", "."],
        "types of the core": [str(TOOLS / "mypy")],
        "import contracts": [str(TOOLS / "lint-imports"), "--no-cache"],
        "templates": [str(TOOLS / "djlint"), "templates", "--lint", "--quiet"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run", "--verbosity", "1"],
        "rules wholly tested": [sys.executable, "-m", "s117.management.covered"],
        "deployment settings": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
    }
    for name in ("render_diagrams", "render_rulebook", "render_rule_cases"):
        if (COMMANDS / f"{name}.py").exists():
            found[f"drift: {name}"] = [*manage, name, "--check"]
    return found


def production(folder: Path) -> dict[str, str]:
    """A whole production environment, with secrets in files as they are there."""
    (folder / "secret-key").write_text(secrets.token_urlsafe(64))
    return {
        "DJANGO_SETTINGS_MODULE": "s117.settings.production",
        "SECRET_KEY_FILE": str(folder / "secret-key"),
        "ALLOWED_HOSTS": "s117.example.org",
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "REDIS_URL": "redis://localhost:6379/0",
        "DOCUMENT_ROOT": str(folder),
        "STATIC_ROOT": str(folder),
        "EMAIL_HOST": "localhost",
        "DEFAULT_FROM_EMAIL": "s117@example.org",
    }


def passes(name: str, command: list[str], folder: Path) -> bool:
    """Run one check; show what it says only where it fails."""
    settings = {"DJANGO_SETTINGS_MODULE": "s117.settings.test"}
    if name == "deployment settings":
        settings = production(folder)
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False
    )
    passed = done.returncode == 0
    line = f"{'ok    ' if passed else 'FAILED'}  {name:<28}{time.monotonic() - started:5.1f} s\n"
    sys.stdout.write(line if passed else f"{line}{done.stdout}{done.stderr}\n")
    sys.stdout.flush()
    return passed


def main() -> int:
    """The exit code: 0 where every check passes."""
    embedded.provide(embedded.DATA / "test", database_role=embedded.OWNER, broker=False)
    with tempfile.TemporaryDirectory() as folder:
        failed = [name for name, command in checks().items() if not passes(name, command, Path(folder))]
    sys.stdout.write(f"make check: failed: {', '.join(failed)}\n" if failed else "make check: all passed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
